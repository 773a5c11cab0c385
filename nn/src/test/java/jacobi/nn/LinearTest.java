package jacobi.nn;

import static jacobi.Jacobi.grad;
import static jacobi.Jacobi.matrix;
import static jacobi.Jacobi.ones;
import static jacobi.Jacobi.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.Gradients;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.ShapeException;
import jacobi.nn.loss.Losses;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rows B1 to B3 and C4 of the requirements. */
class LinearTest {
  private static final RandomKey KEY = RandomKey.of(7);

  private static Tensor random(String name, int... shape) {
    return KEY.stream(name).normal(DType.FLOAT32, shape);
  }

  private static void close(Tensor a, Tensor b) {
    assertThat(a.shape()).isEqualTo(b.shape());
    assertThat(a.sub(b).abs().amax().item()).isLessThan(1e-5);
  }

  @Test
  @DisplayName("B1: z[i] = W[i] a[i-1] + b[i], a[i] = g[i](z[i]), any activation per layer")
  void b1Forward() {
    Linear first = Linear.of(4, 3);
    Linear second = Linear.of(3, 5);
    Linear third = Linear.of(5, 2);
    Module net =
        Sequential.of(
            first, Activation.tanh(), second, Activation.relu(), third, Activation.softmax());
    net.init(3);
    double[] a = {.3, -1, 2, .5};
    Tensor y = net.apply(vector(a));
    a = layer(first, a);
    for (int i = 0; i < a.length; i++) {
      a[i] = Math.tanh(a[i]);
    }
    a = layer(second, a);
    for (int i = 0; i < a.length; i++) {
      a[i] = Math.max(a[i], 0);
    }
    a = layer(third, a);
    double sum = Math.exp(a[0]) + Math.exp(a[1]);
    assertThat((double) y.toFloats()[0]).isCloseTo(Math.exp(a[0]) / sum, within(1e-6));
    assertThat((double) y.toFloats()[1]).isCloseTo(Math.exp(a[1]) / sum, within(1e-6));
  }

  private static double[] layer(Linear layer, double[] x) {
    double[] w = layer.weight().value().toDoubles();
    double[] z = layer.bias().orElseThrow().value().toDoubles();
    assertThat(layer.weight().shape().dims()).containsExactly(z.length, x.length);
    for (int i = 0; i < z.length; i++) {
      for (int j = 0; j < x.length; j++) {
        z[i] += w[i * x.length + j] * x[j];
      }
    }
    return z;
  }

  @Test
  @DisplayName("B1: biases as a vector and as a clamped +1 input give the same")
  void b1ClampedInput() {
    Tensor w = random("w", 3, 4);
    Tensor b = random("b", 3);
    Tensor x = random("x", 5, 4);
    Linear clamped = Linear.of(5, 3).withoutBias();
    clamped.weight().assign(w.concat(1, b.unsqueeze(1)));
    close(clamped.apply(x.concat(1, ones(5, 1))), Linear.of(w, b).apply(x));
    assertThat(clamped.bias()).isEmpty();
  }

  @Test
  @DisplayName("B2: the gradient of binary logistic regression is (sigma(w.x+b)-y) x_j")
  void b2BinaryGradient() {
    Linear net = Linear.of(matrix(new double[][] {{.5, -1.5, 2}}), vector(.3));
    Tensor x = vector(1, 2, -.7);
    for (double y : new double[] {0, 1}) {
      Tensor loss = Losses.binaryCrossEntropy().apply(net.apply(x), vector(y));
      Tensor w = net.weight().value();
      Tensor b = net.bias().orElseThrow().value();
      Gradients g = grad(loss, w, b);
      double error = 1 / (1 + Math.exp(-(.5 - 3 - 1.4 + .3))) - y;
      float[] gw = g.of(w).toFloats();
      double[] xs = {1, 2, -.7};
      for (int j = 0; j < 3; j++) {
        assertThat((double) gw[j]).isCloseTo(error * xs[j], within(1e-6));
      }
      assertThat((double) g.of(b).toFloats()[0]).isCloseTo(error, within(1e-6));
    }
  }

  @Test
  @DisplayName("B2: the gradient of binary logistic regression that starts from zeros")
  void b2BinaryGradientAtZero() {
    Linear net = Linear.of(matrix(new double[][] {{0, 0}}), vector(0));
    Tensor loss = Losses.binaryCrossEntropy().apply(net.apply(vector(3, 5)), vector(1));
    Tensor w = net.weight().value();
    assertThat(grad(loss, w).of(w).toFloats()).containsExactly(-1.5f, -2.5f);
  }

  @Test
  @DisplayName("B2: the gradient of multinomial logistic regression is (p_k - y_k) x_j")
  void b2MultinomialGradient() {
    Linear net = Linear.of(random("w3", 3, 2), random("b3", 3));
    Tensor x = vector(.4, -2);
    Tensor z = net.apply(x);
    Tensor w = net.weight().value();
    Tensor g = grad(Losses.crossEntropy().apply(z, jacobi.Jacobi.full(1, DType.INT32)), w).of(w);
    close(g, z.softmax(-1).sub(vector(0, 1, 0)).unsqueeze(1).mul(x));
  }

  @Test
  @DisplayName("B3: H = sigma(X W^T + b), Z = H U^T, Y = softmax(Z) over m rows is each row's")
  void b3Vectorised() {
    Module net =
        Sequential.of(
            Linear.of(3, 4),
            Activation.sigmoid(),
            Linear.of(4, 2).withoutBias(),
            Activation.softmax());
    Tensor x = random("rows", 6, 3);
    Tensor y = net.apply(x);
    assertThat(y.shape().dims()).containsExactly(6, 2);
    for (int i = 0; i < 6; i++) {
      close(y.get(0, i), net.apply(x.get(0, i)));
    }
    close(net.apply(x.reshape(2, 3, 3)), y.reshape(2, 3, 2));
  }

  @Test
  @DisplayName("C4: dense layer and MSE: g(y)=2(y-t)/n, g(v)=s*g(y), g(b)=g(v), g(W)=g(v)x^T")
  void c4DenseLayerGradients() {
    Linear net = Linear.of(random("c4w", 3, 2), random("c4b", 3));
    Tensor x = vector(1.5, -2).named("x");
    Tensor t = vector(.1, .9, .5);
    Tensor w = net.weight().value();
    Tensor b = net.bias().orElseThrow().value();
    Tensor v = net.apply(x);
    Tensor y = v.sigmoid();
    Gradients g = grad(Losses.mse().apply(y, t), List.of(w, b, x));
    Tensor gy = y.sub(t).mul(2.0 / 3);
    close(g.of(y), gy);
    Tensor gv = gy.mul(y).mul(y.neg().add(1));
    close(g.of(v), gv);
    close(g.of(b), gv);
    close(g.of(w), gv.unsqueeze(1).mul(x));
    close(g.of(x), gv.matmul(w));
  }

  @Test
  void errorsNameTheLayer() {
    Module net = Sequential.of(Linear.of(4, 3), Sequential.of(Linear.of(5, 2)));
    assertThatThrownBy(() -> net.apply(ones(7, 4)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[1.0: Linear(5 -> 2)] expected […, 5], got [7, 3]");
    assertThatThrownBy(() -> Linear.of(0, 3))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("0 -> 3");
  }
}
