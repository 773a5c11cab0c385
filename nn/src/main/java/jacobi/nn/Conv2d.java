package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.Window;

/**
 * Filters that move over images (eq. 13.2 of the textbook, cross-correlation): [batch, height,
 * width, in] to [batch, n, n', out], with n = (m - f + 2p)/s + 1. Parameters: {@code weight} [out,
 * rows, columns, in/groups] and {@code bias} [out].
 */
public final class Conv2d extends ConvLayer<Conv2d> {
  private Conv2d(Settings s) {
    super(s, s.out(), s.in());
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

  /** The same layer, not initialised, padded so that the size stays, divided by the stride. */
  public Conv2d same() {
    return with(settings.with(settings.window().padding(0), true));
  }

  /** The same layer, not initialised, that leaves out what is left over behind the last window. */
  public Conv2d floor() {
    return with(settings.withFloor());
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
    Tensor y = x.conv(weight().value(), window, settings.groups(), settings.floor());
    return biased(y);
  }
}
