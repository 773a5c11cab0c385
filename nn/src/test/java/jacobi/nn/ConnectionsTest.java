package jacobi.nn;

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
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Row B4 of the requirements, and residual blocks. */
class ConnectionsTest {
  @Test
  @DisplayName("B4: random connections: m inputs for each node, and those only")
  void b4Random() {
    SparseLinear layer = SparseLinear.of(7, 5, 3);
    layer.init(3);
    Tensor x = RandomKey.of(1).normal(DType.FLOAT32, 2, 4, 7).eval();
    Tensor y = layer.apply(x);
    float[] w = layer.parameters().get("weight").value().toFloats();
    float[] b = layer.parameters().get("bias").value().toFloats();
    int[][] inputs = layer.inputs();
    float[] values = x.toFloats();
    float[] out = y.toFloats();
    for (int row = 0; row < 8; row++) {
      for (int o = 0; o < 5; o++) {
        double expected = b[o];
        for (int i = 0; i < 3; i++) {
          expected += w[o * 3 + i] * values[row * 7 + inputs[o][i]];
        }
        assertThat((double) out[row * 5 + o]).isCloseTo(expected, within(1e-5));
      }
    }
    for (int[] node : inputs) {
      assertThat(Arrays.stream(node).distinct().boxed().toList()).hasSize(3).isSorted();
      assertThat(Arrays.stream(node).allMatch(i -> i >= 0 && i < 7)).isTrue();
    }
    // What a node is not connected to does not move it.
    Tensor first = y.get(2, 0).sum();
    float[] g = grad(first, x).of(x).get(0, 0).get(0, 0).toFloats();
    for (int i = 0; i < 7; i++) {
      int at = i;
      assertThat(g[i] != 0).isEqualTo(Arrays.stream(inputs[0]).anyMatch(k -> k == at));
    }
    assertThat(layer.parameterCount()).isEqualTo(5 * 3 + 5);
  }

  @Test
  @DisplayName("B4: the seed decides the connections, training does not change them")
  void b4Seed() {
    SparseLinear a = SparseLinear.of(50, 20, 5);
    SparseLinear b = SparseLinear.of(50, 20, 5);
    a.init(3);
    b.init(3);
    assertThat(a.inputs()).isDeepEqualTo(b.inputs());
    b.init(4);
    assertThat(Arrays.deepEquals(a.inputs(), b.inputs())).isFalse();
    // Over all nodes every input is about as likely: 2 times on average.
    long used = Arrays.stream(a.inputs()).flatMapToInt(Arrays::stream).distinct().count();
    assertThat(used).isGreaterThan(35);
    assertThat(a.parameters().get("inputs").isTrainable()).isFalse();
    assertThatThrownBy(() -> SparseLinear.of(4, 2, 5)).hasMessageContaining("1 to 4 of the 4");
  }

  @Test
  @DisplayName("B4: pooled: one node for each cluster, of all and only its members")
  void b4Pooled() {
    Tensor x = matrix(new double[][] {{1, 2, 3, 4, 5}, {-1, -2, -3, -4, -5}});
    int[] clusters = {0, 1, 0, 1, 2};
    assertThat(ClusterPool.of(ClusterPool.Kind.MAX, clusters).apply(x).toFloats())
        .containsExactly(3, 4, 5, -1, -2, -5);
    assertThat(ClusterPool.of(ClusterPool.Kind.MEAN, clusters).apply(x).toFloats())
        .containsExactly(2, 3, 5, -2, -3, -5);
    ClusterPool learned = ClusterPool.of(ClusterPool.Kind.LEARNED, clusters);
    learned.parameters().get("weight").assign(vector(1, 2, 3, 4, 5));
    learned.parameters().get("bias").assign(vector(.5, 0, 0));
    assertThat(learned.apply(x).toFloats()).containsExactly(10.5f, 20, 25, -9.5f, -20, -25);
    assertThat(learned.parameterCount()).isEqualTo(5 + 3);
    assertThat(ClusterPool.neighbours(ClusterPool.Kind.MAX, 5, 2).apply(x).toFloats())
        .containsExactly(3, 5, -1, -4);
    assertThatThrownBy(() -> ClusterPool.of(ClusterPool.Kind.MAX, 0, 2))
        .hasMessageContaining("cluster 1 has no inputs");
    assertThatThrownBy(() -> ClusterPool.of(ClusterPool.Kind.MAX, 0, 1).apply(x))
        .hasMessageContaining("[ClusterPool(max, 2 -> 2)] expected […, 2], got [2, 5]");
  }

  @Test
  void residualBlocksAddTheirInput() {
    Tensor x = vector(1, -1);
    Linear inner = Linear.of(matrix(new double[][] {{1, 1}, {2, 0}}), vector(.5, 0));
    assertThat(Residual.of(inner).apply(x).toFloats()).containsExactly(1.5f, 1);
    Residual wide = Residual.of(Linear.of(2, 3), Linear.of(2, 3).withoutBias());
    assertThat(wide.apply(x).shape().dims()).containsExactly(3);
    assertThat(wide.parameters().keySet())
        .containsExactly("inner.weight", "inner.bias", "projection.weight");
    assertThatThrownBy(() -> Residual.of(Linear.of(2, 3)).apply(x))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining(
            "[Residual] expected an inner part that keeps the shape [2], or a projection to its"
                + " output's, got [3]");
    assertThatThrownBy(() -> Residual.of(Linear.of(2, 3), Linear.of(2, 4)).apply(x))
        .hasMessageContaining("[Residual] expected a projection to [3], got [4]");
  }

  @Test
  void connectionsDifferentiateTwice() {
    Tensor x = RandomKey.of(2).normal(DType.FLOAT32, 3, 6).eval();
    SparseLinear sparse = SparseLinear.of(6, 4, 2);
    ClusterPool pool = ClusterPool.neighbours(ClusterPool.Kind.LEARNED, 4, 2);
    Tensor w = sparse.parameters().get("weight").value();
    Tensor y = Residual.of(pool, Linear.of(4, 2)).apply(sparse.apply(x).tanh()).square().sum();
    Tensor g = grad(y, w).of(w).square().sum();
    Tensor second = grad(g, w).of(w);
    assertThat(second.shape()).isEqualTo(w.shape());
    assertThat(second.abs().sum().item()).isGreaterThan(0);
  }
}
