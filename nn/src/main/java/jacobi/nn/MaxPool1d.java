package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.Ints;
import jacobi.graph.Window;

/**
 * The greatest number of each channel in windows along sequences [batch, steps, channels]. Padding
 * is never the greatest.
 */
public final class MaxPool1d extends PoolLayer<MaxPool1d> {
  private MaxPool1d(Ints size, Window window, boolean floor) {
    super(size, window, floor);
  }

  /** Windows of a size, side by side. */
  public static MaxPool1d of(int size) {
    return new MaxPool1d(Ints.of(size), sideBySide(size), false);
  }

  @Override
  MaxPool1d with(Window w, boolean leavesRest) {
    return new MaxPool1d(size, w, leavesRest);
  }

  @Override
  Tensor pool(Tensor x) {
    return x.maxPool(size, window, floor);
  }
}
