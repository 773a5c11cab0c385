package jacobi.nn;

import static jacobi.Jacobi.matrix;
import static jacobi.Jacobi.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.Tensor;
import jacobi.graph.ShapeException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rows A1 and A4 to A6 of the requirements: units and nets designed by hand. */
class UnitTest {
  private static final Tensor PAIRS =
      matrix(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}).named("x");

  @Test
  @DisplayName("A1: y = f(w.x + b)")
  void a1NeuralUnit() {
    Unit unit = Unit.of(new double[] {.2, .3, .9}, .5, Tensor::sigmoid);
    Tensor x = vector(.5, .6, .1);
    assertThat(unit.weightedSum(x).item()).isCloseTo(.87, within(1e-6));
    assertThat(unit.apply(x).item()).isCloseTo(.70, within(.005));
  }

  @Test
  @DisplayName("A1: a unit names itself when the input does not fit")
  void a1WrongInput() {
    Unit unit = Unit.of(new double[] {.2, .3, .9}, .5, Tensor::sigmoid);
    assertThatThrownBy(() -> unit.apply(vector(1, 2)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[Unit(3)] expected […, 3], got [2]");
  }

  @Test
  @DisplayName("A4: perceptrons for AND and OR")
  void a4Perceptrons() {
    Unit and = Unit.perceptron(new double[] {1, 1}, -1);
    Unit or = Unit.perceptron(new double[] {1, 1}, 0);
    assertThat(and.apply(PAIRS).toFloats()).containsExactly(0, 0, 0, 1);
    assertThat(or.apply(PAIRS).toFloats()).containsExactly(0, 1, 1, 1);
  }

  @Test
  @DisplayName("A4: a threshold t is a bias -t, or an extra input 1 with weight -t")
  void a4ThresholdAndBias() {
    Unit and = Unit.threshold(new double[] {1, 1}, 1);
    assertThat(and.threshold()).isEqualTo(1);
    assertThat(and.apply(PAIRS).toFloats()).containsExactly(0, 0, 0, 1);
    Unit clamped = and.clamped();
    assertThat(clamped.parameters().get("weight").value().toFloats()).containsExactly(1, 1, -1);
    assertThat(clamped.threshold()).isZero();
    Tensor withOne = PAIRS.concat(1, jacobi.Jacobi.ones(4, 1));
    assertThat(clamped.apply(withOne).toFloats()).containsExactly(0, 0, 0, 1);
  }

  @Test
  @DisplayName("A4: no perceptron computes XOR")
  void a4XorIsImpossible() {
    // Every perceptron with weights and bias among -2, -1.75, …, 2, as units of one layer.
    int n = 17;
    float[] weights = new float[n * n * n * 2];
    float[] biases = new float[n * n * n];
    for (int i = 0; i < biases.length; i++) {
      weights[2 * i] = i % n / 4f - 2;
      weights[2 * i + 1] = i / n % n / 4f - 2;
      biases[i] = Math.floorDiv(i, n * n) / 4f - 2;
    }
    Module all =
        Sequential.of(
            Linear.of(Tensor.of(weights, biases.length, 2), Tensor.of(biases)), Activation.step());
    float[] y = all.apply(PAIRS).toFloats();
    Set<List<Float>> computed = new HashSet<>();
    for (int i = 0; i < biases.length; i++) {
      int k = biases.length;
      computed.add(List.of(y[i], y[k + i], y[2 * k + i], y[3 * k + i]));
    }
    assertThat(computed).contains(List.of(0f, 0f, 0f, 1f), List.of(0f, 1f, 1f, 1f));
    assertThat(computed).doesNotContain(List.of(0f, 1f, 1f, 0f), List.of(1f, 0f, 0f, 1f));
    // Of the 16 functions of two bits only these two are not linearly separable.
    assertThat(computed).hasSize(14);
  }

  private static Linear hidden() {
    return Linear.of(matrix(new double[][] {{1, 1}, {1, 1}}), vector(0, -1));
  }

  @Test
  @DisplayName("A5: XOR by two ReLU units")
  void a5Xor() {
    Module xor =
        Sequential.of(
            hidden(), Activation.relu(), Linear.of(matrix(new double[][] {{1, -2}}), vector(0)));
    assertThat(xor.apply(PAIRS).toFloats()).containsExactly(0, 1, 1, 0);
  }

  @Test
  @DisplayName("A5: in the hidden space of XOR a line separates the classes")
  void a5HiddenSpaceIsSeparable() {
    Tensor h = hidden().apply(PAIRS).relu();
    assertThat(h.toFloats()).containsExactly(0, 0, 1, 0, 1, 0, 2, 1);
    Unit line = Unit.threshold(new double[] {1, -2}, .5);
    assertThat(line.apply(h).toFloats()).containsExactly(0, 1, 1, 0);
  }

  @Test
  @DisplayName("A5: XOR of three inputs")
  void a5XorOfThree() {
    double[] row = {1, 1, 1};
    Module xor =
        Sequential.of(
            Linear.of(matrix(row, row, row), vector(0, -1, -2)),
            Activation.relu(),
            Linear.of(matrix(new double[][] {{1, -2, 2}}), vector(0)));
    float[] y = xor.apply(bits(3)).toFloats();
    for (int i = 0; i < 8; i++) {
      assertThat(y[i]).isEqualTo(Integer.bitCount(i) % 2);
    }
  }

  @Test
  @DisplayName("A6: two consecutive 1s among 4 bits, all 16 inputs")
  void a6ConsecutiveOnes() {
    Module net =
        Sequential.of(
            Linear.of(matrix(new double[][] {{1, 2, 1, 0}, {0, 0, 1, 1}}), vector(-2.5, -1.5)),
            Activation.step(),
            Linear.of(matrix(new double[][] {{1, 1}}), vector(-.5)),
            Activation.step());
    float[] y = net.apply(bits(4)).toFloats();
    for (int i = 0; i < 16; i++) {
      assertThat(y[i]).as("input %d", i).isEqualTo(hasConsecutiveOnes(i) ? 1 : 0);
    }
  }

  static boolean hasConsecutiveOnes(int bits) {
    return (bits & (bits >> 1)) != 0;
  }

  /** All rows of n bits in counting order, the first the most significant. */
  static Tensor bits(int n) {
    float[] x = new float[n * (1 << n)];
    for (int row = 0; row < 1 << n; row++) {
      for (int i = 0; i < n; i++) {
        x[row * n + i] = row >> (n - 1 - i) & 1;
      }
    }
    return Tensor.of(x, 1 << n, n);
  }
}
