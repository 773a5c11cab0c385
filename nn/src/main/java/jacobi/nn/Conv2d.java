package jacobi.nn;

/**
 * Filters that move over images (eq. 13.2 of the textbook, cross-correlation): [batch, height,
 * width, in] to [batch, n, n', out], with n = (m - f + 2p)/s + 1. Parameters: {@code weight} [out,
 * rows, columns, in/groups] and {@code bias} [out].
 */
public final class Conv2d extends SlidingConv<Conv2d> {
  private Conv2d(Settings s) {
    super(s);
  }

  /**
   * A layer with stride 1 and no padding.
   *
   * @param in channels of the input
   * @param out number of filters
   * @param rows height of the kernel
   * @param columns width of the kernel
   */
  public static Conv2d of(int in, int out, int rows, int columns) {
    return new Conv2d(Settings.of(in, out, rows, columns));
  }

  /** With a square kernel. */
  public static Conv2d of(int in, int out, int kernel) {
    return of(in, out, kernel, kernel);
  }

  @Override
  Conv2d with(Settings s) {
    return new Conv2d(s);
  }
}
