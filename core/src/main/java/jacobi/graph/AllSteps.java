package jacobi.graph;

import jacobi.graph.ScanSplit.Kind;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Values of the nodes of a scan's step outside the loop: for all steps at once, or summed. */
final class AllSteps {
  private final ScanSplit split;
  private final Map<Node, Node> constants;
  private final int steps;
  private final Map<Node, Node> once = new IdentityHashMap<>();
  private final Map<Node, Node> lifted = new IdentityHashMap<>();
  private final Map<Node, Node> summed = new IdentityHashMap<>();

  AllSteps(ScanSplit split, Map<Node, Node> constants, Map<Node, Node> sequences, int steps) {
    this.split = split;
    this.constants = constants;
    this.steps = steps;
    once.putAll(constants);
    lifted.putAll(sequences);
  }

  /** Says what the loop computed. */
  void computed(Node n, Node values) {
    lifted.put(n, values);
  }

  /** The value of a node that is the same in every step. */
  Node same(Node n) {
    Node known = once.get(n);
    if (known == null) {
      known =
          split.isGiven(n) || constants.isEmpty() || n.inputs().isEmpty()
              ? n
              : Node.of(n.op(), n.inputs().stream().map(this::same).toList());
      once.put(n, known);
    }
    return known;
  }

  /** The values of a node in all steps, [steps, …]. */
  Node stretched(Node n) {
    return split.kind(n) == Kind.SAME
        ? Nodes.broadcast(same(n), ScanRules.withSteps(steps, n.shape()))
        : lifted(n);
  }

  /** The values in all steps of a node that differs from step to step. */
  Node lifted(Node n) {
    Node known = lifted.get(n);
    if (known == null) {
      List<Boolean> which = n.inputs().stream().map(this::differs).toList();
      List<Node> in = n.inputs().stream().map(i -> differs(i) ? lifted(i) : same(i)).toList();
      known = Lift.apply(n, in, which, steps);
      lifted.put(n, known);
    }
    return known;
  }

  private boolean differs(Node n) {
    return split.kind(n) != Kind.SAME;
  }

  /**
   * The sum of a node's values in all steps. It is taken as early as linearity allows: a sum of
   * products is one product.
   */
  Node sum(Node n) {
    Node known = summed.get(n);
    if (known == null) {
      known =
          !differs(n)
              ? Nodes.mul(same(n), steps)
              : split.isBehind(n) || split.kind(n) == Kind.KNOWN ? sumOf(n) : Lift.sum(lifted(n));
      summed.put(n, known);
    }
    return known;
  }

  private Node sumOf(Node n) {
    if (lifted.containsKey(n)) {
      return Lift.sum(lifted.get(n));
    }
    Node a = n.input(0);
    return switch (n.op()) {
      case Op.Reshape _,
          Op.Permute _,
          Op.Broadcast _,
          Op.Slice _,
          Op.Flip _,
          Op.Detach _,
          Op.Pad _,
          Op.Concat _ ->
          Node.of(n.op(), n.inputs().stream().map(this::sum).toList());
      case Op.Unary(var kind) when kind == Op.UnaryKind.NEG -> Nodes.neg(sum(a));
      case Op.Binary(var kind) when kind == Op.BinaryKind.ADD || kind == Op.BinaryKind.SUB ->
          Node.of(n.op(), sum(a), sum(n.input(1)));
      case Op.Binary(var kind) when kind == Op.BinaryKind.MUL && !differs(a) ->
          Nodes.mul(same(a), sum(n.input(1)));
      case Op.Binary(var kind)
          when (kind == Op.BinaryKind.MUL || kind == Op.BinaryKind.DIV) && !differs(n.input(1)) ->
          Node.of(n.op(), sum(a), same(n.input(1)));
      case Op.Reduce(var kind, var axes) when kind == Op.ReduceKind.SUM ->
          Nodes.reshape(Nodes.sum(lifted(a), Lift.with(0, Lift.behind(axes))), n.shape());
      case Op.MatMul _ when n.shape().rank() == 2 -> product(a, n.input(1));
      case Op.ScatterAdd _ -> scattered(n);
      case Convolution.ConvFilter _ ->
          Node.of(n.op(), n.inputs().stream().map(in -> Lift.merged(stretched(in))).toList());
      default -> Lift.sum(lifted(n));
    };
  }

  /** The sum of products [m, k] x [k, n] is one product [m, T k] x [T k, n]. */
  private Node product(Node a, Node b) {
    if (!differs(a)) {
      return Nodes.matmul(same(a), sum(b));
    }
    if (!differs(b)) {
      return Nodes.matmul(sum(a), same(b));
    }
    int m = a.shape().dim(0);
    int k = a.shape().dim(1);
    Node left = Nodes.reshape(Nodes.permute(lifted(a), Ints.of(1, 0, 2)), Shape.of(m, steps * k));
    Node right = Nodes.reshape(lifted(b), Shape.of(steps * k, b.shape().dim(1)));
    return Nodes.matmul(left, right);
  }

  /** Rows added to a table step by step are all rows added to it. */
  private Node scattered(Node n) {
    List<Node> parts = n.inputs().subList(1, 3);
    Node at = stretched(parts.get(0));
    Node rows = stretched(parts.get(1));
    return Node.of(n.op(), sum(n.input(0)), at, rows);
  }
}
