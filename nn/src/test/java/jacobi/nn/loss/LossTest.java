package jacobi.nn.loss;

import static jacobi.Jacobi.full;
import static jacobi.Jacobi.grad;
import static jacobi.Jacobi.matrix;
import static jacobi.Jacobi.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.ShapeException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rows C5 and D1 of the requirements. */
class LossTest {
  private static final Tensor LOGITS =
      matrix(new double[][] {{1, 2, 3}, {-1, 0, 4}, {.5, .5, .5}, {2, -3, 1}}).eval();
  private static final Tensor LABELS = Tensor.of(new int[] {2, 0, 1, 2}).eval();

  private static void close(Tensor a, Tensor b) {
    close(a, b, 1e-6);
  }

  private static void close(Tensor a, Tensor b, double tolerance) {
    assertThat(a.shape()).isEqualTo(b.shape());
    assertThat(a.sub(b).abs().amax().item()).isLessThan(tolerance);
  }

  private static Tensor gradient(Loss loss, Tensor output, Tensor target) {
    return grad(loss.apply(output, target), output).of(output);
  }

  // --- C5 ---------------------------------------------------------------------------------------

  @Test
  @DisplayName("C5: the gradient of softmax and cross-entropy is q - p")
  void c5SoftmaxGradient() {
    Tensor expected = LOGITS.softmax(-1).sub(LABELS.oneHot(3, DType.FLOAT32));
    close(gradient(Losses.crossEntropy().sum(), LOGITS, LABELS), expected);
    close(gradient(Losses.crossEntropy(), LOGITS, LABELS), expected.div(4));
  }

  @Test
  @DisplayName("C5: of soft targets too")
  void c5SoftTargets() {
    Tensor p = matrix(new double[][] {{.2, .3, .5}, {1, 0, 0}, {0, .5, .5}, {.1, .1, .8}}).eval();
    close(gradient(Losses.crossEntropy().sum(), LOGITS, p), LOGITS.softmax(-1).sub(p));
    close(
        Losses.crossEntropy().none().apply(LOGITS, p),
        p.mul(LOGITS.logSoftmax(-1)).sum(-1).neg(),
        1e-5);
    close(
        Losses.crossEntropy().apply(LOGITS, LABELS.oneHot(3, DType.FLOAT32)),
        Losses.crossEntropy().apply(LOGITS, LABELS));
  }

  @Test
  @DisplayName("C5: the gradient of sigmoid and binary cross-entropy is a - y, at 0 as well")
  void c5SigmoidGradient() {
    Tensor z = vector(-3, -.5, 0, 0, .5, 40);
    Tensor y = vector(0, 1, 1, 0, .3, 1);
    close(gradient(Losses.binaryCrossEntropy().sum(), z, y), z.sigmoid().sub(y));
  }

  @Test
  @DisplayName("C5: logits of ±1e4 give finite loss and gradient")
  void c5LargeLogits() {
    Tensor z = matrix(new double[][] {{1e4, -1e4, 0}, {1e4, -1e4, 0}, {-1e4, -1e4, -1e4}}).eval();
    Tensor labels = Tensor.of(new int[] {0, 1, 2});
    float[] losses = Losses.crossEntropy().none().apply(z, labels).toFloats();
    assertThat(losses).containsExactly(0, 2e4f, (float) Math.log(3));
    float[] g = gradient(Losses.crossEntropy().sum(), z, labels).toFloats();
    assertThat(g[0]).isZero();
    assertThat(g).startsWith(0, 0, 0, 1, -1, 0);
    Tensor soft = labels.oneHot(3, DType.FLOAT32);
    assertThat(Losses.crossEntropy(.1).apply(z, soft).item()).isFinite();

    Tensor b = vector(1e4, -1e4, 1e4, -1e4);
    Tensor y = vector(1, 0, 0, 1);
    assertThat(Losses.binaryCrossEntropy().none().apply(b, y).toFloats())
        .containsExactly(0, 0, 1e4f, 1e4f);
    assertThat(gradient(Losses.binaryCrossEntropy().sum(), b, y).toFloats())
        .containsExactly(0, 0, 1, -1);
  }

  @Test
  @DisplayName("C5: a logit of minus infinity excludes a class without spoiling the others")
  void c5ExcludedClass() {
    Tensor z = vector(1, Double.NEGATIVE_INFINITY, 2);
    Tensor label = full(2, DType.INT32);
    assertThat(Losses.crossEntropy().apply(z, label).item())
        .isCloseTo(Math.log(1 + Math.exp(-1)), within(1e-6));
    assertThat(gradient(Losses.crossEntropy(), z, label).toFloats()[1]).isZero();
  }

  @Test
  @DisplayName("C5: gradients against differences in float64")
  void c5Differences() {
    RandomKey key = RandomKey.of(3);
    Tensor z = key.normal(DType.FLOAT64, 4, 5).mul(2).eval();
    Tensor labels = Tensor.of(new int[] {4, 0, 2, 2});
    Tensor soft = key.stream(5).normal(DType.FLOAT64, 4, 5).softmax(-1).eval();
    Tensor bits = key.stream(6).uniform(DType.FLOAT64, 4, 5).eval();
    differences(Losses.crossEntropy(), z, labels);
    differences(Losses.crossEntropy(.1), z, labels);
    differences(Losses.crossEntropy(.1, 1, 2, 3, 4, 5), z, labels);
    differences(Losses.crossEntropy(.2, 1, 2, 3, 4, 5), z, soft);
    differences(Losses.binaryCrossEntropy(), z, bits);
    differences(Losses.binaryCrossEntropyOfProbabilities(), soft, bits);
    differences(Losses.klDivergence(), z, soft);
    differences(Losses.nll(), z, labels);
    differences(Losses.mse(), z, soft);
    differences(Losses.mae(), z, soft);
    differences(Losses.huber(.7), z, soft);
  }

  /** The derivative along a direction against a central difference. */
  private static void differences(Loss loss, Tensor x, Tensor target) {
    Tensor d = RandomKey.of(9).normal(DType.FLOAT64, x.shape().dims()).eval();
    double h = 1e-6;
    double up = loss.apply(x.add(d.mul(h)), target).item();
    double down = loss.apply(x.sub(d.mul(h)), target).item();
    double along = gradient(loss, x, target).mul(d).sum().item();
    assertThat(along).as(loss.name()).isCloseTo((up - down) / (2 * h), within(1e-7));
  }

  // --- D1 ---------------------------------------------------------------------------------------

  @Test
  @DisplayName("D1: cross-entropy of .69 is .37 nats, of .31 1.17")
  void d1CrossEntropyOfTheTextbook() {
    Tensor p = vector(.69, .31);
    Loss binary = Losses.binaryCrossEntropyOfProbabilities();
    assertThat(binary.apply(vector(.69), vector(1)).item()).isCloseTo(.37, within(.005));
    assertThat(binary.apply(vector(.69), vector(0)).item()).isCloseTo(1.17, within(.005));
    assertThat(Entropy.crossEntropy(vector(1, 0), p).item()).isCloseTo(.37, within(.005));
    assertThat(Entropy.crossEntropy(vector(0, 1), p).item()).isCloseTo(1.17, within(.005));
    assertThat(Losses.nll().apply(p.log(), full(1, DType.INT32)).item())
        .isCloseTo(1.17, within(.005));
    Tensor z = p.log();
    assertThat(Losses.crossEntropy().apply(z, full(0, DType.INT32)).item())
        .isCloseTo(.37, within(.005));
  }

  @Test
  @DisplayName("D1: squared and absolute error, and reductions")
  void d1SquaredError() {
    Tensor y = matrix(new double[][] {{1, 2}, {3, 5}});
    Tensor t = matrix(new double[][] {{1, 4}, {0, 6}});
    assertThat(Losses.mse().apply(y, t).item()).isEqualTo(3.5);
    assertThat(Losses.mse().sum().apply(y, t).item()).isEqualTo(14);
    assertThat(Losses.mse().none().apply(y, t).toFloats()).containsExactly(0, 4, 9, 1);
    assertThat(Losses.mae().apply(y, t).item()).isEqualTo(1.5);
    assertThat(gradient(Losses.mae().sum(), y, t).toFloats()).containsExactly(0, -1, 1, -1);
  }

  @Test
  @DisplayName("D1: Huber's loss, as Huber has it and doubled")
  void d1Huber() {
    Tensor z = vector(-3, -1, -.5, 0, .5, 1, 2);
    Tensor zero = jacobi.Jacobi.zeros(7);
    assertThat(Losses.doubleHuber(1).none().apply(z, zero).toFloats())
        .containsExactly(5, 1, .25f, 0, .25f, 1, 3);
    assertThat(Losses.huber(1).none().apply(z, zero).toFloats())
        .containsExactly(2.5f, .5f, .125f, 0, .125f, .5f, 1.5f);
    assertThat(gradient(Losses.doubleHuber(1).sum(), z, zero).toFloats())
        .containsExactly(-2, -2, -1, 0, 1, 2, 2);
    assertThat(gradient(Losses.huber(2).sum(), z, zero).toFloats())
        .containsExactly(-2, -1, -.5f, 0, .5f, 1, 2);
    assertThatThrownBy(() -> Losses.huber(0).apply(z, zero)).hasMessageContaining("delta");
  }

  @Test
  @DisplayName("D1: label smoothing and class weights")
  void d1SmoothingAndWeights() {
    Tensor hot = LABELS.oneHot(3, DType.FLOAT32);
    Tensor moved = hot.mul(.7).add(.1);
    Tensor logP = LOGITS.logSoftmax(-1);
    close(
        Losses.crossEntropy(.3).none().apply(LOGITS, LABELS), moved.mul(logP).sum(-1).neg(), 1e-5);
    close(
        Losses.crossEntropy(.3).apply(LOGITS, LABELS), Losses.crossEntropy(.3).apply(LOGITS, hot));
    Tensor w = vector(1, 2, 4);
    Tensor each = moved.mul(w).mul(logP).sum(-1).neg();
    close(Losses.crossEntropy(.3, 1, 2, 4).none().apply(LOGITS, LABELS), each, 1e-5);
    // The labels 2, 0, 1, 2 weigh 4 + 1 + 2 + 4.
    close(Losses.crossEntropy(.3, 1, 2, 4).apply(LOGITS, LABELS), each.sum().div(11), 1e-5);
    close(Losses.crossEntropy(.3, 1, 2, 4).apply(LOGITS, hot), each.mean(), 1e-5);
    assertThatThrownBy(() -> Losses.crossEntropy(2)).hasMessageContaining("[0, 1], got 2.0");
    assertThatThrownBy(() -> Losses.crossEntropy(0, 1, 2).apply(LOGITS, LABELS))
        .hasMessageContaining("3 classes and 2 weights");
  }

  @Test
  @DisplayName("D1: evaluation sees the loss without smoothing, reduced the same way")
  void d1PlainLoss() {
    close(
        Losses.crossEntropy(.3).plain().apply(LOGITS, LABELS),
        Losses.crossEntropy().apply(LOGITS, LABELS));
    close(
        Losses.crossEntropy(.3).sum().plain().apply(LOGITS, LABELS),
        Losses.crossEntropy().sum().apply(LOGITS, LABELS));
    close(
        Losses.crossEntropy(.3).plain().none().apply(LOGITS, LABELS),
        Losses.crossEntropy().none().apply(LOGITS, LABELS));
    close(
        Losses.crossEntropy(.3, 1, 2, 4).plain().apply(LOGITS, LABELS),
        Losses.crossEntropy(0, 1, 2, 4).apply(LOGITS, LABELS));
    Loss loss = Losses.mse();
    assertThat(loss.plain()).isSameAs(loss);
  }

  @Test
  @DisplayName("D1: binary cross-entropy of probabilities agrees with that of logits")
  void d1BinaryCrossEntropy() {
    Tensor z = vector(-2, .1, 3);
    Tensor y = vector(1, .4, 0);
    close(
        Losses.binaryCrossEntropyOfProbabilities().none().apply(z.sigmoid(), y),
        Losses.binaryCrossEntropy().none().apply(z, y),
        1e-5);
    Tensor p = vector(0, 0, 1, 1);
    Tensor t = vector(0, 1, 0, 1);
    Loss loss = Losses.binaryCrossEntropyOfProbabilities();
    assertThat(loss.none().apply(p, t).toFloats()[0]).isZero();
    assertThat((double) loss.none().apply(p, t).toFloats()[1]).isCloseTo(87.5, within(.1));
    for (float g : gradient(loss, p, t).toFloats()) {
      assertThat(g).isFinite();
    }
  }

  @Test
  @DisplayName("D1: entropy and Kullback-Leibler divergence")
  void d1Entropy() {
    assertThat(Entropy.entropy(vector(.25, .25, .25, .25)).item())
        .isCloseTo(Math.log(4), within(1e-6));
    Tensor q = matrix(new double[][] {{.5, .5, 0}, {1, 0, 0}});
    Tensor p = matrix(new double[][] {{.25, .25, .5}, {.1, .2, .7}});
    close(Entropy.entropy(q), vector(Math.log(2), 0));
    close(Entropy.klDivergence(q, p), vector(Math.log(2), Math.log(10)));
    close(Losses.klDivergence().none().apply(p.log(), q), vector(Math.log(2), Math.log(10)));
    close(Losses.klDivergence().apply(p.log(), q), full(Math.log(20) / 2, DType.FLOAT32));
    close(Entropy.crossEntropy(q, p), vector(Math.log(4), Math.log(10)));
  }

  @Test
  void wrongShapesAndLabelsAreRefused() {
    assertThatThrownBy(() -> Losses.mse().apply(LOGITS, vector(1, 2, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[mse] output and target must have one shape, got [4, 3] and [3]");
    assertThatThrownBy(() -> Losses.crossEntropy().apply(LOGITS, Tensor.of(new int[] {1, 2, 0})))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("expected integer labels [4], got int32[3]");
    float[] losses =
        Losses.crossEntropy().none().apply(LOGITS, Tensor.of(new long[] {0, 3, -1, 2})).toFloats();
    assertThat(losses[0]).isFinite();
    assertThat(losses[1]).isNaN();
    assertThat(losses[2]).isNaN();
  }
}
