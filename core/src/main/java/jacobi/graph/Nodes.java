package jacobi.graph;

import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.CompareKind;
import jacobi.graph.Op.ReduceKind;
import jacobi.graph.Op.UnaryKind;
import java.util.List;

/**
 * Builds nodes: NumPy broadcasting made explicit, operations that change nothing left out. Tensors,
 * gradients and the compiler's rewrites all build through here.
 */
public final class Nodes {
  private Nodes() {}

  /** Whether a node has the elements of its operand under another index, and no others. */
  public static boolean isView(Node n) {
    return switch (n.op()) {
      case Op.Reshape _, Op.Permute _, Op.Broadcast _, Op.Slice _, Op.Flip _, Op.Detach _ -> true;
      case Op.Input _,
          Op.Constant _,
          Op.Iota _,
          Op.Random _,
          Op.Unary _,
          Op.Binary _,
          Op.Compare _,
          Op.Select _,
          Op.Cast _,
          Op.Reduce _,
          Op.ArgMax _,
          Op.CumSum _,
          Op.Pad _,
          Op.Concat _,
          Op.Gather _,
          Op.ScatterAdd _,
          Op.FirstEqual _,
          Op.MatMul _,
          Convolution _,
          Op.Scan _ ->
          false;
    };
  }

  public static Node constant(DType dtype, double value, Shape shape) {
    return broadcast(Node.constant(dtype, value), shape);
  }

  /** A constant of another node's type. */
  public static Node like(Node n, double value) {
    return constant(n.dtype(), value, n.shape());
  }

  public static Node unary(UnaryKind kind, Node a) {
    return Node.of(new Op.Unary(kind), a);
  }

  public static Node binary(BinaryKind kind, Node a, Node b) {
    Op op = new Op.Binary(kind);
    Shape s = Shape.broadcast(a.shape(), b.shape(), op.label());
    return Node.of(op, broadcast(a, s), broadcast(b, s));
  }

  public static Node add(Node a, Node b) {
    return binary(BinaryKind.ADD, a, b);
  }

  public static Node sub(Node a, Node b) {
    return binary(BinaryKind.SUB, a, b);
  }

  public static Node mul(Node a, Node b) {
    return binary(BinaryKind.MUL, a, b);
  }

  public static Node mul(Node a, double b) {
    return mul(a, Node.constant(a.dtype(), b));
  }

  public static Node div(Node a, Node b) {
    return binary(BinaryKind.DIV, a, b);
  }

  public static Node neg(Node a) {
    return unary(UnaryKind.NEG, a);
  }

  public static Node compare(CompareKind kind, Node a, Node b) {
    Op op = new Op.Compare(kind);
    Shape s = Shape.broadcast(a.shape(), b.shape(), op.label());
    return Node.of(op, broadcast(a, s), broadcast(b, s));
  }

  public static Node select(Node condition, Node a, Node b) {
    Shape s =
        Shape.broadcast(
            condition.shape(), Shape.broadcast(a.shape(), b.shape(), "select"), "select");
    return Node.of(new Op.Select(), broadcast(condition, s), broadcast(a, s), broadcast(b, s));
  }

  public static Node cast(Node a, DType dtype) {
    return a.dtype() == dtype ? a : Node.of(new Op.Cast(dtype), a);
  }

  /** Reduces axes to extent 1. */
  public static Node reduce(ReduceKind kind, Node a, Ints axes) {
    return axes.size() == 0 ? a : Node.of(new Op.Reduce(kind, axes), a);
  }

  public static Node sum(Node a, Ints axes) {
    return reduce(ReduceKind.SUM, a, axes);
  }

  public static Node reshape(Node a, Shape shape) {
    return a.shape().equals(shape) ? a : Node.of(new Op.Reshape(shape), a);
  }

  public static Node permute(Node a, Ints axes) {
    return axes.equals(Ints.range(a.shape().rank())) && axes.size() == a.shape().rank()
        ? a
        : Node.of(new Op.Permute(axes), a);
  }

  /** Swaps the last two axes. */
  public static Node transpose(Node a) {
    int r = a.shape().rank();
    return permute(a, Ints.generate(r, i -> i == r - 1 ? r - 2 : i == r - 2 ? r - 1 : i));
  }

  /** Stretches to a shape that {@code a} broadcasts to, adding axes at the left. */
  public static Node broadcast(Node a, Shape shape) {
    if (a.shape().equals(shape)) {
      return a;
    }
    int extra = shape.rank() - a.shape().rank();
    if (extra < 0) {
      throw new ShapeException("[broadcast] " + a.shape() + " does not stretch to " + shape);
    }
    Shape from = a.shape();
    Node aligned =
        reshape(
            a,
            Shape.of(
                Ints.generate(shape.rank(), i -> i < extra ? 1 : from.dim(i - extra)).toArray()));
    return aligned.shape().equals(shape) ? aligned : Node.of(new Op.Broadcast(shape), aligned);
  }

  /** The reverse of {@link #broadcast}: sums what was stretched. */
  public static Node unbroadcast(Node g, Shape shape) {
    if (g.shape().equals(shape)) {
      return g;
    }
    int extra = g.shape().rank() - shape.rank();
    int[] axes =
        java.util.stream.IntStream.range(0, g.shape().rank())
            .filter(i -> i < extra || (shape.dim(i - extra) == 1 && g.shape().dim(i) != 1))
            .toArray();
    return reshape(sum(g, Ints.of(axes)), shape);
  }

  public static Node slice(Node a, Ints starts, Ints counts, Ints steps) {
    return Node.of(new Op.Slice(starts, counts, steps), a);
  }

  public static Node pad(Node a, Ints before, Ints after, Ints interior) {
    return Node.of(new Op.Pad(before, after, interior), a);
  }

  public static Node matmul(Node a, Node b) {
    return Node.of(new Op.MatMul(), a, b);
  }

  public static Node concat(List<Node> parts, int axis) {
    return parts.size() == 1 ? parts.getFirst() : Node.of(new Op.Concat(axis), parts);
  }
}
