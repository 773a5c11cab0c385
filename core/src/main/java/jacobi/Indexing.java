package jacobi;

import jacobi.graph.DType;
import jacobi.graph.Ints;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import jacobi.graph.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Operations that rearrange, select and join elements. Views copy nothing. Axes may count from the
 * end.
 */
public sealed interface Indexing permits Tensor {
  Tensor self();

  private int axis(int axis, String op) {
    return self().shape().axis(axis, op);
  }

  /** The same elements in another shape; one extent may be -1, to be worked out. */
  default Tensor reshape(int... shape) {
    int[] d = shape.clone();
    int free = -1;
    long known = 1;
    for (int i = 0; i < d.length; i++) {
      if (d[i] == -1 && free == -1) {
        free = i;
      } else {
        known *= d[i];
      }
    }
    long size = self().shape().size();
    if (free >= 0) {
      if (known == 0 || size % known != 0) {
        throw new ShapeException(
            "[reshape] "
                + self().shape()
                + " has "
                + size
                + " elements, which do not fill "
                + Arrays.toString(shape));
      }
      d[free] = Math.toIntExact(size / known);
    }
    return new Tensor(Nodes.reshape(self().node(), Shape.of(d)));
  }

  /** Merges the axes from {@code from} on into one. */
  default Tensor flatten(int from) {
    Shape s = self().shape();
    if (s.rank() == 0) {
      return reshape(1);
    }
    int a = axis(from, "flatten");
    int[] d = Arrays.copyOf(s.dims(), a + 1);
    d[a] = 1;
    for (int i = a; i < s.rank(); i++) {
      d[a] *= s.dim(i);
    }
    return reshape(d);
  }

  /** Result axis i is axis {@code axes[i]}. */
  default Tensor permute(int... axes) {
    return new Tensor(
        Nodes.permute(
            self().node(), Ints.of(Arrays.stream(axes).map(a -> axis(a, "permute")).toArray())));
  }

  /** Swaps the last two axes. */
  default Tensor transpose() {
    if (self().rank() < 2) {
      throw new ShapeException("[transpose] needs two axes, not " + self().shape());
    }
    return new Tensor(Nodes.transpose(self().node()));
  }

  /** Stretches to a shape by NumPy's rule. */
  default Tensor broadcastTo(int... shape) {
    return new Tensor(Nodes.broadcast(self().node(), Shape.of(shape)));
  }

  /** Adds an axis of extent 1 before axis {@code axis} (rank: at the end). */
  default Tensor unsqueeze(int axis) {
    int rank = self().rank();
    int a = axis < 0 ? axis + rank + 1 : axis;
    if (a < 0 || a > rank) {
      throw new ShapeException(
          "[unsqueeze] axis " + axis + " is outside 0.." + rank + " for shape " + self().shape());
    }
    return reshape(
        IntStream.rangeClosed(0, rank)
            .map(i -> i == a ? 1 : self().dim(i < a ? i : i - 1))
            .toArray());
  }

  /** Removes an axis of extent 1. */
  default Tensor squeeze(int axis) {
    int a = axis(axis, "squeeze");
    if (self().dim(a) != 1) {
      throw new ShapeException(
          "[squeeze] axis "
              + axis
              + " of "
              + self().shape()
              + " has extent "
              + self().dim(a)
              + ", not 1");
    }
    return reshape(
        IntStream.range(0, self().rank()).filter(i -> i != a).map(self()::dim).toArray());
  }

  /** Elements from, from+1, …, to-1 along an axis; negative bounds count from the end. */
  default Tensor slice(int axis, int from, int to) {
    return slice(axis, from, to, 1);
  }

  /** Every {@code step}-th element from {@code from} up to before {@code to} along an axis. */
  default Tensor slice(int axis, int from, int to, int step) {
    int a = axis(axis, "slice");
    Shape s = self().shape();
    int f = from < 0 ? from + s.dim(a) : from;
    int t = to < 0 ? to + s.dim(a) : to;
    if (f < 0 || t > s.dim(a) || f > t || step <= 0) {
      throw new ShapeException(
          "[slice] "
              + from
              + ".."
              + to
              + " step "
              + step
              + " does not lie in axis "
              + axis
              + " of "
              + s);
    }
    int count = (t - f + step - 1) / step;
    Ints zeros = Ints.generate(s.rank(), i -> i == a ? f : 0);
    Ints counts = Ints.generate(s.rank(), i -> i == a ? count : s.dim(i));
    return new Tensor(
        Nodes.slice(self().node(), zeros, counts, Ints.generate(s.rank(), i -> i == a ? step : 1)));
  }

  /** One position along an axis, which goes. */
  default Tensor get(int axis, int index) {
    int a = axis(axis, "get");
    int n = self().dim(a);
    int i = index < 0 ? index + n : index;
    if (i < 0 || i >= n) {
      throw new ShapeException(
          "[get] index " + index + " is outside axis " + axis + " of " + self().shape());
    }
    return slice(a, i, i + 1).squeeze(a);
  }

  /** Reverses axes. */
  default Tensor flip(int... axes) {
    int[] a = Arrays.stream(axes).map(x -> axis(x, "flip")).sorted().distinct().toArray();
    return a.length == 0 ? self() : new Tensor(Node.of(new Op.Flip(Ints.of(a)), self().node()));
  }

  /** Zeros before and after an axis. */
  default Tensor pad(int axis, int before, int after) {
    int a = axis(axis, "pad");
    int r = self().rank();
    return new Tensor(
        Nodes.pad(
            self().node(),
            Ints.generate(r, i -> i == a ? before : 0),
            Ints.generate(r, i -> i == a ? after : 0),
            Ints.generate(r, i -> 0)));
  }

  /** This, then others, along an axis; all of one type. */
  default Tensor concat(int axis, Tensor... others) {
    int a = axis(axis, "concat");
    List<Node> parts =
        Stream.concat(Stream.of(self()), Arrays.stream(others)).map(Tensor::node).toList();
    return new Tensor(Nodes.concat(parts, a));
  }

  /**
   * Rows by index: of [V, d…] at integer indices [i…] the rows [i…, d…] (an embedding lookup). An
   * index outside 0..V-1 is an error when the values are computed.
   */
  default Tensor gather(Tensor indices) {
    return new Tensor(Node.of(new Op.Gather(), self().node(), indices.node()));
  }

  /**
   * This with {@code rows} [i…, d…] added at integer indices [i…]; an index that comes twice adds
   * twice.
   */
  default Tensor scatterAdd(Tensor indices, Tensor rows) {
    return new Tensor(Node.of(new Op.ScatterAdd(), self().node(), indices.node(), rows.node()));
  }

  /**
   * For each of some integers [n] the position of the first that is equal to it: of (7, 3, 7) it is
   * (0, 1, 0). int32.
   */
  default Tensor firstEqual() {
    return new Tensor(Node.of(new Op.FirstEqual(), self().node()));
  }

  /**
   * 1 at each index and 0 elsewhere, along a new last axis of extent {@code classes}; an index
   * outside gives only 0.
   */
  default Tensor oneHot(int classes, DType dtype) {
    // int32 compares in as many lanes as float32 has, int64 does not.
    Node at = Nodes.cast(self().node(), DType.INT32);
    int[] d = Arrays.copyOf(self().shape().dims(), self().rank() + 1);
    d[d.length - 1] = 1;
    Node column = Nodes.reshape(at, Shape.of(d));
    d[d.length - 1] = classes;
    Node index = Node.of(new Op.Iota(DType.INT32, Shape.of(d), d.length - 1));
    return new Tensor(Nodes.cast(Nodes.compare(Op.CompareKind.EQ, column, index), dtype));
  }
}
