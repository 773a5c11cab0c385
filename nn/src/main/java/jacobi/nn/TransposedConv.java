package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.Ints;
import jacobi.graph.ShapeException;

/**
 * Layers of transposed convolution, each number of whose input adds a filter at its place.
 *
 * @param <L> the layer itself
 */
public abstract sealed class TransposedConv<L extends TransposedConv<L>> extends ConvLayer<L>
    permits ConvTranspose1d, ConvTranspose2d {
  TransposedConv(Settings s) {
    super(s, s.in(), s.out());
  }

  /**
   * The same layer, not initialised, whose output has so many elements more at its end: one number
   * or one an axis, less than the stride. A stride greater than 1 leaves the size of what was
   * convolved open; this says which it was.
   */
  public L extra(int... elements) {
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
