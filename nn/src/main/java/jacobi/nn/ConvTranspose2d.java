package jacobi.nn;

/**
 * Transposed convolution, which makes things larger: each input adds a filter at its place. [batch,
 * height, width, in] to [batch, n, n', out], with n = (m - 1)s + f - 2p + extra. Parameters: {@code
 * weight} [in, rows, columns, out/groups] and {@code bias} [out].
 */
public final class ConvTranspose2d extends TransposedConv<ConvTranspose2d> {
  private ConvTranspose2d(Settings s) {
    super(s);
  }

  /**
   * A layer with stride 1 and no padding.
   *
   * @param in channels of the input
   * @param out channels of the output
   * @param rows height of the kernel
   * @param columns width of the kernel
   */
  public static ConvTranspose2d of(int in, int out, int rows, int columns) {
    return new ConvTranspose2d(Settings.of(in, out, rows, columns));
  }

  @Override
  ConvTranspose2d with(Settings s) {
    return new ConvTranspose2d(s);
  }
}
