package jacobi.graph;

import jacobi.graph.Op.ReduceKind;
import java.util.List;

/**
 * An operation on all steps of a scan at once: the same nodes with a further leading axis for the
 * steps. Operands either have that axis ("lifted") or are the same in every step.
 */
final class Lift {
  private Lift() {}

  /**
   * Whether there is such an operation.
   *
   * @param lifted which operands have the axis; at least one does
   */
  static boolean isPossible(Node n, List<Boolean> lifted) {
    return switch (n.op()) {
      case Op.Unary _,
          Op.Binary _,
          Op.Compare _,
          Op.Select _,
          Op.Cast _,
          Op.Reduce _,
          Op.ArgMax _,
          Op.CumSum _,
          Op.Reshape _,
          Op.Permute _,
          Op.Broadcast _,
          Op.Slice _,
          Op.Flip _,
          Op.Detach _,
          Op.Pad _,
          Op.Concat _,
          Op.MatMul _ ->
          true;
      // Rows of one table; each step's own table would need indices moved, which would hide those
      // out of range.
      case Op.Gather _ -> !lifted.get(0);
      case Convolution.Conv _, Convolution.ConvInput _ -> lifted.get(0) && !lifted.get(1);
      case Op.Input _,
          Op.Constant _,
          Op.Iota _,
          Op.Random _,
          Op.ScatterAdd _,
          Op.FirstEqual _,
          Convolution.ConvFilter _,
          Op.Scan _ ->
          false;
    };
  }

  /**
   * The operation on all steps.
   *
   * @param in its operands
   * @param lifted which of them have the axis
   */
  static Node apply(Node n, List<Node> in, List<Boolean> lifted, int steps) {
    Node a = in.getFirst();
    return switch (n.op()) {
      case Op.Unary _, Op.Cast _, Op.Detach _ -> Node.of(n.op(), a);
      case Op.Binary _, Op.Compare _, Op.Select _ -> Node.of(n.op(), stretched(in, lifted, steps));
      case Op.Reduce r -> Node.of(new Op.Reduce(r.kind(), behind(r.axes())), a);
      case Op.ArgMax m -> Node.of(new Op.ArgMax(m.axis() + 1), a);
      case Op.CumSum c -> Node.of(new Op.CumSum(c.axis() + 1, c.reverse()), a);
      case Op.Reshape r -> Nodes.reshape(a, ScanRules.withSteps(steps, r.shape()));
      case Op.Permute p -> Nodes.permute(a, with(0, behind(p.axes())));
      case Op.Broadcast b -> Node.of(new Op.Broadcast(ScanRules.withSteps(steps, b.shape())), a);
      case Op.Slice s ->
          Nodes.slice(a, with(0, s.starts()), with(steps, s.counts()), with(1, s.steps()));
      case Op.Flip f -> Node.of(new Op.Flip(behind(f.axes())), a);
      case Op.Pad p -> Nodes.pad(a, with(0, p.before()), with(0, p.after()), with(0, p.interior()));
      case Op.Concat c -> Node.of(new Op.Concat(c.axis() + 1), stretched(in, lifted, steps));
      case Op.Gather _ -> Node.of(n.op(), in);
      case Op.MatMul _ ->
          lifted.get(0) && !lifted.get(1) && in.get(1).shape().rank() == 2
              ? rowsOfAllSteps(a, in.get(1))
              : Node.of(n.op(), stretched(in, lifted, steps));
      case Convolution.Conv _, Convolution.ConvInput _ ->
          Nodes.reshape(
              Node.of(n.op(), merged(a), in.get(1)), ScanRules.withSteps(steps, n.shape()));
      case Op.Input _,
          Op.Constant _,
          Op.Iota _,
          Op.Random _,
          Op.ScatterAdd _,
          Op.FirstEqual _,
          Convolution.ConvFilter _,
          Op.Scan _ ->
          throw new IllegalStateException(n + " has no form for all steps at once");
    };
  }

  /** [T, m, k] x [k, n] as one product [T m, k] x [k, n]. */
  private static Node rowsOfAllSteps(Node a, Node b) {
    Shape s = a.shape();
    return Nodes.reshape(
        Nodes.matmul(merged(a), b), Shape.of(s.dim(0), s.dim(1), b.shape().dim(1)));
  }

  /** The axis of the steps and the one behind it, a batch, as one. */
  static Node merged(Node lifted) {
    Shape s = lifted.shape();
    return Nodes.reshape(
        lifted,
        Shape.of(
            Ints.generate(
                    s.rank() - 1,
                    i -> i == 0 ? Math.multiplyExact(s.dim(0), s.dim(1)) : s.dim(i + 1))
                .toArray()));
  }

  /** The sum over the steps of a value that has the axis. */
  static Node sum(Node lifted) {
    Shape s = lifted.shape();
    return Nodes.reshape(
        Nodes.reduce(ReduceKind.SUM, lifted, Ints.of(0)),
        Shape.of(Ints.generate(s.rank() - 1, i -> s.dim(i + 1)).toArray()));
  }

  /** Operands of the same shape, each with the axis for the steps. */
  static List<Node> stretched(List<Node> in, List<Boolean> lifted, int steps) {
    List<Node> all = new java.util.ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      Node n = in.get(i);
      all.add(lifted.get(i) ? n : Nodes.broadcast(n, ScanRules.withSteps(steps, n.shape())));
    }
    return all;
  }

  /** The same axes with another one before them. */
  static Ints behind(Ints axes) {
    return Ints.generate(axes.size(), i -> axes.get(i) + 1);
  }

  /** A value for the axis of the steps, then the others. */
  static Ints with(int first, Ints rest) {
    return Ints.generate(rest.size() + 1, i -> i == 0 ? first : rest.get(i - 1));
  }
}
