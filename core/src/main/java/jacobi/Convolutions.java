package jacobi;

import jacobi.graph.Convolution;
import jacobi.graph.DType;
import jacobi.graph.Ints;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import jacobi.graph.ShapeException;
import jacobi.graph.Window;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/**
 * Operations that move a window over the spatial axes of a tensor [batch, spatial…, channels], of
 * which there may be any number: one for sequences, two for images. A window that does not divide
 * the size is an error unless {@code floor} says that the rest is to be left out.
 */
public sealed interface Convolutions permits Tensor {
  Tensor self();

  /** Convolution with stride 1 and without padding. */
  default Tensor conv(Tensor filters) {
    return conv(filters, Window.of(axes("conv")), 1, false);
  }

  /**
   * Convolution, in the sense of this field: cross-correlation, the kernel is not flipped. Of
   * [batch, spatial…, in] and filters [out, kernel…, in/groups] the result is [batch, places…,
   * out].
   *
   * @param groups equal parts of the channels that do not see each other
   */
  default Tensor conv(Tensor filters, Window window, int groups, boolean floor) {
    DType t = DType.promote(DType.promote(self().dtype(), filters.dtype()), DType.FLOAT32);
    Node y =
        Node.of(new Convolution.Conv(window, groups), self().as(t).node(), filters.as(t).node());
    whole("conv", window, Convolution.spatial(filters.shape()), floor);
    return new Tensor(y);
  }

  /**
   * Transposed convolution: the gradient of {@link #conv} by its input. Each element of [batch,
   * spatial…, in] adds a filter at its place; filters [in, kernel…, out/groups] give [batch, n…,
   * out], with n = (m - 1) s + f - 2p + extra along an axis.
   *
   * @param extra elements more at the end of each spatial axis, less than the stride
   */
  default Tensor convTranspose(Tensor filters, Window window, int groups, Ints extra) {
    if (self().rank() != window.axes() + 2
        || filters.rank() != self().rank()
        || extra.size() != window.axes()) {
      throw new ShapeException(
          "[convTranspose] with "
              + window.axes()
              + " spatial axes needs [batch, spatial…, in], filters [in, kernel…, out/groups] and"
              + " as many extra elements, not "
              + self().shape()
              + ", "
              + filters.shape()
              + " and "
              + extra);
    }
    Ints from = Convolution.spatial(self().shape());
    Ints kernel = Convolution.spatial(filters.shape());
    for (int i = 0; i < extra.size(); i++) {
      if (extra.get(i) < 0 || extra.get(i) >= window.stride().get(i)) {
        throw new ShapeException(
            "[convTranspose] extra elements are from 0 to less than the stride "
                + window.stride()
                + ", not "
                + extra);
      }
    }
    Ints to =
        Ints.generate(
            extra.size(),
            i ->
                Math.max(
                    0,
                    (from.get(i) - 1) * window.stride().get(i)
                        + window.span(i, kernel.get(i))
                        - window.before().get(i)
                        - window.after().get(i)
                        + extra.get(i)));
    DType t = DType.promote(DType.promote(self().dtype(), filters.dtype()), DType.FLOAT32);
    return new Tensor(
        Node.of(
            new Convolution.ConvInput(window, groups, to),
            self().as(t).node(),
            filters.as(t).node()));
  }

  /**
   * The greatest element in each window, channel by channel; padding never is. Where several tie in
   * windows that do not overlap they share the gradient, else the first gets it.
   */
  default Tensor maxPool(Ints size, Window window, boolean floor) {
    check("maxPool", size, window, floor);
    for (int i = 0; i < size.size(); i++) {
      if (2 * Math.max(window.before().get(i), window.after().get(i))
          > window.span(i, size.get(i))) {
        throw new ShapeException(
            "[maxPool] padding "
                + window.before()
                + window.after()
                + " is more than half of the window "
                + size);
      }
    }
    if (isTiling(size, window)) {
      return maxOfTiles(self(), size);
    }
    Tensor y = self();
    for (int i = 0; i < size.size(); i++) {
      y = pooled(paddedLow(y, i, window), i, size, window, (a, b) -> b.max(a));
    }
    return y;
  }

  /**
   * What rises with its operand and is the same everywhere in a window, a bias or a ReLU, comes
   * after the pooling, on fewer elements, and the gradient through it likewise. The values are the
   * same: rounding keeps the order.
   */
  private static Tensor maxOfTiles(Tensor x, Ints size) {
    if (x.node().op() instanceof Op.Binary(Op.BinaryKind kind)
        && (kind == Op.BinaryKind.ADD || kind == Op.BinaryKind.MAX)) {
      for (int i = 0; i < 2; i++) {
        Node other = x.node().input(1 - i);
        if (other.op() instanceof Op.Broadcast && isPerChannel(other.input(0).shape())) {
          Node y = maxOfTiles(new Tensor(x.node().input(i)), size).node();
          Node same = Nodes.broadcast(other.input(0), y.shape());
          return new Tensor(Node.of(x.node().op(), i == 0 ? List.of(y, same) : List.of(same, y)));
        }
      }
    }
    return tiles(x, size).amax(tileAxes(size));
  }

  private static boolean isPerChannel(Shape s) {
    return IntStream.range(0, s.rank() - 1).allMatch(i -> s.dim(i) == 1);
  }

  /**
   * The mean of each window, channel by channel.
   *
   * @param countPadding whether padding counts as zeros, or is left out of the mean
   */
  default Tensor avgPool(Ints size, Window window, boolean floor, boolean countPadding) {
    check("avgPool", size, window, floor);
    Tensor x = self().dtype().isFloating() ? self() : self().as(DType.FLOAT32);
    Tensor sum = sumPool(x, size, window);
    if (countPadding || window.equals(unpadded(window))) {
      return sum.div((double) IntStream.of(size.toArray()).reduce(1, Math::multiplyExact));
    }
    int[] one = Convolution.images(1, Convolution.spatial(x.shape()), 1).dims();
    return sum.div(sumPool(Jacobi.full(1, x.dtype(), one), size, window));
  }

  private static Tensor sumPool(Tensor x, Ints size, Window window) {
    if (isTiling(size, window)) {
      return tiles(x, size).sum(tileAxes(size));
    }
    Tensor y = x;
    for (int i = 0; i < size.size(); i++) {
      Tensor padded = y.pad(i + 1, window.before().get(i), window.after().get(i));
      y = pooled(padded, i, size, window, Tensor::add);
    }
    return y;
  }

  // --- windows ----------------------------------------------------------------------------------

  private int axes(String op) {
    if (self().rank() < 3) {
      throw new ShapeException(
          "[" + op + "] needs [batch, spatial…, channels], not " + self().shape());
    }
    return self().rank() - 2;
  }

  private void whole(String op, Window window, Ints kernel, boolean floor) {
    if (!floor) {
      window
          .misfit(Convolution.spatial(self().shape()), kernel)
          .ifPresent(
              why -> {
                throw new ShapeException("[" + op + "] " + why);
              });
    }
  }

  private void check(String op, Ints size, Window window, boolean floor) {
    if (axes(op) != window.axes() || size.size() != window.axes()) {
      throw new ShapeException(
          "["
              + op
              + "] a window of size "
              + size
              + " does not fit the spatial axes of "
              + self().shape());
    }
    // For its complaint about a window larger than the input.
    window.outputs(op, Convolution.spatial(self().shape()), size);
    whole(op, window, size, floor);
  }

  private static Window unpadded(Window w) {
    return w.padding(0);
  }

  /** Whether windows lie side by side, so that a reshape separates them. */
  private static boolean isTiling(Ints size, Window window) {
    return window.equals(Window.of(size.size()).stride(size.toArray()));
  }

  /** [batch, n, f, n, f, …, channels], without what is left over at the ends. */
  private static Tensor tiles(Tensor input, Ints size) {
    Tensor x = input;
    int[] d = new int[2 * size.size() + 2];
    d[0] = x.dim(0);
    d[d.length - 1] = x.dim(-1);
    for (int i = 0; i < size.size(); i++) {
      int n = x.dim(i + 1) / size.get(i);
      x = n * size.get(i) == x.dim(i + 1) ? x : x.slice(i + 1, 0, n * size.get(i));
      d[2 * i + 1] = n;
      d[2 * i + 2] = size.get(i);
    }
    return x.reshape(d);
  }

  private static int[] tileAxes(Ints size) {
    return IntStream.range(0, size.size()).map(i -> 2 * i + 2).toArray();
  }

  /** One spatial axis: the strided slices, an element of each window in each, put together. */
  private static Tensor pooled(
      Tensor x, int axis, Ints size, Window w, BinaryOperator<Tensor> join) {
    int stride = w.stride().get(axis);
    int places = (x.dim(axis + 1) - w.span(axis, size.get(axis))) / stride + 1;
    int reach = (places - 1) * stride + 1;
    Tensor y = x.slice(axis + 1, 0, reach, stride);
    for (int tap = 1; tap < size.get(axis); tap++) {
      int from = tap * w.dilation().get(axis);
      y = join.apply(y, x.slice(axis + 1, from, from + reach, stride));
    }
    return y;
  }

  /** Padded with what is less than everything. */
  private static Tensor paddedLow(Tensor x, int axis, Window w) {
    int before = w.before().get(axis);
    int after = w.after().get(axis);
    if (before == 0 && after == 0) {
      return x;
    }
    Shape row = x.shape().with(axis + 1, 1);
    double least = Double.NEGATIVE_INFINITY;
    Tensor low = Jacobi.full(least, x.dtype(), row.dims());
    Tensor padded = x.pad(axis + 1, before, after);
    int n = padded.dim(axis + 1);
    Tensor at =
        Jacobi.arange(n)
            .as(DType.INT32)
            .reshape(IntStream.range(0, x.rank()).map(i -> i == axis + 1 ? n : 1).toArray());
    return at.ge(before).and(at.lt(before + x.dim(axis + 1))).where(padded, low);
  }
}
