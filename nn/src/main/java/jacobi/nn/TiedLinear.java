package jacobi.nn;

import jacobi.Tensor;
import jacobi.nn.init.Initializers;

/**
 * An output layer for words whose weights are an embedding's vectors (Press and Wolf 2017; Inan et
 * al. 2017): y = x E^T + b, of shape […, size] to […, V]. A word is likely where its own vector
 * points along x. Parameter: {@code bias} [V], which starts at zero; the vectors stay the
 * embedding's own, are learned from both uses, and are saved once.
 *
 * <p>Vectors that start as large as an embedding's own (standard normal) make large logits: {@link
 * Embedding#weights} with a deviation of 0.1 or less is better here.
 */
public final class TiedLinear extends Module {
  private final Embedding embedding;
  private final Parameter bias;

  private TiedLinear(Embedding embedding) {
    this.embedding = embedding;
    this.bias = parameter("bias", Initializers.zeros(), embedding.weight().shape().dim(0));
  }

  /** An output for each vector of an embedding, which must be part of the same network. */
  public static TiedLinear of(Embedding embedding) {
    return new TiedLinear(embedding);
  }

  @Override
  protected Tensor forward(Tensor x) {
    int size = embedding.weight().shape().dim(1);
    if (x.rank() == 0 || x.dim(-1) != size) {
      throw wrongShape("[…, " + size + "], the size of the embedding", x.shape());
    }
    return x.matmul(embedding.weight().value().transpose()).add(bias.value());
  }

  @Override
  public String toString() {
    return "TiedLinear("
        + embedding.weight().shape().dim(1)
        + " -> "
        + embedding.weight().shape().dim(0)
        + ")";
  }
}
