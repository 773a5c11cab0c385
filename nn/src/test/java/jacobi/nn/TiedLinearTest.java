package jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.JacobiException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An output layer that shares an embedding's vectors. */
class TiedLinearTest {
  private static final int WORDS = 6;
  private static final int SIZE = 3;

  private final Embedding embedding = Embedding.of(WORDS, SIZE);
  private final Module net =
      Sequential.of(embedding, Linear.of(SIZE, SIZE), TiedLinear.of(embedding));

  @Test
  void theVectorsAreThereOnce() {
    net.init(1);
    assertThat(net.parameters().keySet())
        .containsExactly("0.weight", "1.weight", "1.bias", "2.bias");
    assertThat(net.parameterCount()).isEqualTo(WORDS * SIZE + SIZE * SIZE + SIZE + WORDS);
    Tensor x = RandomKey.of(1).uniform(-1, 1, 2, 4, SIZE);
    Tensor y = TiedLinear.of(embedding).apply(x);
    assertThat(y.toFloats())
        .containsExactly(x.matmul(embedding.weight().value().transpose()).toFloats());
  }

  /** The gradient is the sum over both uses, as that of two separate tables. */
  @Test
  void bothUsesAreLearnedFrom() {
    net.init(1);
    Tensor ids = Tensor.of(new int[] {1, 4, 4}, 3);
    Tensor vectors = net.parameters().get("0.weight").value();
    Tensor tied = Jacobi.grad(net.apply(ids).square().sum(), vectors).of(vectors);
    Tensor in = vectors.add(0).eval().detach();
    Tensor out = vectors.add(0).eval().detach();
    Linear middle = (Linear) net.find("1");
    Tensor y = middle.apply(in.gather(ids)).matmul(out.transpose());
    List<Tensor> separate = Jacobi.grad(y.square().sum(), List.of(in, out)).all();
    float[] expected = separate.get(0).add(separate.get(1)).toFloats();
    float[] got = tied.toFloats();
    for (int i = 0; i < expected.length; i++) {
      assertThat(got[i]).isCloseTo(expected[i], within(1e-4f * (1 + Math.abs(expected[i]))));
    }
  }

  @Test
  void otherSizesAreRefused() {
    assertThatThrownBy(() -> TiedLinear.of(embedding).apply(Jacobi.zeros(2, SIZE + 1)))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("the size of the embedding");
  }
}
