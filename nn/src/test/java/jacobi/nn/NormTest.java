package jacobi.nn;

import static jacobi.Jacobi.grad;
import static jacobi.Jacobi.matrix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.DType;
import org.junit.jupiter.api.Test;

class NormTest {
  private static final Tensor X =
      matrix(new double[][] {{1, 10}, {2, 20}, {3, 60}, {6, 10}}).eval();

  private static Tensor train(Module m, Tensor x) {
    return Phase.training(RandomKey.of(1), () -> m.apply(x));
  }

  private static void close(float[] got, double tolerance, double... expected) {
    assertThat(got).hasSameSizeAs(expected);
    for (int i = 0; i < got.length; i++) {
      assertThat((double) got[i]).as("element %s", i).isCloseTo(expected[i], within(tolerance));
    }
  }

  private static float[] value(Module m, String parameter) {
    return m.parameters().get(parameter).value().toFloats();
  }

  @Test
  void batchNormNormalisesEachFeatureAndTracksThem() {
    BatchNorm norm = BatchNorm.of(2);
    Tensor y = train(norm, X);
    close(y.mean(0).toFloats(), 1e-6, 0, 0);
    close(y.variance(0).toFloats(), 1e-4, 1, 1);
    // The means are 3 and 25; the variances 14/3 and 1700/3 when divided by n - 1.
    close(value(norm, "running_mean"), 1e-5, .3, 2.5);
    close(value(norm, "running_var"), 1e-4, .9 + 1.4 / 3, .9 + 170.0 / 3);
    train(norm, X);
    close(value(norm, "running_mean"), 1e-5, .57, 4.75);
    assertThat(norm.parameterCount()).isEqualTo(4);
  }

  @Test
  void batchNormPredictsWithWhatItTracked() {
    BatchNorm norm = BatchNorm.of(1).epsilon(1e-9);
    norm.parameters().get("running_mean").assign(Tensor.of(new float[] {2}));
    norm.parameters().get("running_var").assign(Tensor.of(new float[] {4}));
    norm.parameters().get("weight").assign(Tensor.of(new float[] {3}));
    norm.parameters().get("bias").assign(Tensor.of(new float[] {1}));
    close(norm.apply(matrix(new double[][] {{2}, {6}})).toFloats(), 1e-6, 1, 7);
    close(value(norm, "running_mean"), 0, 2);
    // One value has no variance.
    close(train(norm, matrix(new double[][] {{6}})).toFloats(), 1e-6, 7);
    close(value(norm, "running_var"), 0, 4);
  }

  @Test
  void batchNormTracksInCompiledSteps() {
    BatchNorm norm = BatchNorm.of(2);
    Compiled step = Jacobi.compiled((Tensor x) -> train(norm, x));
    step.call(X);
    step.call(X);
    close(value(norm, "running_mean"), 1e-5, .57, 4.75);
  }

  @Test
  void batchNormNormalisesChannelsOverAllOtherAxes() {
    BatchNorm norm = BatchNorm.of(3);
    Tensor image = RandomKey.of(4).normal(DType.FLOAT32, 2, 4, 5, 3).mul(3).add(1).eval();
    Tensor y = train(norm, image);
    close(y.mean(0, 1, 2).toFloats(), 1e-5, 0, 0, 0);
    close(y.variance(0, 1, 2).toFloats(), 1e-4, 1, 1, 1);
    assertThatThrownBy(() -> norm.apply(X))
        .hasMessageContaining("[BatchNorm(3)] expected [batch, …, 3], got [4, 2]");
  }

  @Test
  void batchNormLeavesOutStepsBehindTheEnd() {
    Tensor longer = RandomKey.of(5).normal(DType.FLOAT32, 2, 4, 3).eval();
    Tensor lengths = Tensor.of(new int[] {4, 2});
    BatchNorm norm = BatchNorm.of(3);
    Tensor y = Lengths.with(lengths, () -> train(norm, longer));
    // The six steps that count, one below the other.
    Tensor six =
        longer.slice(0, 0, 1).reshape(4, 3).concat(0, longer.get(0, 1).slice(0, 0, 2)).eval();
    BatchNorm alone = BatchNorm.of(3);
    Tensor expected = train(alone, six);
    assertThat(y.get(0, 0).sub(expected.slice(0, 0, 4)).abs().amax().item()).isLessThan(1e-6);
    assertThat(y.get(0, 1).slice(0, 0, 2).sub(expected.slice(0, 4, 6)).abs().amax().item())
        .isLessThan(1e-6);
    for (String buffer : new String[] {"running_mean", "running_var"}) {
      float[] e = value(alone, buffer);
      close(value(norm, buffer), 1e-6, e[0], e[1], e[2]);
    }
  }

  @Test
  void layerNormNormalisesEachExample() {
    Tensor x = RandomKey.of(6).normal(DType.FLOAT32, 3, 4, 5).mul(7).sub(2).eval();
    Tensor last = LayerNorm.of(5).apply(x);
    assertThat(last.mean(2).abs().amax().item()).isLessThan(1e-5);
    assertThat(last.variance(2).sub(1).abs().amax().item()).isLessThan(1e-4);
    Tensor both = LayerNorm.of(4, 5).apply(x);
    assertThat(both.mean(1, 2).abs().amax().item()).isLessThan(1e-5);
    assertThat(both.variance(1, 2).sub(1).abs().amax().item()).isLessThan(1e-4);
    assertThatThrownBy(() -> LayerNorm.of(4).apply(x))
        .hasMessageContaining("[LayerNorm[4]] expected a shape that ends in [4], got [3, 4, 5]");
  }

  @Test
  void normalisationsDifferentiateTwice() {
    Tensor x = RandomKey.of(7).normal(DType.FLOAT64, 6, 3).eval();
    Tensor v = RandomKey.of(8).normal(DType.FLOAT64, 6, 3).eval();
    for (Module m : new Module[] {BatchNorm.of(3), LayerNorm.of(3)}) {
      Tensor d = RandomKey.of(9).normal(DType.FLOAT64, 6, 3).eval();
      double h = 1e-5;
      double difference = (slope(m, x.add(d.mul(h)), v) - slope(m, x.sub(d.mul(h)), v)) / (2 * h);
      Tensor along = along(m, x, v);
      assertThat(grad(along, x).of(x).mul(d).sum().item())
          .as(m.toString())
          .isCloseTo(difference, within(1e-6 * Math.max(1, Math.abs(difference))));
    }
  }

  /** The derivative of a bent sum of outputs along a direction. */
  private static Tensor along(Module m, Tensor x, Tensor v) {
    Tensor y = train(m, x).sin().mul(v).sum();
    return grad(y, x).of(x).mul(v).sum();
  }

  private static double slope(Module m, Tensor x, Tensor v) {
    Tensor at = x.eval();
    return along(m, at, v).item();
  }
}
