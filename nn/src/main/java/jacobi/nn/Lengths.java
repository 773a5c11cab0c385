package jacobi.nn;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.ShapeException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How long the sequences of the batch are that a network is now applied to. Sequences of different
 * length lie in one tensor [batch, steps, …] as long as the longest, zeros behind the shorter ones;
 * layers that look along the steps (recurrent ones, pooling over time) and losses with a target for
 * each step ask {@link #current} so that the zeros change neither state nor loss. Without lengths
 * all steps count.
 */
public final class Lengths {
  private static final ScopedValue<Tensor> CURRENT = ScopedValue.newInstance();

  private Lengths() {}

  /** The lengths, int32 of shape [batch]; empty where all sequences have all steps. */
  public static Optional<Tensor> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /**
   * Applies networks to sequences of these lengths.
   *
   * @param lengths int32 of shape [batch], each from 1 to the number of steps
   */
  public static <T> T with(Tensor lengths, Supplier<T> body) {
    if (lengths.rank() != 1 || lengths.dtype() != DType.INT32) {
      throw new ShapeException(
          "[Lengths] are int32 of shape [batch], not " + lengths.dtype() + lengths.shape());
    }
    return ScopedValue.where(CURRENT, lengths).call(body::get);
  }

  /** Applies networks to the same lengths if there are any, else to whole sequences. */
  public static <T> T with(Optional<Tensor> lengths, Supplier<T> body) {
    return lengths.isPresent() ? with(lengths.get(), body) : body.get();
  }

  /**
   * Values for each step of each sequence, with 0 at the steps that do not count.
   *
   * @param values [batch, steps, …]
   */
  public static Tensor masked(Tensor values) {
    return mask(values.dim(1))
        .map(m -> along(m, values).where(values, Jacobi.full(0, values.dtype())))
        .orElse(values);
  }

  /**
   * The mean over the steps that count, of all sequences alike: a long sequence weighs more than a
   * short one.
   *
   * @param values [batch, steps, …]
   */
  public static Tensor mean(Tensor values) {
    Optional<Tensor> mask = mask(values.dim(1));
    if (mask.isEmpty()) {
      return values.mean();
    }
    int each = Math.toIntExact(values.shape().size() / mask.get().shape().size());
    return masked(values).sum().div(mask.get().as(values.dtype()).sum().mul(each));
  }

  /** A mask [batch, steps] with as many axes as the values. */
  private static Tensor along(Tensor mask, Tensor values) {
    int[] shape = new int[values.rank()];
    Arrays.fill(shape, 1);
    shape[0] = mask.dim(0);
    shape[1] = mask.dim(1);
    return mask.reshape(shape);
  }

  /**
   * Which steps count: bool of shape [batch, steps], true before each sequence's end; empty where
   * all count.
   */
  public static Optional<Tensor> mask(int steps) {
    return current().map(l -> Jacobi.arange(steps).as(DType.INT32).lt(l.reshape(l.dim(0), 1)));
  }
}
