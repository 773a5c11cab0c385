package jacobi.nn;

/**
 * Transposed convolution, which makes things larger: each input adds a filter at its place. [batch,
 * steps, in] to [batch, n, out], with n = (m - 1)s + f - 2p + extra. Parameters: {@code weight}
 * [in, kernel, out/groups] and {@code bias} [out].
 */
public final class ConvTranspose1d extends TransposedConv<ConvTranspose1d> {
  private ConvTranspose1d(Settings s) {
    super(s);
  }

  /**
   * A layer with stride 1 and no padding.
   *
   * @param in channels of the input
   * @param out channels of the output
   * @param kernel steps that a filter sees
   */
  public static ConvTranspose1d of(int in, int out, int kernel) {
    return new ConvTranspose1d(Settings.of(in, out, kernel));
  }

  @Override
  ConvTranspose1d with(Settings s) {
    return new ConvTranspose1d(s);
  }
}
