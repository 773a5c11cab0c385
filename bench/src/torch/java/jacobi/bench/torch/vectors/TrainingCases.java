package jacobi.bench.torch.vectors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.Adagrad;
import org.bytedeco.pytorch.AdagradOptions;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.RMSprop;
import org.bytedeco.pytorch.RMSpropOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Losses and optimisers. */
final class TrainingCases {
  private static final long NONE = 0;
  private static final long MEAN = 1;
  private static final long SUM = 2;
  private static final long IGNORED = -100;

  private TrainingCases() {}

  static void write(Path folder) throws IOException {
    losses().write(folder);
    optimizers().write(folder);
  }

  private interface Loss {
    Tensor apply(Tensor output, Tensor target);
  }

  private static Recorder losses() {
    Recorder r = new Recorder("losses");
    Tensor labels = Tensor.create(new long[] {2, 0, 3, 1, 1}, 5);
    Tensor w = Tensor.create(new float[] {1, 2, .5f, 3}, 4);
    Tensor soft = torch.softmax(Recorder.random("losses.soft", 1, 5, 4), -1);
    TensorOptional none = new TensorOptional();
    Map<String, Loss> classes = new LinkedHashMap<>();
    classes.put("mean", (z, t) -> torch.cross_entropy_loss(z, t, none, MEAN, IGNORED, 0));
    classes.put("sum", (z, t) -> torch.cross_entropy_loss(z, t, none, SUM, IGNORED, 0));
    classes.put("none", (z, t) -> torch.cross_entropy_loss(z, t, none, NONE, IGNORED, 0));
    classes.put("smoothed", (z, t) -> torch.cross_entropy_loss(z, t, none, MEAN, IGNORED, .2));
    classes.put(
        "weighted",
        (z, t) -> torch.cross_entropy_loss(z, t, new TensorOptional(w), MEAN, IGNORED, 0));
    classes.forEach(
        (name, f) -> {
          add(r, "cross_entropy." + name, 2, labels, f, 5, 4);
          add(r, "cross_entropy_soft." + name, 2, soft, f, 5, 4);
        });
    Map<String, Loss> log = new LinkedHashMap<>();
    log.put("mean", (z, t) -> torch.nll_loss(torch.log_softmax(z, -1), t, none, MEAN, IGNORED));
    log.put("sum", (z, t) -> torch.nll_loss(torch.log_softmax(z, -1), t, none, SUM, IGNORED));
    log.put("none", (z, t) -> torch.nll_loss(torch.log_softmax(z, -1), t, none, NONE, IGNORED));
    log.forEach((name, f) -> add(r, "nll." + name, 1, labels, f, 5, 4));
    // "batchmean": the sum by the number of examples.
    add(
        r,
        "kl_divergence.mean",
        1,
        soft,
        (z, t) ->
            torch
                .kl_div(torch.log_softmax(z, -1), t, SUM, false)
                .div(new org.bytedeco.pytorch.Scalar(5)),
        5,
        4);
    add(
        r,
        "kl_divergence.sum",
        1,
        soft,
        (z, t) -> torch.kl_div(torch.log_softmax(z, -1), t, SUM, false),
        5,
        4);
    add(
        r,
        "kl_divergence.none",
        1,
        soft,
        (z, t) -> torch.kl_div(torch.log_softmax(z, -1), t, NONE, false).sum(-1),
        5,
        4);
    Tensor bits = Tensor.create(new float[] {1, 0, .3f, 1, 0, .9f}, 2, 3);
    Map<String, long[]> reductions =
        Map.of("mean", new long[] {MEAN}, "sum", new long[] {SUM}, "none", new long[] {NONE});
    reductions.forEach(
        (name, how) -> {
          add(
              r,
              "binary_cross_entropy." + name,
              3,
              bits,
              (z, t) -> torch.binary_cross_entropy_with_logits(z, t, none, none, how[0]),
              2,
              3);
          add(r, "mse." + name, 1, bits, (z, t) -> torch.mse_loss(z, t, how[0]), 2, 3);
          add(r, "mae." + name, 1, bits, (z, t) -> torch.l1_loss(z, t, how[0]), 2, 3);
          add(r, "huber_1." + name, 2, bits, (z, t) -> torch.huber_loss(z, t, how[0], 1), 2, 3);
          add(r, "huber_0.5." + name, 2, bits, (z, t) -> torch.huber_loss(z, t, how[0], .5), 2, 3);
        });
    return r;
  }

  private static void add(
      Recorder r, String name, double deviation, Tensor target, Loss f, long... shape) {
    r.add(
        name,
        r.inputs(name).normal("x", deviation, shape).constant("target", target),
        in -> f.apply(in.get("x"), in.get("target")));
  }

  /** Five steps along given gradients: {@code NAME.p0}, {@code NAME.g1}, {@code NAME.p1}, …. */
  private static Recorder optimizers() {
    Map<String, Function<TensorVector, Optimizer>> all = new LinkedHashMap<>();
    all.put("sgd", p -> new SGD(p, new SGDOptions(.1)));
    all.put("momentum", p -> new SGD(p, momentum(false)));
    all.put("nesterov", p -> new SGD(p, momentum(true)));
    all.put("adam", p -> new Adam(p, new AdamOptions(.05)));
    all.put(
        "adam_betas",
        p -> {
          AdamOptions o = new AdamOptions(.05);
          // A std::tuple lies in memory with its last element first.
          o.betas().put(0, .95).put(1, .8);
          return new Adam(p, o);
        });
    all.put(
        "adamw",
        p -> {
          AdamWOptions o = new AdamWOptions(.05);
          o.weight_decay().put(.1);
          return new AdamW(p, o);
        });
    all.put("rmsprop", p -> new RMSprop(p, new RMSpropOptions(.02)));
    all.put(
        "rmsprop_momentum",
        p -> {
          RMSpropOptions o = new RMSpropOptions(.02);
          o.momentum().put(.9);
          return new RMSprop(p, o);
        });
    all.put("adagrad", p -> new Adagrad(p, new AdagradOptions(.1)));
    Recorder r = new Recorder("optimizers");
    all.forEach((name, make) -> steps(r, name, make));
    return r;
  }

  private static SGDOptions momentum(boolean nesterov) {
    SGDOptions o = new SGDOptions(.1);
    o.momentum().put(.9);
    o.nesterov().put(nesterov);
    return o;
  }

  private static void steps(Recorder r, String name, Function<TensorVector, Optimizer> make) {
    Tensor p = Recorder.random("optimizers." + name, 1, 2, 3).requires_grad_(true);
    r.record(name + ".p0", p);
    Optimizer optimizer = make.apply(new TensorVector(p));
    for (int i = 1; i <= 5; i++) {
      Tensor g = Recorder.random("optimizers." + name + i, 1, 2, 3);
      r.record(name + ".g" + i, g);
      optimizer.zero_grad();
      p.mul(g).sum().backward();
      optimizer.step();
      try (var _ = new NoGradGuard()) {
        r.record(name + ".p" + i, p);
      }
    }
  }
}
