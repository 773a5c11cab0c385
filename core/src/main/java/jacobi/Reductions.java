package jacobi;

import jacobi.graph.DType;
import jacobi.graph.Ints;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import jacobi.graph.Op;
import jacobi.graph.Op.ReduceKind;
import jacobi.graph.Shape;
import jacobi.graph.ShapeException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Operations along axes, and products. Axes may count from the end; no axes means all. Reduced axes
 * go, unless the method's name says that they are kept with extent 1.
 */
public sealed interface Reductions permits Tensor {
  Tensor self();

  /** The distinct axes meant, sorted. */
  private Ints axes(String op, int... axes) {
    Shape s = self().shape();
    if (axes.length == 0) {
      return Ints.range(s.rank());
    }
    int[] sorted = Arrays.stream(axes).map(a -> s.axis(a, op)).sorted().toArray();
    if (Arrays.stream(sorted).distinct().count() != sorted.length) {
      throw new ShapeException(
          "[" + op + "] axes " + Arrays.toString(axes) + " name one axis of " + s + " twice");
    }
    return Ints.of(sorted);
  }

  private Tensor kept(ReduceKind kind, String op, int... axes) {
    Node n = self().node();
    Node number = n.dtype() == DType.BOOL ? Nodes.cast(n, DType.INT64) : n;
    return new Tensor(Nodes.reduce(kind, number, axes(op, axes)));
  }

  private Tensor dropped(Tensor kept, String op, int... axes) {
    Ints gone = axes(op, axes);
    Shape s = self().shape();
    int[] left = IntStream.range(0, s.rank()).filter(i -> !gone.contains(i)).map(s::dim).toArray();
    return kept.reshape(left);
  }

  default Tensor sum(int... axes) {
    return dropped(kept(ReduceKind.SUM, "sum", axes), "sum", axes);
  }

  default Tensor sumKeep(int... axes) {
    return kept(ReduceKind.SUM, "sum", axes);
  }

  default Tensor prod(int... axes) {
    return dropped(kept(ReduceKind.PROD, "prod", axes), "prod", axes);
  }

  /** Greatest elements; all that tie share the gradient. */
  default Tensor amax(int... axes) {
    return dropped(kept(ReduceKind.MAX, "max", axes), "max", axes);
  }

  default Tensor amaxKeep(int... axes) {
    return kept(ReduceKind.MAX, "max", axes);
  }

  /** Least elements; all that tie share the gradient. */
  default Tensor amin(int... axes) {
    return dropped(kept(ReduceKind.MIN, "min", axes), "min", axes);
  }

  /** Arithmetic mean; of integers in float32. */
  default Tensor mean(int... axes) {
    return dropped(meanKeep(axes), "mean", axes);
  }

  default Tensor meanKeep(int... axes) {
    Tensor x = self().dtype().isFloating() ? self() : self().as(DType.FLOAT32);
    Tensor sum = x.sumKeep(axes);
    long n = sum.shape().size() == 0 ? 0 : self().shape().size() / sum.shape().size();
    return sum.div((double) n);
  }

  /** Mean square deviation from the mean, divided by n (not n-1). */
  default Tensor variance(int... axes) {
    Tensor x = self().dtype().isFloating() ? self() : self().as(DType.FLOAT32);
    return x.sub(x.meanKeep(axes)).square().mean(axes);
  }

  /** Index (int64) of the first greatest element along an axis. */
  default Tensor argmax(int axis) {
    int a = self().shape().axis(axis, "argmax");
    return dropped(new Tensor(Node.of(new Op.ArgMax(a), self().node())), "argmax", a);
  }

  /** Running sum along an axis. */
  default Tensor cumsum(int axis) {
    return new Tensor(
        Node.of(new Op.CumSum(self().shape().axis(axis, "cumsum"), false), self().node()));
  }

  /** e^x / Σ e^x along an axis (eq. 7.9), shifted by the maximum so that it never overflows. */
  default Tensor softmax(int axis) {
    Tensor e = self().sub(self().amaxKeep(axis).detach()).exp();
    return e.div(e.sumKeep(axis));
  }

  /** The logarithm of {@link #softmax}, computed without it. */
  default Tensor logSoftmax(int axis) {
    Tensor shifted = self().sub(self().amaxKeep(axis).detach());
    return shifted.sub(shifted.exp().sumKeep(axis).log());
  }

  /** log Σ e^x along axes, without overflow. */
  default Tensor logSumExp(int... axes) {
    Tensor m = self().amaxKeep(axes).detach();
    return dropped(self().sub(m).exp().sumKeep(axes).log().add(m), "logSumExp", axes);
  }

  /**
   * Matrix product. Matrices, batches of matrices (which broadcast), or vectors: a vector at the
   * left is a row, at the right a column, and the extra axis goes again, as NumPy does it.
   */
  default Tensor matmul(Tensor other) {
    Tensor a = self();
    Tensor b = other;
    DType t = DType.promote(DType.promote(a.dtype(), b.dtype()), DType.FLOAT32);
    a = a.as(t);
    b = b.as(t);
    if (a.rank() == 0 || b.rank() == 0) {
      throw new ShapeException(
          "[matmul] needs vectors or matrices, not " + a.shape() + " x " + b.shape());
    }
    if (a.rank() == 1) {
      Tensor r = a.reshape(1, a.dim(0)).matmul(b);
      return r.reshape(without(r.shape(), Math.max(0, r.rank() - (b.rank() == 1 ? 1 : 2))));
    }
    if (b.rank() == 1) {
      Tensor r = a.matmul(b.reshape(b.dim(0), 1));
      return r.reshape(without(r.shape(), r.rank() - 1));
    }
    if (b.rank() == 2 && a.rank() > 2) {
      // One large product instead of many small ones.
      int[] out = a.shape().with(a.rank() - 1, b.dim(1)).dims();
      int rows = Math.toIntExact(a.dim(-1) == 0 ? rows(a.shape()) : a.shape().size() / a.dim(-1));
      return new Tensor(Nodes.matmul(a.reshape(rows, a.dim(-1)).node(), b.node())).reshape(out);
    }
    Shape batch = Shape.broadcast(batch(a.shape()), batch(b.shape()), "matmul");
    return new Tensor(
        Nodes.matmul(
            Nodes.broadcast(a.node(), matrix(batch, a.shape())),
            Nodes.broadcast(b.node(), matrix(batch, b.shape()))));
  }

  private static long rows(Shape s) {
    long n = 1;
    for (int i = 0; i < s.rank() - 1; i++) {
      n *= s.dim(i);
    }
    return n;
  }

  private static int[] without(Shape s, int axis) {
    return IntStream.range(0, s.rank()).filter(i -> i != axis).map(s::dim).toArray();
  }

  private static Shape batch(Shape s) {
    return Shape.of(Arrays.copyOf(s.dims(), s.rank() - 2));
  }

  private static Shape matrix(Shape batch, Shape of) {
    int[] d = Arrays.copyOf(batch.dims(), batch.rank() + 2);
    d[d.length - 2] = of.dim(-2);
    d[d.length - 1] = of.dim(-1);
    return Shape.of(d);
  }
}
