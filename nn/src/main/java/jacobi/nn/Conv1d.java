package jacobi.nn;

import jacobi.Tensor;

/**
 * Filters that move along sequences: [batch, steps, in] to [batch, n, out], with n = (m - f + 2p)/s
 * + 1. Parameters: {@code weight} [out, kernel, in/groups] and {@code bias} [out].
 *
 * <p>Of sequences with {@link Lengths}, what lies behind the end counts as zeros; the layer then
 * has to keep the number of steps ({@link #same}, stride 1), because the lengths do not change.
 */
public final class Conv1d extends SlidingConv<Conv1d> {
  private Conv1d(Settings s) {
    super(s);
  }

  /**
   * A layer with stride 1 and no padding.
   *
   * @param in channels of the input
   * @param out number of filters
   * @param kernel steps that a filter sees
   */
  public static Conv1d of(int in, int out, int kernel) {
    return new Conv1d(Settings.of(in, out, kernel));
  }

  @Override
  Conv1d with(Settings s) {
    return new Conv1d(s);
  }

  @Override
  Tensor seen(Tensor x) {
    return Windows.ended(x);
  }

  @Override
  protected Tensor forward(Tensor x) {
    Tensor y = super.forward(x);
    if (Lengths.current().isPresent() && y.dim(1) != x.dim(1)) {
      throw wrongShape(
          "same padding and stride 1, since the sequences have lengths of their own", x.shape());
    }
    return y;
  }
}
