package jacobi.cuda.library;

import jacobi.backend.Task.Single;
import jacobi.backend.View;
import jacobi.graph.Convolution;
import jacobi.graph.DType;
import jacobi.graph.Ints;
import jacobi.graph.Shape;
import jacobi.graph.Window;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A convolution as cuDNN is asked for it: extents [batch, channels, spatial…], whatever the order
 * in memory, with at least two spatial axes.
 *
 * @param x extents of what is convolved, or of its gradient
 * @param filters [out, in / groups, kernel…]
 * @param y extents of the result, or of its gradient
 * @param firstStart first element of the first operand in its buffer
 */
record Images(
    Convolution op,
    int[] x,
    int[] filters,
    int[] y,
    int[] padding,
    int[] stride,
    int[] dilation,
    long firstStart,
    long secondStart,
    long outStart) {
  private static final int FEWEST_AXES = 2;
  private static final int MOST_AXES = 3;

  /** The convolution of a task, or empty where cuDNN cannot do it as it is. */
  static Optional<Images> of(Single task) {
    if (!(task.op() instanceof Convolution op)
        || task.out().dtype() != DType.FLOAT32
        || op.window().axes() > MOST_AXES
        || !task.operands().stream().allMatch(v -> v.isContiguous() && v.shape().size() > 0)) {
      return Optional.empty();
    }
    View first = task.inputs().get(0);
    View second = task.inputs().get(1);
    Shape out = task.out().shape();
    Shape x = op instanceof Convolution.ConvInput ? out : first.shape();
    Shape filters = op instanceof Convolution.ConvFilter ? out : second.shape();
    Shape y =
        switch (op) {
          case Convolution.Conv _ -> out;
          case Convolution.ConvInput _ -> first.shape();
          case Convolution.ConvFilter _ -> second.shape();
        };
    return isSymmetric(op.window(), x, filters, y)
        ? Optional.of(
            new Images(
                op,
                extents(x),
                extents(filters),
                extents(y),
                numbers(op.window().before(), 0),
                numbers(op.window().stride(), 1),
                numbers(op.window().dilation(), 1),
                first.offset(),
                second.offset(),
                task.out().offset()))
        : Optional.empty();
  }

  /**
   * Whether as much padding behind as before gives as many places. (cuDNN knows no other, but what
   * no window reaches does not matter.)
   */
  private static boolean isSymmetric(Window w, Shape x, Shape filters, Shape y) {
    for (int i = 0; i < w.axes(); i++) {
      int padded = x.dim(i + 1) + 2 * w.before().get(i);
      int places = (padded - w.span(i, filters.dim(i + 1))) / w.stride().get(i) + 1;
      if (places != y.dim(i + 1)) {
        return false;
      }
    }
    return true;
  }

  /** Extents of a channels-last shape, channels second; one spatial axis is the second of two. */
  private static int[] extents(Shape s) {
    int missing = Math.max(0, FEWEST_AXES - (s.rank() - 2));
    return IntStream.range(0, s.rank() + missing)
        .map(
            i ->
                switch (i) {
                  case 0 -> s.dim(0);
                  case 1 -> s.dim(-1);
                  default -> i < 2 + missing ? 1 : s.dim(i - 1 - missing);
                })
        .toArray();
  }

  private static int[] numbers(Ints values, int fill) {
    int missing = Math.max(0, FEWEST_AXES - values.size());
    return IntStream.range(0, values.size() + missing)
        .map(i -> i < missing ? fill : values.get(i - missing))
        .toArray();
  }
}
