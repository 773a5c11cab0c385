package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.Window;

/**
 * Layers whose filters slide over the input: a number of the output for each place of the window.
 *
 * @param <L> the layer itself
 */
public abstract sealed class SlidingConv<L extends SlidingConv<L>> extends ConvLayer<L>
    permits Conv1d, Conv2d {
  SlidingConv(Settings s) {
    super(s, s.out(), s.in());
  }

  /** The same layer, not initialised, padded so that the size stays, divided by the stride. */
  public L same() {
    return with(settings.with(settings.window().padding(0), true));
  }

  /** The same layer, not initialised, that leaves out what is left over behind the last window. */
  public L floor() {
    return with(settings.withFloor());
  }

  /** What the filters see of an input: all of it. */
  Tensor seen(Tensor x) {
    return x;
  }

  @Override
  protected Tensor forward(Tensor x) {
    checkInput(x);
    Window window =
        settings.same()
            ? settings.window().same(Windows.spatial(x), settings.kernel())
            : settings.window();
    Windows.complaint(x, settings.kernel(), window, settings.floor())
        .ifPresent(
            expected -> {
              throw wrongShape(expected, x.shape());
            });
    return biased(seen(x).conv(weight().value(), window, settings.groups(), settings.floor()));
  }
}
