package jacobi.nn.loss;

import static jacobi.Jacobi.grad;
import static jacobi.Jacobi.matrix;
import static jacobi.Jacobi.scalar;
import static jacobi.Jacobi.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.Tensor;
import jacobi.nn.Activation;
import jacobi.nn.LayerNorm;
import jacobi.nn.Linear;
import jacobi.nn.Sequential;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Row D5 of the requirements: penalties. */
class PenaltyTest {
  private static final Linear LINEAR =
      Linear.of(matrix(new double[][] {{1, -2}, {.5, 0}}), vector(10, 20));

  @Test
  @DisplayName("D5: L1 and L2 of the weights are added to the loss (eq. 13.17 and 13.18)")
  void d5Values() {
    assertThat(Penalty.of(0, .1).addTo(scalar(7), LINEAR).item()).isCloseTo(7.525, within(1e-6));
    assertThat(Penalty.of(.1, 0).addTo(scalar(7), LINEAR).item()).isCloseTo(7.35, within(1e-6));
    assertThat(Penalty.of(.1, .1).of(LINEAR).item()).isCloseTo(.875, within(1e-6));
    Tensor loss = scalar(3);
    assertThat(Penalty.none().addTo(loss, LINEAR)).isSameAs(loss);
  }

  @Test
  @DisplayName("D5: gradients are l1 sign(w) + 2 l2 w, and 0 for biases")
  void d5Gradients() {
    Tensor w = LINEAR.weight().value();
    Tensor b = LINEAR.bias().orElseThrow().value();
    var g = grad(Penalty.of(1, .25).of(LINEAR), w, b);
    assertThat(g.of(w).toFloats()).containsExactly(1.5f, -2, 1.25f, 0);
    assertThat(g.of(b).toFloats()).containsExactly(0, 0);
  }

  @Test
  @DisplayName("D5: biases and scales of normalisations do not count unless asked for")
  void d5WhichParametersCount() {
    Sequential net = Sequential.of(LINEAR, LayerNorm.of(1, 2), Activation.relu(), LINEAR);
    // The shared layer counts once.
    assertThat(Penalty.of(0, 1).of(net).item()).isCloseTo(5.25, within(1e-6));
    Penalty biases = Penalty.of(1, 0).on((path, p) -> path.endsWith("0.bias"));
    assertThat(biases.of(net).item()).isCloseTo(30, within(1e-6));
    assertThatThrownBy(() -> Penalty.of(-1, 0)).hasMessageContaining("l1 must be 0 or more");
  }
}
