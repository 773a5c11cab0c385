package jacobi.nn;

import static jacobi.Jacobi.compiled;
import static jacobi.Jacobi.grad;
import static jacobi.Jacobi.ones;
import static jacobi.Jacobi.vector;
import static jacobi.Jacobi.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.Tensor;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import jacobi.nn.init.Initializers;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class ModuleTest {
  /** x + relu(inner(x)), and a buffer. */
  private static final class Residual extends Module {
    private final Linear inner;
    private final Parameter scale;
    private final Parameter seen;

    Residual(int n) {
      inner = child("inner", Linear.of(n, n));
      scale = parameter("scale", Initializers.constant(1), n);
      seen = buffer("seen", Initializers.zeros());
    }

    @Override
    protected Tensor forward(Tensor x) {
      seen.variable().assign(seen.value().add(1));
      return x.mul(scale.value()).add(inner.apply(x).relu());
    }
  }

  @Test
  void partsHavePaths() {
    Module net = Sequential.of(Linear.of(2, 4), Activation.tanh(), new Residual(4));
    assertThat(net.modules().keySet()).containsExactly("", "0", "1", "2", "2.inner");
    assertThat(net.parameters().keySet())
        .containsExactly(
            "0.weight", "0.bias", "2.scale", "2.seen", "2.inner.weight", "2.inner.bias");
    assertThat(net.parameterCount()).isEqualTo(8 + 4 + 4 + 16 + 4);
    assertThat(net.find("2.inner")).isInstanceOf(Linear.class);
    assertThat(net.find("2.inner").path()).isEqualTo("2.inner");
    assertThatThrownBy(() -> net.find("3")).hasMessageContaining("0, 1, 2, 2.inner");
  }

  @Test
  void buffersAreNotTrainable() {
    Module net = new Residual(2);
    assertThat(net.parameters().get("seen").isTrainable()).isFalse();
    net.apply(ones(1, 2));
    net.apply(ones(1, 2));
    assertThat(net.parameters().get("seen").value().item()).isEqualTo(2);
  }

  @Test
  void compiledFunctionsUpdateBuffers() {
    Module net = new Residual(2);
    var f = compiled(net);
    f.call(ones(1, 2));
    f.call(ones(1, 2));
    assertThat(net.parameters().get("seen").value().item()).isEqualTo(2);
  }

  @Test
  void sharedLayersAreListedOnceAndLearnOnce() {
    Linear shared = Linear.of(2, 2);
    Module net = Sequential.of(shared, Activation.tanh(), shared);
    assertThat(net.parameters().keySet()).containsExactly("0.weight", "0.bias");
    assertThat(net.parameterCount()).isEqualTo(6);
    Tensor x = vector(1, 2);
    Tensor w = shared.weight().value();
    Tensor b = shared.bias().orElseThrow().value();
    Tensor once = shared.apply(x).tanh();
    Tensor g = grad(net.apply(x).sum(), w).of(w);
    // By the second use, plus by the first through it.
    Tensor second = ones(2, 1).mul(once);
    Tensor back = ones(2).matmul(w).mul(once.square().neg().add(1));
    Tensor expected = second.add(back.unsqueeze(1).mul(x));
    assertThat(g.sub(expected).abs().amax().item()).isLessThan(1e-5);
    assertThat(net.apply(x).shape()).isEqualTo(b.shape());
  }

  @Test
  void namesAreChecked() {
    assertThatThrownBy(
            () ->
                new Module() {
                  {
                    parameter("a.b", Initializers.zeros(), 1);
                  }

                  @Override
                  protected Tensor forward(Tensor x) {
                    return x;
                  }
                })
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("'a.b'");
    assertThatThrownBy(
            () ->
                new Module() {
                  {
                    parameter("a", Initializers.zeros(), 1);
                    child("a", Flatten.of());
                  }

                  @Override
                  protected Tensor forward(Tensor x) {
                    return x;
                  }
                })
        .hasMessageContaining("two parts named 'a'");
  }

  @Test
  void firstValuesDependOnSeedAndPathOnly() {
    Module a = Sequential.of(Linear.of(3, 4), Linear.of(4, 4));
    Module b = Sequential.of(Flatten.of(), Linear.of(4, 4), Linear.of(3, 4));
    a.init(5);
    b.init(5);
    float[] here = weights(a, "1");
    assertThat(weights(b, "1")).isEqualTo(here);
    assertThat(weights(b, "2")).isNotEqualTo(weights(a, "0"));
    a.init(6);
    assertThat(weights(a, "1")).isNotEqualTo(here);
    a.init(5);
    assertThat(weights(a, "1")).isEqualTo(here);
  }

  @Test
  void withoutInitTheSeedIsZero() {
    Module a = Sequential.of(Linear.of(3, 4), Linear.of(4, 4));
    Module b = Sequential.of(Linear.of(3, 4), Linear.of(4, 4));
    b.init(0);
    assertThat(weights(a, "1")).isEqualTo(weights(b, "1"));
    Module inner = a.find("0");
    assertThat(((Linear) inner).weight().value().toFloats()).isEqualTo(weights(b, "0"));
  }

  @Test
  void firstUseMayBeInACompiledFunction() {
    Module a = Sequential.of(Linear.of(3, 2));
    Module b = Sequential.of(Linear.of(3, 2));
    float[] y = compiled(a).call(vector(1, 2, 3)).toFloats();
    b.init(0);
    assertThat(y).isEqualTo(b.apply(vector(1, 2, 3)).toFloats());
    assertThat(weights(a, "0")).isEqualTo(weights(b, "0"));
  }

  private static float[] weights(Module net, String path) {
    return net.parameters().get(path + ".weight").value().toFloats();
  }

  @Test
  void assigningChecksTheShape() {
    Module net = Sequential.of(Linear.of(3, 2));
    assertThatThrownBy(() -> net.parameters().get("0.weight").assign(zeros(3, 2)))
        .hasMessageContaining(
            "[parameter '0.weight'] expected a value of shape [2, 3], got [3, 2]");
  }

  @Test
  void equalWeightsAreWarnedAboutInOneLine() {
    List<String> warnings = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord r) {
            warnings.add(r.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("jacobi.nn");
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      Sequential.of(Linear.of(3, 4), Linear.of(4, 1).weights(Initializers.zeros())).init(1);
      assertThat(warnings).isEmpty();
      Module equal =
          Sequential.of(
              Linear.of(3, 4).weights(Initializers.zeros()),
              Linear.of(4, 4),
              Linear.of(4, 2).weights(Initializers.constant(.5)));
      equal.init(1);
      equal.apply(ones(1, 3));
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst()).contains("0.weight, 2.weight");
  }

  @Test
  void observersSeeEachModulesOutput() {
    Module net = Sequential.of(Linear.of(2, 3), Sequential.of(Activation.relu(), Linear.of(3, 1)));
    List<String> seen = new ArrayList<>();
    net.observe((path, y) -> seen.add(path + y.shape()), () -> net.apply(ones(5, 2)));
    assertThat(seen).containsExactly("0[5, 3]", "1.0[5, 3]", "1.1[5, 1]", "1[5, 1]", "[5, 1]");
    net.apply(ones(5, 2));
    assertThat(seen).hasSize(5);
  }

  @Test
  void theModuleWhereNanAppearsFirstIsFound() {
    Module net =
        Sequential.of(
            Linear.of(2, 2), Activation.of("log", Tensor::log), Linear.of(2, 1), Flatten.of());
    net.find("0").parameters().get("weight").assign(jacobi.Jacobi.eye(2));
    net.find("0").parameters().get("bias").assign(zeros(2));
    assertThat(net.firstNotFinite(ones(1, 2))).isEmpty();
    assertThat(net.firstNotFinite(ones(1, 2).neg())).contains("1");
    assertThat(net.firstNotFinite(zeros(1, 2))).contains("1");
  }

  @Test
  void describeListsShapesAndCounts() {
    Module net = Sequential.of(Flatten.of(), Linear.of(4, 3), Activation.relu(), Linear.of(3, 2));
    String text = net.describe(Shape.of(8, 2, 2));
    assertThat(text.lines().toList()).hasSize(5);
    assertThat(text.lines().toList().get(2).split("\\s{2,}"))
        .containsExactly("1", "Linear(4 -> 3)", "[8, 3]", "15");
    assertThat(text.lines().toList().getFirst()).startsWith("(all)").endsWith("23");
    assertThat(net.describe()).contains("relu").doesNotContain("[8");
  }

  @Test
  void flattenKeepsTheBatch() {
    assertThat(Flatten.of().apply(ones(5, 2, 3, 4)).shape().dims()).containsExactly(5, 24);
    assertThat(Flatten.of().apply(ones(5)).shape().dims()).containsExactly(5, 1);
  }
}
