package jacobi.torch;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.RandomKey;
import jacobi.nn.Activation;
import jacobi.nn.BatchNorm;
import jacobi.nn.Embedding;
import jacobi.nn.LayerNorm;
import jacobi.nn.Linear;
import jacobi.nn.Module;
import jacobi.nn.PRelu;
import jacobi.nn.Phase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers, forward and all gradients, against PyTorch 2.10 on every backend. */
class TorchLayersTest {
  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void linear(String backend) {
    TorchVectors v = TorchVectors.of("linear");
    TorchVectors.on(
        backend,
        () -> {
          v.check("plain", Linear.of(4, 5));
          v.check("unbiased", Linear.of(2, 3).withoutBias());
          v.check("sequence", Linear.of(4, 2));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void activations(String backend) {
    Map<String, Supplier<Module>> all = new LinkedHashMap<>();
    for (String name :
        new String[] {
          "sigmoid",
          "tanh",
          "relu",
          "softmax",
          "log_softmax",
          "leaky_relu",
          "elu",
          "gelu",
          "silu",
          "softplus"
        }) {
      all.put(name, () -> Activation.named(name));
    }
    all.put("leaky_relu_0.2", () -> Activation.leakyRelu(.2));
    all.put("elu_0.5", () -> Activation.elu(.5));
    TorchVectors v = TorchVectors.of("activations");
    TorchVectors.on(
        backend,
        () ->
            all.forEach(
                (name, make) -> {
                  assertThat(v.cases(name + ".")).hasSizeGreaterThanOrEqualTo(3);
                  v.cases(name + ".").forEach(c -> v.check(c, make.get()));
                }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void prelu(String backend) {
    TorchVectors v = TorchVectors.of("prelu");
    TorchVectors.on(
        backend,
        () -> {
          v.check("one", PRelu.of());
          v.check("features", PRelu.of(3));
          v.check("channels", PRelu.of(4));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void batchNorm(String backend) {
    TorchVectors v = TorchVectors.of("batch_norm");
    Map<String, Supplier<BatchNorm>> all =
        Map.of(
            "features", () -> BatchNorm.of(3),
            "sequence", () -> BatchNorm.of(3).momentum(.3),
            "image", () -> BatchNorm.of(2).epsilon(1e-2));
    TorchVectors.on(
        backend,
        () ->
            all.forEach(
                (name, make) -> {
                  BatchNorm training = make.get();
                  v.check(
                      name + ".train",
                      training,
                      x -> Phase.training(RandomKey.of(1), () -> training.apply(x)));
                  buffers(v, name + ".train", training);
                  BatchNorm inference = make.get();
                  v.check(name + ".eval", inference);
                  buffers(v, name + ".eval", inference);
                }));
  }

  private static void buffers(TorchVectors v, String name, BatchNorm norm) {
    v.close(name + ".mean_after", norm.parameters().get("running_mean").value());
    v.close(name + ".var_after", norm.parameters().get("running_var").value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void layerNorm(String backend) {
    TorchVectors v = TorchVectors.of("layer_norm");
    TorchVectors.on(
        backend,
        () -> {
          v.check("features", LayerNorm.of(5));
          v.check("sequence", LayerNorm.of(4).epsilon(1e-2));
          v.check("two_axes", LayerNorm.of(3, 4));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jvm", "reference"})
  void embedding(String backend) {
    TorchVectors v = TorchVectors.of("embedding");
    TorchVectors.on(
        backend,
        () -> {
          v.check("words", Embedding.of(4, 3));
          v.check("sequences", Embedding.of(5, 2));
          v.check("padding", Embedding.of(5, 2).padding(1));
          Embedding features = Embedding.of(5, 2);
          v.check("sequences", features, x -> features.apply(x.as(jacobi.graph.DType.FLOAT32)));
        });
  }

  /** A test that cannot fail says nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"reference"})
  void anotherLayerIsTold(String backend) {
    TorchVectors v = TorchVectors.of("layer_norm");
    TorchVectors.on(
        backend,
        () -> {
          Throwable wrong = null;
          try {
            v.check("features", LayerNorm.of(5).epsilon(1e-2));
          } catch (AssertionError e) {
            wrong = e;
          }
          assertThat(wrong).hasMessageContaining("layer_norm features.");
        });
  }
}
