package jacobi.nn;

import static jacobi.Jacobi.grad;
import static jacobi.Jacobi.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.Tensor;
import jacobi.graph.JacobiException;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rows A2 and A3 of the requirements. */
class ActivationTest {
  private static final double[] POINTS = {-30, -3, -1, -.1, 0, .1, 1, 3, 30};

  private static void check(Module activation, DoubleUnaryOperator expected) {
    float[] y = activation.apply(vector(POINTS)).toFloats();
    for (int i = 0; i < y.length; i++) {
      assertThat((double) y[i])
          .as("%s at %s", activation, POINTS[i])
          .isCloseTo(expected.applyAsDouble(POINTS[i]), within(2e-6));
    }
  }

  @Test
  @DisplayName("A2: softmax of the textbook's example")
  void a2Softmax() {
    float[] y = Activation.softmax().apply(vector(.6, 1.1, -1.5, 1.2, 3.2, -1.1)).toFloats();
    double[] expected = {.055, .090, .0067, .0996, .738, .0100};
    for (int i = 0; i < y.length; i++) {
      assertThat((double) y[i]).isCloseTo(expected[i], within(.0006));
    }
  }

  @Test
  @DisplayName("A2: softmax does not overflow")
  void a2SoftmaxOfLargeLogits() {
    float[] y = Activation.softmax().apply(vector(1e4, 1e4, -1e4)).toFloats();
    assertThat(y).containsExactly(.5f, .5f, 0);
  }

  @Test
  @DisplayName("A2: sigmoid, tanh, ReLU, step, identity, and how they hang together")
  void a2Functions() {
    check(Activation.sigmoid(), x -> 1 / (1 + Math.exp(-x)));
    check(Activation.tanh(), Math::tanh);
    check(Activation.relu(), x -> Math.max(x, 0));
    check(Activation.step(), x -> x > 0 ? 1 : 0);
    check(Activation.identity(), x -> x);
    Tensor x = vector(POINTS);
    close(x.sigmoid(), x.neg().sigmoid().neg().add(1));
    close(x.tanh(), x.mul(2).sigmoid().mul(2).sub(1));
  }

  private static void close(Tensor a, Tensor b) {
    assertThat(a.sub(b).abs().amax().item()).isLessThan(1e-6);
  }

  @Test
  @DisplayName("A3: leaky ReLU, ELU, and the others in use")
  void a3Functions() {
    check(Activation.leakyRelu(), x -> x > 0 ? x : .01 * x);
    check(Activation.elu(), x -> x > 0 ? x : Math.expm1(x));
    check(Activation.silu(), x -> x / (1 + Math.exp(-x)));
    check(Activation.softplus(), x -> x > 20 ? x : Math.log1p(Math.exp(x)));
    // x Φ(x), with Φ from tables.
    float[] y = Activation.gelu().apply(vector(-1, 0, 1, 2)).toFloats();
    double[] expected = {-.1586553, 0, .8413447, 1.9544997};
    for (int i = 0; i < y.length; i++) {
      assertThat((double) y[i]).isCloseTo(expected[i], within(1e-6));
    }
  }

  @Test
  @DisplayName("A3: derivatives at 0 are those documented")
  void a3DerivativesAtZero() {
    assertThat(derivativeAtZero(Activation.relu())).isEqualTo(0);
    assertThat(derivativeAtZero(Activation.leakyRelu())).isEqualTo(.01f);
    assertThat(derivativeAtZero(Activation.elu())).isEqualTo(1);
    assertThat(derivativeAtZero(Activation.softplus())).isEqualTo(.5f);
    assertThat(derivativeAtZero(Activation.step())).isEqualTo(0);
  }

  private static float derivativeAtZero(Module activation) {
    Tensor x = vector(0);
    return grad(activation.apply(x).sum(), x).of(x).toFloats()[0];
  }

  @Test
  @DisplayName("A3: PReLU learns its alpha")
  void a3PRelu() {
    PRelu prelu = PRelu.of();
    Tensor x = vector(-2, 4, -6);
    Tensor y = prelu.apply(x);
    assertThat(y.toFloats()).containsExactly(-.5f, 4, -1.5f);
    Tensor alpha = prelu.parameters().get("alpha").value();
    assertThat(grad(y.sum(), alpha).of(alpha).toFloats()).containsExactly(-8);
  }

  @Test
  @DisplayName("A3: PReLU with an alpha for each channel")
  void a3PReluChannels() {
    PRelu prelu = PRelu.of(2);
    prelu.parameters().get("alpha").assign(vector(.5, 2));
    float[] y = prelu.apply(Tensor.of(new float[] {-1, -2, -3, -4}, 1, 2, 2)).toFloats();
    assertThat(y).containsExactly(-.5f, -4, -1.5f, -8);
    assertThatThrownBy(() -> prelu.apply(vector(1, 2, 3)))
        .hasMessageContaining("[prelu(2)] expected […, 2], got [3]");
  }

  @Test
  void everyNameMakesAModuleOfItsOwn() {
    for (String name : Activation.names()) {
      Module a = Activation.named(name);
      assertThat(a.apply(vector(1, 2)).shape().dims()).containsExactly(2);
      assertThat(a).isNotSameAs(Activation.named(name));
    }
    assertThatThrownBy(() -> Activation.named("rleu"))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("'rleu'")
        .hasMessageContaining("relu");
  }
}
