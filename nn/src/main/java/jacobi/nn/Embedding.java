package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.nn.init.Initializer;
import jacobi.nn.init.Initializers;
import java.util.OptionalInt;

/**
 * A vector for each of V things, words for instance (the textbook's embedding matrix E): integer
 * indices […] to their rows […, size]. The same as a one-hot vector times E. Parameter: {@code
 * weight} [V, size], which starts standard normal.
 *
 * <p>Indices may also be floating, as data sets have them, if they are whole numbers below 2^24. An
 * index outside 0..V-1, or a fraction, is an error when the values are computed.
 *
 * <p>{@link #sparse} makes a training step cost what it looks up, not what the table holds.
 */
public final class Embedding extends Module {
  private static final int EXACT = 1 << 24;

  private final int count;
  private final int size;
  private final Initializer init;
  private final OptionalInt padding;
  private final boolean sparse;
  private final Parameter weight;

  private Embedding(int count, int size, Initializer init, OptionalInt padding, boolean sparse) {
    if (count < 1 || size < 1) {
      throw new JacobiException("[Embedding] sizes must be at least 1, got " + count + ", " + size);
    }
    if (padding.isPresent() && (padding.getAsInt() < 0 || padding.getAsInt() >= count)) {
      throw new JacobiException(
          "[Embedding] the padding index must lie in 0.."
              + (count - 1)
              + ", got "
              + padding.getAsInt());
    }
    this.count = count;
    this.size = size;
    this.init = init;
    this.padding = padding;
    this.sparse = sparse;
    Parameter all = parameter("weight", init, count, size);
    this.weight = sparse ? all.asSparse() : all;
  }

  /** Vectors of {@code size} numbers for the indices 0 to {@code count}-1. */
  public static Embedding of(int count, int size) {
    return new Embedding(count, size, Initializers.normal(0, 1), OptionalInt.empty(), false);
  }

  /** With given first vectors [V, size]. */
  public static Embedding of(Tensor vectors) {
    if (vectors.rank() != 2) {
      throw new JacobiException("[Embedding] vectors are [V, size], not " + vectors.shape());
    }
    return of(vectors.dim(0), vectors.dim(1)).weights(Initializers.values(vectors));
  }

  /** The same layer, not initialised, whose vectors start otherwise. */
  public Embedding weights(Initializer initializer) {
    return new Embedding(count, size, initializer, padding, sparse);
  }

  /** The same layer, not initialised, where one index stands for nothing: zeros, not learned. */
  public Embedding padding(int index) {
    return new Embedding(count, size, init, OptionalInt.of(index), sparse);
  }

  /**
   * The same layer, not initialised, of which an optimiser changes only the vectors that a step
   * looked up. The same as changing all for rules that do nothing where the gradient is 0, such as
   * {@link jacobi.nn.optim.Sgd} without momentum and {@link jacobi.nn.optim.Adagrad}. With momentum
   * or decay the other vectors rest, as in PyTorch's SparseAdam. A step that uses the vectors in
   * another way too (a penalty, a layer that shares them) changes all, as without this.
   */
  public Embedding sparse() {
    return new Embedding(count, size, init, padding, true);
  }

  /** The vectors, [V, size]. */
  public Parameter weight() {
    return weight;
  }

  @Override
  protected Tensor forward(Tensor x) {
    Tensor index = index(x);
    Tensor rows = weight.value().gather(index);
    if (padding.isEmpty()) {
      return rows;
    }
    return index.eq(padding.getAsInt()).unsqueeze(-1).where(rows.mul(0), rows);
  }

  private Tensor index(Tensor x) {
    if (x.dtype().isInteger()) {
      return x;
    }
    if (!x.dtype().isFloating() || count > EXACT) {
      throw new JacobiException(
          "[" + this + "] indices of " + count + " vectors must be integers, got " + x.dtype());
    }
    // A fraction is no index: it becomes one that is refused.
    return x.floor().eq(x).where(x, x.mul(0).sub(1)).as(DType.INT32);
  }

  @Override
  public String toString() {
    return "Embedding(" + count + " -> " + size + ")";
  }
}
