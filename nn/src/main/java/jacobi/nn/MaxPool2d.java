package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.Ints;
import jacobi.graph.Window;

/**
 * The greatest number of each channel in windows over images [batch, height, width, channels].
 * Padding is never the greatest.
 */
public final class MaxPool2d extends PoolLayer<MaxPool2d> {
  private MaxPool2d(Ints size, Window window, boolean floor) {
    super(size, window, floor);
  }

  /** Square windows, side by side. */
  public static MaxPool2d of(int size) {
    return of(size, size);
  }

  /** Windows of a size, side by side. */
  public static MaxPool2d of(int rows, int columns) {
    return new MaxPool2d(Ints.of(rows, columns), sideBySide(rows, columns), false);
  }

  @Override
  MaxPool2d with(Window w, boolean leavesRest) {
    return new MaxPool2d(size, w, leavesRest);
  }

  @Override
  Tensor pool(Tensor x) {
    return x.maxPool(size, window, floor);
  }
}
