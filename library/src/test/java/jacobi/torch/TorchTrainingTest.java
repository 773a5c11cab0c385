package jacobi.torch;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.nn.Module;
import jacobi.nn.Parameter;
import jacobi.nn.init.Initializers;
import jacobi.nn.loss.Loss;
import jacobi.nn.loss.Losses;
import jacobi.nn.optim.Adagrad;
import jacobi.nn.optim.Adam;
import jacobi.nn.optim.AdamW;
import jacobi.nn.optim.Optimizer;
import jacobi.nn.optim.OptimizerState;
import jacobi.nn.optim.RmsProp;
import jacobi.nn.optim.Sgd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses with their gradients, and optimisers, against PyTorch 2.10 on every backend. */
class TorchTrainingTest {
  private static final double[] WEIGHTS = {1, 2, .5, 3};

  private static Loss reduced(Loss loss, String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "sum" -> loss.sum();
      case "none" -> loss.none();
      default -> loss;
    };
  }

  private static void check(TorchVectors v, String name, Loss loss, boolean ofLogSoftmax) {
    Tensor x = v.get(name + ".x");
    Tensor target = v.get(name + ".target");
    Tensor y =
        reduced(loss, name)
            .apply(
                ofLogSoftmax ? x.logSoftmax(-1) : x,
                target.dtype().isFloating() ? target : target.as(DType.INT32));
    v.gradients(name, Map.of("y", y), Map.of("x", x));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void losses(String backend) {
    TorchVectors v = TorchVectors.of("losses");
    Map<String, Loss> all = new LinkedHashMap<>();
    for (String kind : List.of("cross_entropy", "cross_entropy_soft")) {
      for (String reduction : List.of("mean", "sum", "none")) {
        all.put(kind + "." + reduction, Losses.crossEntropy());
      }
      all.put(kind + ".smoothed", Losses.crossEntropy(.2));
      all.put(kind + ".weighted", Losses.crossEntropy(0, WEIGHTS));
    }
    Map.of(
            "nll", Losses.nll(),
            "kl_divergence", Losses.klDivergence(),
            "binary_cross_entropy", Losses.binaryCrossEntropy(),
            "mse", Losses.mse(),
            "mae", Losses.mae(),
            "huber_1", Losses.huber(1),
            "huber_0.5", Losses.huber(.5))
        .forEach(
            (name, loss) -> {
              for (String reduction : List.of("mean", "sum", "none")) {
                all.put(name + "." + reduction, loss);
              }
            });
    assertThat(all.keySet()).containsExactlyInAnyOrderElementsOf(v.cases(""));
    TorchVectors.on(
        backend,
        () ->
            all.forEach(
                (name, loss) ->
                    check(v, name, loss, name.startsWith("nll") || name.startsWith("kl"))));
  }

  /** One parameter of any shape. */
  private static final class Weights extends Module {
    private final Parameter p;

    Weights(Tensor start) {
      p = parameter("p", Initializers.values(start), start.shape().dims());
    }

    @Override
    protected Tensor forward(Tensor x) {
      return x.mul(p.value());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void optimizers(String backend) {
    TorchVectors v = TorchVectors.of("optimizers");
    Map<String, Optimizer> all = new LinkedHashMap<>();
    all.put("sgd", Sgd.of(.1));
    all.put("momentum", Sgd.of(.1).momentum(.9));
    all.put("nesterov", Sgd.of(.1).nesterov(.9));
    all.put("adam", Adam.of(.05));
    all.put("adam_betas", Adam.of(.05).betas(.8, .95));
    all.put("adamw", AdamW.of(.05, .1));
    all.put("rmsprop", RmsProp.of(.02));
    all.put("rmsprop_momentum", RmsProp.of(.02).momentum(.9));
    all.put("adagrad", Adagrad.of(.1));
    TorchVectors.on(
        backend,
        () ->
            all.forEach(
                (name, rule) -> {
                  Weights w = new Weights(v.get(name + ".p0"));
                  OptimizerState state = rule.attach(w);
                  for (int i = 1; i <= 5; i++) {
                    state.apply(List.of(v.get(name + ".g" + i)));
                    v.close(name + ".p" + i, w.p.value());
                  }
                }));
  }
}
