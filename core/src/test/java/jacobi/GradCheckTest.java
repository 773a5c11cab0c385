package jacobi;

import static jacobi.Jacobi.matrix;
import static jacobi.Jacobi.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.GradCheck.Comparison;
import jacobi.graph.JacobiException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class GradCheckTest {
  private final Tensor x = matrix(new double[] {0.3, -1.2}, new double[] {2, 0.7}).named("x");
  private final Tensor w = vector(0.5, -3).named("w");

  /** Half of what flows back is cut off, as a mistake in a gradient would. */
  private static Tensor wrong(List<Tensor> in) {
    return in.get(0).matmul(in.get(1).mul(in.get(1).detach()));
  }

  @Test
  void rightGradientsPass() {
    assertThatCode(() -> GradCheck.check(in -> in.get(0).matmul(in.get(1)).tanh(), x, w))
        .doesNotThrowAnyException();
  }

  @Test
  void aWrongGradientIsNamedWithTheWorstElement() {
    assertThatThrownBy(() -> GradCheck.check(GradCheckTest::wrong, x, w))
        .isInstanceOf(JacobiException.class)
        .hasMessageStartingWith("[gradcheck] 2 of 6 derivatives differ by more than 1.0E-6")
        .hasMessageContaining("d/d w[0]: gradient ");
  }

  @Test
  void comparesEveryElementInOrder() {
    Function<List<Tensor>, Tensor> square = in -> in.get(0).square().sum();
    List<Comparison> all = GradCheck.compare(square, x);
    assertThat(all.stream().map(Comparison::where))
        .containsExactly("x[0, 0]", "x[0, 1]", "x[1, 0]", "x[1, 1]");
    assertThat(all.get(1).gradient()).isCloseTo(-2.4, within(1e-6));
    assertThat(all.get(1).difference()).isCloseTo(-2.4, within(1e-6));
  }

  @Test
  void oneDirectionShowsAMistakeToo() {
    assertThat(GradCheck.along(in -> in.get(0).matmul(in.get(1)).exp(), 3, x, w).error())
        .isLessThan(GradCheck.TOLERANCE);
    assertThat(GradCheck.along(GradCheckTest::wrong, 3, x, w).error()).isGreaterThan(0.01);
  }

  @Test
  void indicesArePassedOnAsTheyAre() {
    Tensor rows = Tensor.of(new int[] {1, 1, 0});
    assertThat(GradCheck.compare(in -> in.get(0).gather(in.get(1)).exp(), x, rows)).hasSize(4);
    assertThatCode(() -> GradCheck.check(in -> in.get(0).gather(in.get(1)).exp(), x, rows))
        .doesNotThrowAnyException();
  }

  @Test
  void valuesMustBeFinite() {
    assertThatThrownBy(() -> GradCheck.check(in -> in.get(0).sqrt(), x))
        .isInstanceOf(JacobiException.class)
        .hasMessageStartingWith("[gradcheck] the function gives NaN at these inputs");
  }

  @Test
  void aGradientThatIsNotANumberIsTheWorst() {
    Comparison nan = new Comparison("x", Double.NaN, 1);
    assertThat(nan.error()).isNaN();
    // 0 * infinity: the value is right, the gradient is not.
    assertThatThrownBy(() -> GradCheck.check(in -> in.get(0).sqrt().mul(0), vector(1, 0)))
        .hasMessageContaining("d/d input 0[1]");
  }

  @Test
  void theResultMustBeFloating() {
    assertThatThrownBy(() -> GradCheck.check(in -> in.get(0).argmax(0), x))
        .isInstanceOf(JacobiException.class)
        .hasMessage("[gradcheck] the result is int64, expected floating");
  }
}
