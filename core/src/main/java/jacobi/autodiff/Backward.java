package jacobi.autodiff;

import static jacobi.graph.Nodes.add;
import static jacobi.graph.Nodes.cast;
import static jacobi.graph.Nodes.compare;
import static jacobi.graph.Nodes.div;
import static jacobi.graph.Nodes.like;
import static jacobi.graph.Nodes.matmul;
import static jacobi.graph.Nodes.mul;
import static jacobi.graph.Nodes.neg;
import static jacobi.graph.Nodes.pad;
import static jacobi.graph.Nodes.permute;
import static jacobi.graph.Nodes.reduce;
import static jacobi.graph.Nodes.reshape;
import static jacobi.graph.Nodes.select;
import static jacobi.graph.Nodes.slice;
import static jacobi.graph.Nodes.sub;
import static jacobi.graph.Nodes.sum;
import static jacobi.graph.Nodes.transpose;
import static jacobi.graph.Nodes.unary;

import jacobi.graph.Convolution;
import jacobi.graph.Convolution.Conv;
import jacobi.graph.Convolution.ConvFilter;
import jacobi.graph.Convolution.ConvInput;
import jacobi.graph.Ints;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import jacobi.graph.Op;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.CompareKind;
import jacobi.graph.Op.ReduceKind;
import jacobi.graph.Op.UnaryKind;
import jacobi.graph.Shape;
import jacobi.graph.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The gradient table: for each primitive z = f(x, …), the downstream gradients {@code J_x(z)^T g}
 * of an upstream gradient g, as nodes. One row a primitive; everything else follows by composition.
 */
final class Backward {
  private static final List<Optional<Node>> NONE = List.of();

  private Backward() {}

  /**
   * One entry for each operand, empty where nothing flows; an empty list where nothing flows at
   * all.
   */
  static List<Optional<Node>> downstream(Node n, Node g) {
    return switch (n.op()) {
      case Op.Input _,
          Op.Constant _,
          Op.Iota _,
          Op.Random _,
          Op.Compare _,
          Op.ArgMax _,
          Op.FirstEqual _,
          Op.Detach _ ->
          NONE;
      case Op.Unary u -> unaryRule(u.kind(), n, g);
      case Op.Binary b -> binaryRule(b.kind(), n, g);
      case Op.Select _ -> {
        Node c = n.input(0);
        yield List.of(
            Optional.empty(),
            Optional.of(select(c, g, like(g, 0))),
            Optional.of(select(c, like(g, 0), g)));
      }
      case Op.Cast _ -> n.input(0).dtype().isFloating() ? flow(cast(g, n.input(0).dtype())) : NONE;
      case Op.Reduce r -> flow(reduceRule(r, n, g));
      case Op.CumSum c -> flow(Node.of(new Op.CumSum(c.axis(), !c.reverse()), g));
      case Op.Reshape _ -> flow(reshape(g, n.input(0).shape()));
      case Op.Permute p -> flow(permute(g, inverse(p.axes())));
      case Op.Broadcast _ -> flow(Nodes.unbroadcast(g, n.input(0).shape()));
      case Op.Slice s -> flow(sliceRule(s, n, g));
      case Op.Flip f -> flow(Node.of(f, g));
      case Op.Pad p -> {
        Shape x = n.input(0).shape();
        Ints steps = Ints.generate(x.rank(), i -> p.interior().get(i) + 1);
        yield flow(slice(g, p.before(), Ints.of(x.dims()), steps));
      }
      case Op.Concat c -> concatRule(c, n, g);
      case Op.Gather _ -> {
        Node zeros = like(n.input(0), 0);
        yield List.of(
            Optional.of(Node.of(new Op.ScatterAdd(), zeros, n.input(1), g)), Optional.empty());
      }
      case Op.ScatterAdd _ ->
          List.of(
              Optional.of(g),
              Optional.empty(),
              Optional.of(Node.of(new Op.Gather(), g, n.input(1))));
      case Op.Scan _ -> ScanGradient.downstream(n, g);
      case Op.MatMul _ -> flow(matmul(g, transpose(n.input(1))), matmul(transpose(n.input(0)), g));
      case Convolution c -> convolutionRule(c, n.input(0), n.input(1), g);
    };
  }

  /** Each of the three is linear in both operands; the gradients are the other two. */
  private static List<Optional<Node>> convolutionRule(Convolution c, Node a, Node b, Node g) {
    Window w = c.window();
    int groups = c.groups();
    return switch (c) {
      case Conv _ ->
          flow(
              Node.of(new ConvInput(w, groups, Convolution.spatial(a.shape())), g, b),
              Node.of(new ConvFilter(w, groups, Convolution.spatial(b.shape())), a, g));
      case ConvInput _ ->
          flow(
              Node.of(new Conv(w, groups), g, b),
              Node.of(new ConvFilter(w, groups, Convolution.spatial(b.shape())), g, a));
      case ConvFilter _ ->
          flow(
              Node.of(new ConvInput(w, groups, Convolution.spatial(a.shape())), b, g),
              Node.of(new Conv(w, groups), a, g));
    };
  }

  private static List<Optional<Node>> unaryRule(UnaryKind kind, Node y, Node g) {
    Node x = y.input(0);
    return switch (kind) {
      case SIGN, FLOOR, CEIL, ROUND, NOT -> NONE;
      case NEG -> flow(neg(g));
      case ABS -> flow(mul(g, unary(UnaryKind.SIGN, x)));
      case SQRT -> flow(div(mul(g, 0.5), y));
      case EXP -> flow(mul(g, y));
      case EXPM1 -> flow(mul(g, add(y, like(y, 1))));
      case LOG -> flow(div(g, x));
      case LOG1P -> flow(div(g, add(x, like(x, 1))));
      case SIN -> flow(mul(g, unary(UnaryKind.COS, x)));
      case COS -> flow(neg(mul(g, unary(UnaryKind.SIN, x))));
      case TANH -> flow(mul(g, sub(like(y, 1), mul(y, y))));
      case ERF -> flow(mul(mul(g, 2 / Math.sqrt(Math.PI)), unary(UnaryKind.EXP, neg(mul(x, x)))));
    };
  }

  private static List<Optional<Node>> binaryRule(BinaryKind kind, Node y, Node g) {
    Node a = y.input(0);
    Node b = y.input(1);
    return switch (kind) {
      case AND, OR, XOR -> NONE;
      case ADD -> flow(g, g);
      case SUB -> flow(g, neg(g));
      case MUL -> flow(mul(g, b), mul(g, a));
      case DIV -> {
        Node d = div(g, b);
        yield flow(d, neg(mul(d, y)));
      }
      // At a tie all goes to the second operand, so that max(x, 0), the ReLU, has derivative 0 at
      // 0.
      case MAX -> split(compare(CompareKind.LT, b, a), g);
      case MIN -> split(compare(CompareKind.LT, a, b), g);
      case POW -> {
        Node zero = like(b, 0);
        Node less = select(compare(CompareKind.EQ, b, zero), like(b, 1), sub(b, like(b, 1)));
        Node da = mul(g, mul(b, Nodes.binary(BinaryKind.POW, a, less)));
        Node safe = select(compare(CompareKind.EQ, a, zero), like(a, 1), a);
        yield flow(da, mul(g, mul(y, unary(UnaryKind.LOG, safe))));
      }
    };
  }

  private static List<Optional<Node>> split(Node first, Node g) {
    return flow(select(first, g, like(g, 0)), select(first, like(g, 0), g));
  }

  private static Node reduceRule(Op.Reduce r, Node y, Node g) {
    Node x = y.input(0);
    Shape s = x.shape();
    Node gx = Nodes.broadcast(g, s);
    return switch (r.kind()) {
      case SUM -> gx;
      // All extremal elements share the gradient evenly, as in NumPy's successors and PyTorch's
      // amax.
      case MAX, MIN -> {
        Node hit = cast(compare(CompareKind.EQ, x, Nodes.broadcast(y, s)), x.dtype());
        yield mul(hit, Nodes.broadcast(div(g, sum(hit, r.axes())), s));
      }
      // The product of the others: y / x, but where exactly one element is 0 only that one has a
      // gradient.
      case PROD -> {
        Node isZero = compare(CompareKind.EQ, x, like(x, 0));
        Node zeros = sum(cast(isZero, x.dtype()), r.axes());
        Node safe = select(isZero, like(x, 1), x);
        Node others = reduce(ReduceKind.PROD, safe, r.axes());
        Node alone = compare(CompareKind.EQ, cast(isZero, x.dtype()), Nodes.broadcast(zeros, s));
        Node d = div(Nodes.broadcast(others, s), safe);
        yield mul(gx, select(alone, d, like(x, 0)));
      }
    };
  }

  private static Node sliceRule(Op.Slice s, Node y, Node g) {
    Shape x = y.input(0).shape();
    Ints interior = Ints.generate(x.rank(), i -> s.counts().get(i) == 0 ? 0 : s.steps().get(i) - 1);
    Ints after =
        Ints.generate(
            x.rank(),
            i -> {
              int n = s.counts().get(i);
              int covered = n == 0 ? 0 : (n - 1) * s.steps().get(i) + 1;
              return x.dim(i) - s.starts().get(i) - covered;
            });
    return pad(g, s.starts(), after, interior);
  }

  private static List<Optional<Node>> concatRule(Op.Concat c, Node y, Node g) {
    List<Optional<Node>> parts = new ArrayList<>();
    int at = 0;
    int rank = y.shape().rank();
    Ints ones = Ints.generate(rank, i -> 1);
    for (Node in : y.inputs()) {
      int start = at;
      parts.add(
          Optional.of(
              slice(
                  g,
                  Ints.generate(rank, i -> i == c.axis() ? start : 0),
                  Ints.of(in.shape().dims()),
                  ones)));
      at += in.shape().dim(c.axis());
    }
    return parts;
  }

  private static Ints inverse(Ints axes) {
    int[] inv = new int[axes.size()];
    IntStream.range(0, inv.length).forEach(i -> inv[axes.get(i)] = i);
    return Ints.of(inv);
  }

  private static List<Optional<Node>> flow(Node... gradients) {
    return java.util.Arrays.stream(gradients).map(Optional::of).toList();
  }
}
