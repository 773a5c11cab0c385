package jacobi.nn;

import static jacobi.Jacobi.grad;
import static jacobi.Jacobi.matrix;
import static jacobi.Jacobi.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private static final Tensor E = matrix(new double[][] {{1, 2}, {3, 4}, {5, 6}});

  @Test
  @DisplayName("G3: selecting a row equals a one-hot vector times E")
  void g3RowsAreOneHotTimesE() {
    Tensor index = Tensor.of(new int[] {2, 0, 1, 2}, 2, 2);
    Tensor rows = Embedding.of(E).apply(index);
    assertThat(rows.shape().dims()).containsExactly(2, 2, 2);
    assertThat(rows.toFloats()).containsExactly(5, 6, 1, 2, 3, 4, 5, 6);
    assertThat(rows.toFloats()).isEqualTo(index.oneHot(3, DType.FLOAT32).matmul(E).toFloats());
  }

  @Test
  void rowsThatComeTwiceAddTheirGradients() {
    Embedding e = Embedding.of(E);
    Tensor w = e.weight().value();
    Tensor y = e.apply(Tensor.of(new int[] {2, 0, 2})).mul(vector(1, 10)).sum();
    assertThat(grad(y, w).of(w).toFloats()).containsExactly(1, 10, 0, 0, 2, 20);
  }

  @Test
  void featuresMayHoldIndices() {
    assertThat(Embedding.of(E).apply(vector(2, 0)).toFloats()).containsExactly(5, 6, 1, 2);
    for (double wrong : new double[] {-1, 3, .5}) {
      assertThatThrownBy(() -> Embedding.of(E).apply(vector(0, wrong)).eval())
          .isInstanceOf(JacobiException.class)
          .hasMessageContaining("[gather]");
    }
    assertThatThrownBy(() -> Embedding.of(1 << 25, 1).apply(vector(0)))
        .hasMessageContaining("must be integers, got float32");
  }

  @Test
  void paddingIsZeroAndDoesNotLearn() {
    Embedding e = Embedding.of(E).padding(1);
    Tensor w = e.weight().value();
    Tensor y = e.apply(Tensor.of(new int[] {1, 2}));
    assertThat(y.toFloats()).containsExactly(0, 0, 5, 6);
    assertThat(grad(y.sum(), w).of(w).toFloats()).containsExactly(0, 0, 0, 0, 1, 1);
    assertThatThrownBy(() -> Embedding.of(E).padding(3)).hasMessageContaining("0..2, got 3");
  }
}
