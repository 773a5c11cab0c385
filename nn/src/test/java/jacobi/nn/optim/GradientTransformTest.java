package jacobi.nn.optim;

import static jacobi.Jacobi.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.Tensor;
import jacobi.nn.Linear;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Row D6 of the requirements. */
class GradientTransformTest {
  private static final List<Tensor> GRADIENTS = List.of(vector(3, -.1), vector(4).reshape(1, 1));

  @Test
  @DisplayName("D6: clipping by value")
  void d6ByValue() {
    List<Tensor> g = GradientTransform.clipByValue(.5).apply(List.of(), GRADIENTS);
    assertThat(g.get(0).toFloats()).containsExactly(.5f, -.1f);
    assertThat(g.get(1).toFloats()).containsExactly(.5f);
  }

  @Test
  @DisplayName("D6: clipping by the norm of all gradients together")
  void d6ByNorm() {
    double norm = Math.sqrt(25.01);
    assertThat(GradientTransform.globalNorm(GRADIENTS).item()).isCloseTo(norm, within(1e-6));
    List<Tensor> g = GradientTransform.clipByNorm(1).apply(List.of(), GRADIENTS);
    assertThat(GradientTransform.globalNorm(g).item()).isCloseTo(1, within(1e-6));
    assertThat((double) g.get(0).toFloats()[0]).isCloseTo(3 / norm, within(1e-6));
    assertThat(g.get(1).shape().dims()).containsExactly(1, 1);
    List<Tensor> small = GradientTransform.clipByNorm(6).apply(List.of(), GRADIENTS);
    assertThat(small.get(0).toFloats()).containsExactly(3, -.1f);
  }

  @Test
  @DisplayName("D6: a norm of 0 stays 0")
  void d6ZeroNorm() {
    List<Tensor> g = GradientTransform.clipByNorm(1).apply(List.of(), List.of(vector(0, 0)));
    assertThat(g.getFirst().toFloats()).containsExactly(0, 0);
  }

  @Test
  @DisplayName("D6: an optimiser transforms what it gets, in the order added")
  void d6InAnOptimiser() {
    Linear net = Linear.of(1, 1);
    net.weight().assign(vector(1).reshape(1, 1));
    net.bias().orElseThrow().assign(vector(1));
    Optimizer sgd =
        Sgd.of(1)
            .with(GradientTransform.clipByValue(3))
            .with((p, g) -> List.of(g.get(0).add(p.get(0)), g.get(1)));
    OptimizerState state = sgd.attach(net);
    state.apply(List.of(vector(10).reshape(1, 1), vector(-10)));
    assertThat(net.weight().value().item()).isEqualTo(1 - (3 + 1));
    assertThat(net.bias().orElseThrow().value().item()).isEqualTo(4);
    assertThatThrownBy(() -> GradientTransform.clipByNorm(0)).hasMessageContaining("positive");
  }
}
