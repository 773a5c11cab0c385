package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.Ints;
import jacobi.graph.Window;

/**
 * The mean of each channel in windows over images [batch, height, width, channels]. Padding counts
 * as zeros unless {@link #withoutPadding}.
 */
public final class AvgPool2d extends PoolLayer<AvgPool2d> {
  private final boolean countPadding;

  private AvgPool2d(Ints size, Window window, boolean floor, boolean countPadding) {
    super(size, window, floor);
    this.countPadding = countPadding;
  }

  /** Square windows, side by side. */
  public static AvgPool2d of(int size) {
    return of(size, size);
  }

  /** Windows of a size, side by side. */
  public static AvgPool2d of(int rows, int columns) {
    return new AvgPool2d(Ints.of(rows, columns), sideBySide(rows, columns), false, true);
  }

  /** The same layer, whose means leave out the padding. */
  public AvgPool2d withoutPadding() {
    return new AvgPool2d(size, window, floor, false);
  }

  @Override
  AvgPool2d with(Window w, boolean leavesRest) {
    return new AvgPool2d(size, w, leavesRest, countPadding);
  }

  @Override
  Tensor pool(Tensor x) {
    return x.avgPool(size, window, floor, countPadding);
  }
}
