package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.Window;

/**
 * Filters that move along sequences: [batch, steps, in] to [batch, n, out], with n = (m - f + 2p)/s
 * + 1. Parameters: {@code weight} [out, kernel, in/groups] and {@code bias} [out].
 *
 * <p>Of sequences with {@link Lengths}, what lies behind the end counts as zeros; the layer then
 * has to keep the number of steps ({@link #same}, stride 1), because the lengths do not change.
 */
public final class Conv1d extends ConvLayer<Conv1d> {
  private Conv1d(Settings s) {
    super(s, s.out(), s.in());
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

  /** The same layer, not initialised, padded so that the size stays, divided by the stride. */
  public Conv1d same() {
    return with(settings.with(settings.window().padding(0), true));
  }

  /** The same layer, not initialised, that leaves out what is left over behind the last window. */
  public Conv1d floor() {
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
    Tensor y = Windows.ended(x).conv(weight().value(), window, settings.groups(), settings.floor());
    if (Lengths.current().isPresent() && y.dim(1) != x.dim(1)) {
      throw wrongShape(
          "same padding and stride 1, since the sequences have lengths of their own", x.shape());
    }
    return biased(y);
  }
}
