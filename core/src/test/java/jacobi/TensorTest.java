package jacobi;

import static jacobi.Jacobi.arange;
import static jacobi.Jacobi.eye;
import static jacobi.Jacobi.full;
import static jacobi.Jacobi.grad;
import static jacobi.Jacobi.jacobian;
import static jacobi.Jacobi.jvp;
import static jacobi.Jacobi.matrix;
import static jacobi.Jacobi.ones;
import static jacobi.Jacobi.scalar;
import static jacobi.Jacobi.stack;
import static jacobi.Jacobi.vector;
import static jacobi.Jacobi.vjp;
import static jacobi.Jacobi.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.ShapeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void seedC1TheGraphIsAValue() {
    Tensor a = scalar(3).named("a");
    Tensor b = scalar(1).named("b");
    Tensor c = scalar(-2).named("c");
    Tensor d = b.mul(2).named("d");
    Tensor e = a.add(d).named("e");
    Tensor l = c.mul(e).named("L");
    assertThat(d.item()).isEqualTo(2);
    assertThat(e.item()).isEqualTo(5);
    assertThat(l.item()).isEqualTo(-10);
    assertThat(l.graph().toText()).contains("# L").contains("mul");
    assertThat(l.graph().toDot()).startsWith("digraph").contains("L\\nmul");
  }

  @Test
  void seedC2GradientsAreNodesOfTheGraph() {
    Tensor a = scalar(3).named("a");
    Tensor b = scalar(1).named("b");
    Tensor c = scalar(-2).named("c");
    Tensor d = b.mul(2).named("d");
    Tensor e = a.add(d).named("e");
    Tensor l = c.mul(e).named("L");
    Gradients g = grad(l, a, b, c);
    assertThat(g.of(a).item()).isEqualTo(-2);
    assertThat(g.of(b).item()).isEqualTo(-4);
    assertThat(g.of(c).item()).isEqualTo(5);
    assertThat(g.of(e).item()).isEqualTo(-2);
    assertThat(g.of(d).item()).isEqualTo(-2);
    // Upstream times local is downstream.
    assertThat(g.local(d, b).item()).isEqualTo(2);
    assertThat(g.downstream(d, b).item()).isEqualTo(-4);
    assertThat(l.graph().with(g).toDot()).contains("dL/da");
  }

  @Test
  void seedC3GradientsOfAllUsesAreSummed() {
    Tensor x = scalar(3);
    Tensor u = x.mul(2);
    Tensor v = x.square();
    assertThat(grad(u.mul(v), x).of(x).item()).isEqualTo(6 * 9);
  }

  @Test
  void seedC3GradientsOfGradients() {
    Tensor x = scalar(2);
    Tensor y = x.mul(x).mul(x);
    Tensor first = grad(y, x).of(x);
    Tensor second = grad(first, x).of(x);
    assertThat(first.item()).isEqualTo(12);
    assertThat(second.item()).isEqualTo(12);
    assertThat(grad(second, x).of(x).item()).isEqualTo(6);
  }

  @Test
  void seedC3JacobiansAndProductsWithThem() {
    Tensor x = vector(2, 3);
    Tensor y = stack(List.of(x.get(0, 0).mul(x.get(0, 1)), x.get(0, 0).square(), x.get(0, 1)));
    assertThat(jacobian(y, x).toFloats()).containsExactly(3, 2, 4, 0, 0, 1);
    assertThat(jacobian(y, x).shape().dims()).containsExactly(3, 2);
    assertThat(vjp(y, vector(1, 10, 100), List.of(x)).of(x).toFloats()).containsExactly(43, 102);
    assertThat(jvp(y, x, vector(1, 10)).toFloats()).containsExactly(23, 4, 10);
  }

  @Test
  void aTensorThatWasEvaluatedCanStillBeDifferentiated() {
    Tensor x = scalar(5);
    Tensor y = x.square().eval();
    assertThat(grad(y, x).of(x).item()).isEqualTo(10);
  }

  @Test
  void detachStopsGradients() {
    Tensor x = scalar(5);
    assertThat(grad(x.mul(x.detach()), x).of(x).item()).isEqualTo(5);
    assertThat(grad(x.mul(x.square().eval().detach()), x).of(x).item()).isEqualTo(25);
  }

  @Test
  void binaryOperationsBroadcastAndPromote() {
    assertThat(matrix(new double[] {1, 2}, new double[] {3, 4}).add(vector(10, 20)).toFloats())
        .containsExactly(11, 22, 13, 24);
    assertThat(arange(3).add(ones(3)).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(arange(3).mul(2).dtype()).isEqualTo(DType.INT64);
    assertThat(arange(3).mul(0.5).toFloats()).containsExactly(0, 0.5f, 1);
    assertThat(Tensor.of(new int[] {1}).add(Tensor.of(new double[] {2})).dtype())
        .isEqualTo(DType.FLOAT64);
  }

  @Test
  void gradientsSumWhatWasBroadcast() {
    Tensor row = vector(1, 2);
    Tensor y = matrix(new double[] {1, 2}, new double[] {3, 4}, new double[] {5, 6}).mul(row).sum();
    assertThat(grad(y, row).of(row).toFloats()).containsExactly(9, 12);
  }

  @Test
  void matmulTakesVectorsMatricesAndBatches() {
    Tensor m = matrix(new double[] {1, 2}, new double[] {3, 4});
    assertThat(vector(1, 1).matmul(m).toFloats()).containsExactly(4, 6);
    assertThat(m.matmul(vector(1, 1)).toFloats()).containsExactly(3, 7);
    assertThat(vector(1, 2).matmul(vector(3, 4)).item()).isEqualTo(11);
    assertThat(vector(1, 2).matmul(vector(3, 4)).rank()).isZero();
    Tensor batch = stack(List.of(m, m.mul(2)));
    assertThat(batch.matmul(eye(2)).toFloats()).containsExactly(1, 2, 3, 4, 2, 4, 6, 8);
    assertThat(m.matmul(batch).shape().dims()).containsExactly(2, 2, 2);
    assertThat(m.matmul(batch).toFloats()).containsExactly(7, 10, 15, 22, 14, 20, 30, 44);
    assertThat(batch.matmul(vector(1, 1)).toFloats()).containsExactly(3, 7, 6, 14);
  }

  @Test
  void reductionsDropTheirAxes() {
    Tensor m = matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});
    assertThat(m.sum().item()).isEqualTo(21);
    assertThat(m.sum(0).toFloats()).containsExactly(5, 7, 9);
    assertThat(m.mean(-1).toFloats()).containsExactly(2, 5);
    assertThat(m.amax(1).toFloats()).containsExactly(3, 6);
    assertThat(m.argmax(1).toLongs()).containsExactly(2, 2);
    assertThat(m.variance().item()).isCloseTo(35 / 12.0, within(1e-6));
    assertThat(m.cumsum(1).toFloats()).containsExactly(1, 3, 6, 4, 9, 15);
    assertThat(zeros(0, 3).sum(0).toFloats()).containsExactly(0, 0, 0);
    assertThat(zeros(0, 3).prod(0).toFloats()).containsExactly(1, 1, 1);
  }

  @Test
  void viewsRearrange() {
    Tensor t = arange(6).reshape(2, 3);
    assertThat(t.transpose().toLongs()).containsExactly(0, 3, 1, 4, 2, 5);
    assertThat(t.slice(1, 0, 3, 2).toLongs()).containsExactly(0, 2, 3, 5);
    assertThat(t.get(0, -1).toLongs()).containsExactly(3, 4, 5);
    assertThat(t.flip(1).toLongs()).containsExactly(2, 1, 0, 5, 4, 3);
    assertThat(t.pad(0, 1, 0).toLongs()).containsExactly(0, 0, 0, 0, 1, 2, 3, 4, 5);
    assertThat(t.concat(1, t).toLongs()).containsExactly(0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5);
    assertThat(t.gather(Tensor.of(new int[] {1, 0, 1})).toLongs())
        .containsExactly(3, 4, 5, 0, 1, 2, 3, 4, 5);
    assertThat(arange(3).oneHot(3, DType.INT32).toInts())
        .containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
    assertThat(t.reshape(-1, 2).shape().dims()).containsExactly(3, 2);
    assertThat(t.unsqueeze(1).squeeze(1).shape()).isEqualTo(t.shape());
  }

  @Test
  void errorsNameShapes() {
    assertThatThrownBy(() -> zeros(64, 784).matmul(zeros(128, 10)))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith(
            "[matmul] inner dimensions differ: [64, 784] x [128, 10]; 784 is not 128");
    assertThatThrownBy(() -> zeros(2, 3).add(zeros(2)))
        .hasMessageStartingWith("[add] shapes [2, 3] and [2] do not broadcast: 3 is not 2");
    assertThatThrownBy(() -> zeros(2, 3).reshape(4, -1)).hasMessageContaining("6 elements");
    assertThatThrownBy(() -> zeros(2, 3).sum(2)).hasMessageContaining("axis 2 is outside");
    assertThatThrownBy(() -> grad(zeros(2), zeros(2)))
        .hasMessageContaining("a gradient is of a scalar");
    assertThatThrownBy(() -> zeros(2, 2).item()).isInstanceOf(JacobiException.class);
    assertThatThrownBy(() -> zeros(3).gather(Tensor.of(new int[] {3})).toFloats())
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("3");
  }

  @Test
  void extremeLogitsGiveFiniteResults() {
    Tensor z = vector(1e4, -1e4, 0);
    Tensor lp = z.logSoftmax(0);
    assertThat(lp.toFloats()).containsExactly(0, -20000, -10000);
    assertThat(grad(lp.get(0, 1), z).of(z).toFloats()).containsExactly(-1, 1, 0);
    Tensor s = vector(-1e4, 1e4);
    assertThat(s.sigmoid().toFloats()).containsExactly(new float[] {0, 1}, within(1e-30f));
    assertThat(grad(s.sigmoid().sum(), s).of(s).toFloats())
        .containsExactly(new float[] {0, 0}, within(1e-30f));
  }

  @Test
  void randomNumbersDependOnTheirKeyOnly() {
    float[] a = RandomKey.of(7).stream("w").normal(DType.FLOAT32, 1000).toFloats();
    float[] b = RandomKey.of(7).stream("w").normal(DType.FLOAT32, 1000).toFloats();
    float[] c = RandomKey.of(7).stream("v").normal(DType.FLOAT32, 1000).toFloats();
    assertThat(a).isEqualTo(b).isNotEqualTo(c);
    double mean = 0;
    double square = 0;
    for (float x : a) {
      mean += x / 1000;
      square += x * x / 1000;
    }
    assertThat(mean).isCloseTo(0, within(0.15));
    assertThat(square).isCloseTo(1, within(0.2));
  }

  @Test
  void outputsThatAreInputsConstantsOrViewsAreCopied() {
    Compiled f =
        Jacobi.compiledAll(
            a ->
                List.of(
                    a.getFirst(),
                    a.getFirst().transpose(),
                    full(3, DType.FLOAT32, 2),
                    a.getFirst()));
    List<Tensor> r = f.callAll(matrix(new double[] {1, 2}, new double[] {3, 4}));
    assertThat(r.get(0).toFloats()).containsExactly(1, 2, 3, 4);
    assertThat(r.get(1).toFloats()).containsExactly(1, 3, 2, 4);
    assertThat(r.get(2).toFloats()).containsExactly(3, 3);
    assertThat(r.get(3).toFloats()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void variablesKeepWhatWasTakenFromThem() {
    Variable v = Variable.of("v", vector(1, 2));
    Compiled increment =
        Jacobi.compiledAll(
            a -> {
              v.assign(v.value().add(1));
              return List.of();
            });
    increment.callAll();
    Tensor taken = v.value();
    increment.callAll();
    increment.callAll();
    assertThat(taken.toFloats()).containsExactly(2, 3);
    assertThat(v.value().toFloats()).containsExactly(4, 5);
    v.write(new float[] {8, 9});
    assertThat(v.value().toFloats()).containsExactly(8, 9);
    assertThat(taken.toFloats()).containsExactly(2, 3);
  }

  @Test
  void valuesCannotBeAskedForWhileTracing() {
    Compiled f = Jacobi.compiled(x -> scalar(x.item()));
    assertThatThrownBy(() -> f.call(scalar(1)))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("traced");
  }
}
