package jacobi.nn.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Row D4 of the requirements. */
class InitializersTest {
  private static final Shape SHAPE = Shape.of(60, 40);
  private static final int N = 60 * 40;

  private static double[] make(Initializer init, Shape shape) {
    return init.make(RandomKey.of(1), shape).toDoubles();
  }

  /** Mean 0 and a standard deviation, each within five standard errors. */
  private static void hasDeviation(Initializer init, double deviation) {
    double[] v = make(init, SHAPE);
    double sum = 0;
    double squares = 0;
    for (double x : v) {
      sum += x;
      squares += x * x;
    }
    assertThat(sum / N).isCloseTo(0, within(5 * deviation / Math.sqrt(N)));
    assertThat(Math.sqrt(squares / N))
        .isCloseTo(deviation, within(5 * deviation / Math.sqrt(2 * N)));
  }

  private static void liesWithin(Initializer init, double bound) {
    double most = 0;
    for (double x : make(init, SHAPE)) {
      most = Math.max(most, Math.abs(x));
    }
    assertThat(most).isBetween(.99 * bound, bound);
    hasDeviation(init, bound / Math.sqrt(3));
  }

  @Test
  @DisplayName("D4: zeros and constants")
  void d4Constants() {
    assertThat(make(Initializers.zeros(), Shape.of(2))).containsExactly(0, 0);
    assertThat(make(Initializers.constant(.5), Shape.of(2))).containsExactly(.5, .5);
  }

  @Test
  @DisplayName("D4: uniform")
  void d4Uniform() {
    liesWithin(Initializers.uniform(), 1);
    liesWithin(Initializers.uniform(-.2, .2), .2);
  }

  @Test
  @DisplayName("D4: normal")
  void d4Normal() {
    hasDeviation(Initializers.normal(0, 2), 2);
    double sum = 0;
    for (double x : make(Initializers.normal(3, .1), SHAPE)) {
      sum += x;
    }
    assertThat(sum / N).isCloseTo(3, within(.02));
  }

  @Test
  @DisplayName("D4: Xavier/Glorot, by fan-in 40 and fan-out 60")
  void d4Glorot() {
    liesWithin(Initializers.glorotUniform(), Math.sqrt(6 / 100.));
    hasDeviation(Initializers.glorotNormal(), Math.sqrt(2 / 100.));
  }

  @Test
  @DisplayName("D4: He/Kaiming, by fan-in 40")
  void d4He() {
    liesWithin(Initializers.heUniform(), Math.sqrt(6 / 40.));
    hasDeviation(Initializers.heNormal(), Math.sqrt(2 / 40.));
  }

  @Test
  @DisplayName("D4: fans of filters count the kernel")
  void d4Fans() {
    Shape filters = Shape.of(64, 5, 5, 3);
    assertThat(Initializers.fanIn(filters)).isEqualTo(75);
    assertThat(Initializers.fanOut(filters)).isEqualTo(1600);
    assertThat(Initializers.fanIn(Shape.of(7))).isEqualTo(7);
    assertThat(Initializers.fanOut(Shape.scalar())).isEqualTo(1);
  }

  @Test
  @DisplayName("D4: orthogonal rows, or columns")
  void d4Orthogonal() {
    orthonormal(Shape.of(5, 8), true, 1);
    orthonormal(Shape.of(8, 5), false, 2);
    orthonormal(Shape.of(6, 2, 3), true, 1);
  }

  private static void orthonormal(Shape shape, boolean rows, double gain) {
    Tensor w = Initializers.orthogonal(gain).make(RandomKey.of(1), shape);
    assertThat(w.shape()).isEqualTo(shape);
    Tensor m = w.flatten(1);
    Tensor product = rows ? m.matmul(m.transpose()) : m.transpose().matmul(m);
    Tensor expected = jacobi.Jacobi.eye(product.dim(0)).mul(gain * gain);
    assertThat(product.sub(expected).abs().amax().item()).isLessThan(1e-5);
  }

  @Test
  @DisplayName("D4: the key decides")
  void d4Deterministic() {
    for (Initializer init :
        new Initializer[] {
          Initializers.uniform(), Initializers.normal(0, 1), Initializers.orthogonal(1)
        }) {
      double[] v = make(init, SHAPE);
      assertThat(make(init, SHAPE)).isEqualTo(v);
      assertThat(init.make(RandomKey.of(2), SHAPE).toDoubles()).isNotEqualTo(v);
    }
  }
}
