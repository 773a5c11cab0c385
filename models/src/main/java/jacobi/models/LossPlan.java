package jacobi.models;

import jacobi.data.Dataset;
import jacobi.data.Targets;
import jacobi.graph.JacobiException;
import jacobi.nn.loss.Loss;
import jacobi.nn.loss.Losses;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The loss of a specification.
 *
 * @param loss without weights of classes
 * @param training of a training part, the loss to train on
 */
public record LossPlan(Loss loss, Function<Dataset, Loss> training) {
  private static final List<String> LOSSES =
      List.of(
          "cross-entropy",
          "binary-cross-entropy",
          "nll",
          "kl-divergence",
          "mse",
          "mae",
          "huber",
          "double-huber");

  private static final String BALANCED = "balanced";

  private static LossPlan always(Loss loss) {
    return new LossPlan(loss, _ -> loss);
  }

  static LossPlan of(SpecNode spec) {
    SpecNode.Kind kind = spec.kind("loss", "delta");
    SpecNode s = kind.settings();
    LossPlan plan =
        switch (kind.name()) {
          case "cross-entropy" -> crossEntropy(s);
          case "binary-cross-entropy" -> always(Losses.binaryCrossEntropy());
          case "nll" -> always(Losses.nll());
          case "kl-divergence" -> always(Losses.klDivergence());
          case "mse" -> always(Losses.mse());
          case "mae" -> always(Losses.mae());
          case "huber" -> always(Losses.huber(s.number("delta", 1)));
          case "double-huber" -> always(Losses.doubleHuber(s.number("delta", 1)));
          default -> throw Job.unknown(spec, "loss", kind.name(), LOSSES);
        };
    s.done();
    return plan;
  }

  private static LossPlan crossEntropy(SpecNode s) {
    double smoothing = s.number("smoothing", 0);
    Loss plain = Losses.crossEntropy(smoothing);
    if (!s.has("weights")) {
      return always(plain);
    }
    if (s.raw("weights").filter(List.class::isInstance).isEmpty()) {
      s.oneOf("weights", BALANCED, List.of(BALANCED));
      return new LossPlan(plain, train -> weighted(smoothing, balanced(train), plain));
    }
    double[] weights = s.list("weights").stream().mapToDouble(w -> weight(s, w)).toArray();
    return new LossPlan(
        plain,
        train -> {
          check(s, weights, train.targets());
          return weighted(smoothing, weights, plain);
        });
  }

  private static Loss weighted(double smoothing, double[] weights, Loss plain) {
    return Losses.crossEntropy(smoothing, weights).evaluatedBy(plain.plain());
  }

  private static double weight(SpecNode s, Object w) {
    if (w instanceof Number n && n.doubleValue() >= 0 && Double.isFinite(n.doubleValue())) {
      return n.doubleValue();
    }
    throw s.wrong("weights", "has " + w + ", expected numbers from 0");
  }

  private static void check(SpecNode s, double[] weights, Targets targets) {
    int classes = targets.one() instanceof Targets.Classes c ? c.count() : 0;
    if (weights.length != classes) {
      throw s.wrong("weights", "has " + weights.length + " numbers for " + classes + " classes");
    }
  }

  /** In reverse proportion to how often each class comes, so that all weigh the same together. */
  private static double[] balanced(Dataset train) {
    if (!(train.targets().one() instanceof Targets.Classes)) {
      throw new JacobiException(
          train.name() + ": loss weights are for classes, not for targets " + train.targets());
    }
    int[] counts = train.classCounts();
    double all = Arrays.stream(counts).asLongStream().sum();
    long there = Arrays.stream(counts).filter(n -> n > 0).count();
    return Arrays.stream(counts).mapToDouble(n -> n == 0 ? 0 : all / (there * n)).toArray();
  }
}
