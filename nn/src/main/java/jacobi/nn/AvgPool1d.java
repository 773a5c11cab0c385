package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.Ints;
import jacobi.graph.Window;

/**
 * The mean of each channel in windows along sequences [batch, steps, channels]. Padding counts as
 * zeros unless {@link #withoutPadding}.
 */
public final class AvgPool1d extends PoolLayer<AvgPool1d> {
  private final boolean countPadding;

  private AvgPool1d(Ints size, Window window, boolean floor, boolean countPadding) {
    super(size, window, floor);
    this.countPadding = countPadding;
  }

  /** Windows of a size, side by side. */
  public static AvgPool1d of(int size) {
    return new AvgPool1d(Ints.of(size), sideBySide(size), false, true);
  }

  /** The same layer, whose means leave out the padding. */
  public AvgPool1d withoutPadding() {
    return new AvgPool1d(size, window, floor, false);
  }

  @Override
  AvgPool1d with(Window w, boolean leavesRest) {
    return new AvgPool1d(size, w, leavesRest, countPadding);
  }

  @Override
  Tensor pool(Tensor x) {
    return x.avgPool(size, window, floor, countPadding);
  }
}
