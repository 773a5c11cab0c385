package jacobi.onednn;

import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.graph.Convolution;
import jacobi.graph.DType;
import jacobi.graph.Ints;
import jacobi.graph.Shape;
import jacobi.graph.Window;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A convolution as oneDNN sees it: dimensions [batch, channels, spatial…], whatever the order in
 * memory, which here is channels last.
 */
record ConvTask(Convolution op, View first, View second, View out) {
  /** oneDNN has no more. */
  private static final int MOST_AXES = 3;

  /** The convolution of a task, or empty if oneDNN has no fast code for it. */
  static Optional<ConvTask> of(Task.Single single) {
    if (!(single.op() instanceof Convolution op)
        || single.out().dtype() != DType.FLOAT32
        || op.window().axes() > MOST_AXES
        || single.out().shape().size() == 0
        || !single.inputs().stream().allMatch(v -> v.isContiguous() && v.shape().size() > 0)) {
      return Optional.empty();
    }
    ConvTask task = new ConvTask(op, single.inputs().get(0), single.inputs().get(1), single.out());
    return !task.isMiscomputed() && Conv.isFast(task) ? Optional.of(task) : Optional.empty();
  }

  /**
   * oneDNN 3.11's brgemm forward convolution of one channel gives wrong sums where an axis has a
   * single window but a stride above 1; GraphFuzzer's seed 590 found it.
   */
  private boolean isMiscomputed() {
    boolean strided = false;
    for (int i = 0; i < op.window().axes(); i++) {
      strided |= op.window().stride().get(i) > 1 && y().dim(i + 1) == 1;
    }
    return strided && filters().dim(-1) == 1 && op instanceof Convolution.Conv;
  }

  Shape x() {
    return op instanceof Convolution.ConvInput ? out.shape() : first.shape();
  }

  Shape filters() {
    return op instanceof Convolution.ConvFilter ? out.shape() : second.shape();
  }

  Shape y() {
    return switch (op) {
      case Convolution.Conv _ -> out.shape();
      case Convolution.ConvInput _ -> first.shape();
      case Convolution.ConvFilter _ -> second.shape();
    };
  }

  int images() {
    return x().dim(0);
  }

  /** Multiply-adds. */
  long work() {
    return y().size() * (filters().size() / filters().dim(0));
  }

  /** Images as they lie in memory. */
  static MemoryDesc images(Shape s) {
    return MemoryDesc.exactly(dims(s), strides(s));
  }

  /** The same for so many images, wherever these begin. */
  ConvTask ofImages(int count) {
    return switch (op) {
      case Convolution.Conv _ -> new ConvTask(op, images(first, count), second, images(out, count));
      case Convolution.ConvInput _ ->
          new ConvTask(op, images(first, count), second, images(out, count));
      case Convolution.ConvFilter _ ->
          new ConvTask(op, images(first, count), images(second, count), out);
    };
  }

  private static View images(View v, int count) {
    return View.contiguous(v.dtype(), v.shape().with(0, count));
  }

  /** The first row of x that some rows of the result read. */
  int firstRowRead(int begin) {
    return Math.max(0, begin * op.window().stride().get(0) - op.window().before().get(0));
  }

  /**
   * The convolution of one image that gives some rows of its result, from the rows of x that these
   * need; empty where that is not one of its own.
   */
  Optional<ConvTask> ofRows(int begin, int end) {
    Window w = op.window();
    int height = x().dim(1);
    int from = begin * w.stride().get(0) - w.before().get(0);
    int to = (end - 1) * w.stride().get(0) - w.before().get(0) + w.span(0, filters().dim(1));
    int before = Math.max(0, -from);
    int after = Math.max(0, to - height);
    int rows = Math.min(to, height) - Math.max(from, 0);
    if (rows <= 0) {
      return Optional.empty();
    }
    Window part = w.padding(first(before, w.before()), first(after, w.after()));
    ConvTask task =
        new ConvTask(
            new Convolution.Conv(part, op.groups()),
            View.contiguous(first.dtype(), x().with(0, 1).with(1, rows)),
            second,
            View.contiguous(out.dtype(), y().with(0, 1).with(1, end - begin)));
    return task.isMiscomputed() ? Optional.empty() : Optional.of(task);
  }

  private static Ints first(int value, Ints rest) {
    return Ints.generate(rest.size(), i -> i == 0 ? value : rest.get(i));
  }

  /**
   * The filters as they lie in memory: [out, kernel…, in], cut into groups if there are several.
   */
  MemoryDesc plainFilters() {
    Shape f = filters();
    long[] strides = strides(f);
    if (op.groups() == 1) {
      return MemoryDesc.exactly(dims(f), strides);
    }
    return MemoryDesc.exactly(
        filterDims(), prepend(strides[0] * (f.dim(0) / op.groups()), strides));
  }

  /** [out, in, kernel…], or [groups, out/groups, in/groups, kernel…]. */
  long[] filterDims() {
    Shape f = filters();
    int groups = op.groups();
    return groups == 1 ? dims(f) : prepend(groups, dims(f.with(0, f.dim(0) / groups)));
  }

  private static long[] prepend(long first, long[] rest) {
    long[] all = new long[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  /** The extents of a channels-last shape, channels second. */
  private static long[] dims(Shape s) {
    int[] order = order(s.rank());
    return IntStream.of(order).mapToLong(s::dim).toArray();
  }

  private static long[] strides(Shape s) {
    long[] strides = s.strides();
    return IntStream.of(order(s.rank())).mapToLong(i -> strides[i]).toArray();
  }

  private static int[] order(int rank) {
    return IntStream.range(0, rank).map(i -> i == 0 ? 0 : i == 1 ? rank - 1 : i - 1).toArray();
  }

  long[] strides() {
    return numbers(op.window().stride().toArray(), 0);
  }

  /** oneDNN counts what is left out between neighbours. */
  long[] dilations() {
    return numbers(op.window().dilation().toArray(), -1);
  }

  long[] before() {
    return numbers(op.window().before().toArray(), 0);
  }

  long[] after() {
    Window w = op.window();
    return numbers(w.after().toArray(), 0);
  }

  private static long[] numbers(int[] values, int add) {
    return IntStream.of(values).mapToLong(v -> (long) v + add).toArray();
  }
}
