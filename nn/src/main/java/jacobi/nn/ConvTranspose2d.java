package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.Ints;
import jacobi.graph.ShapeException;

/**
 * Transposed convolution, which makes things larger: each input adds a filter at its place. [batch,
 * height, width, in] to [batch, n, n', out], with n = (m - 1)s + f - 2p + extra. Parameters: {@code
 * weight} [in, rows, columns, out/groups] and {@code bias} [out].
 */
public final class ConvTranspose2d extends ConvLayer<ConvTranspose2d> {
  private ConvTranspose2d(Settings s) {
    super(s, s.in(), s.out());
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

  /**
   * The same layer, not initialised, whose output has so many elements more at its end: one number
   * or one an axis, less than the stride. A stride greater than 1 leaves the size of what was
   * convolved open; this says which it was.
   */
  public ConvTranspose2d extra(int... elements) {
    Ints each = settings.window().padding(elements).before();
    return with(settings.withExtra(each));
  }

  @Override
  protected Tensor forward(Tensor x) {
    checkInput(x);
    try {
      return biased(
          x.convTranspose(
              weight().value(), settings.window(), settings.groups(), settings.extra()));
    } catch (ShapeException e) {
      throw wrongShape("an input that its settings fit (" + e.getMessage() + ")", x.shape());
    }
  }
}
