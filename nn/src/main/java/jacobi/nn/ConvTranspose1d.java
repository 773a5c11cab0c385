package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.Ints;
import jacobi.graph.ShapeException;

/**
 * Transposed convolution, which makes things larger: each input adds a filter at its place. [batch,
 * steps, in] to [batch, n, out], with n = (m - 1)s + f - 2p + extra. Parameters: {@code weight}
 * [in, kernel, out/groups] and {@code bias} [out].
 */
public final class ConvTranspose1d extends ConvLayer<ConvTranspose1d> {
  private ConvTranspose1d(Settings s) {
    super(s, s.in(), s.out());
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

  /**
   * The same layer, not initialised, whose output has so many elements more at its end: one number
   * or one an axis, less than the stride. A stride greater than 1 leaves the size of what was
   * convolved open; this says which it was.
   */
  public ConvTranspose1d extra(int... elements) {
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
