package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.Ints;
import jacobi.graph.Window;

/**
 * What pooling layers have in common: a window that moves over the spatial axes of [batch,
 * spatial…, channels] and puts out one number a channel. By default windows lie side by side, there
 * is no padding, and a size that does not divide is an error.
 *
 * @param <L> the layer itself
 */
public abstract sealed class PoolLayer<L extends PoolLayer<L>> extends Module
    permits MaxPool1d, MaxPool2d, AvgPool1d, AvgPool2d {
  final Ints size;
  final Window window;
  final boolean floor;

  PoolLayer(Ints size, Window window, boolean floor) {
    this.size = size;
    this.window = window;
    this.floor = floor;
  }

  /** Windows side by side. */
  static Window sideBySide(int... size) {
    return Window.of(size.length).stride(size);
  }

  abstract L with(Window w, boolean leavesRest);

  abstract Tensor pool(Tensor x);

  /** The same layer that moves so far at a time: one number or one an axis. */
  public L stride(int... steps) {
    return with(window.stride(steps), floor);
  }

  /** The same layer with so much padding around: one number or one an axis. */
  public L padding(int... elements) {
    return with(window.padding(elements), floor);
  }

  /** The same layer, leaving out what is left over behind the last window. */
  public L floor() {
    return with(window, true);
  }

  @Override
  protected Tensor forward(Tensor x) {
    if (x.rank() != window.axes() + 2) {
      throw wrongShape(ConvLayer.expected(window.axes(), "channels"), x.shape());
    }
    Windows.complaint(x, size, window, floor)
        .ifPresent(
            expected -> {
              throw wrongShape(expected, x.shape());
            });
    if (x.rank() == 3 && Lengths.current().isPresent()) {
      throw wrongShape(
          "sequences of one length; those with lengths of their own are pooled as a whole"
              + " (GlobalPool)",
          x.shape());
    }
    return pool(x);
  }

  @Override
  public String toString() {
    String name = getClass().getSimpleName() + "(" + ConvLayer.by(size);
    return name
        + (window.stride().equals(size) ? "" : ", stride " + ConvLayer.by(window.stride()))
        + (window.before().equals(Window.of(window.axes()).before())
            ? ")"
            : ", padding " + ConvLayer.by(window.before()) + ")");
  }
}
