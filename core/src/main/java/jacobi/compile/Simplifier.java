package jacobi.compile;

import jacobi.graph.Convolution;
import jacobi.graph.Graph;
import jacobi.graph.Ints;
import jacobi.graph.Node;
import jacobi.graph.Op;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.CompareKind;
import jacobi.graph.Op.ReduceKind;
import jacobi.graph.Op.UnaryKind;
import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rewrites a graph into an equal smaller one: equal nodes become one, constants are computed, views
 * of views become one view, and operations that change nothing go. Only rewrites that keep the
 * value are made (the sign of a zero may change); x*0 stays, for NaN's sake.
 */
final class Simplifier {
  private record Key(Op op, List<Identity> inputs) {}

  /** Compares nodes by identity, so that a list of them can be a key. */
  private record Identity(Node node) {
    @Override
    public boolean equals(Object o) {
      return o instanceof Identity(Node other) && other == node;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(node);
    }
  }

  private final Map<Key, Node> known = new HashMap<>();
  private final Map<Node, Node> replaced = new IdentityHashMap<>();
  private final Tiles tiles = new Tiles();

  /** Products that nothing else reads, so far as this round has seen. */
  private final Set<Node> usedOnce = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Sums of such a product and a bias. */
  private final Set<Node> withBias = Collections.newSetFromMap(new IdentityHashMap<>());

  private final Set<Node> rectified = Collections.newSetFromMap(new IdentityHashMap<>());

  static Graph simplify(Graph graph) {
    Simplifier s = new Simplifier();
    // The mask of a ReLU is taken from its result, which is kept anyway, so that its operand need
    // not be: x > 0 exactly where
    // max(x, 0) > 0. A first round finds the ReLUs, whichever comes first in the graph.
    Graph once = s.rewrite(graph);
    for (Node n : once.nodes()) {
      if (n.op() instanceof Op.Binary(BinaryKind kind)
          && kind == BinaryKind.MAX
          && Splat.is(n.input(1), 0)) {
        s.rectified.add(n.input(0));
      }
    }
    return s.rewrite(once);
  }

  private Graph rewrite(Graph graph) {
    replaced.clear();
    known.clear();
    usedOnce.clear();
    withBias.clear();
    Map<Node, Integer> uses = new IdentityHashMap<>();
    graph.nodes().forEach(n -> n.inputs().forEach(in -> uses.merge(in, 1, Integer::sum)));
    graph.outputs().forEach(n -> uses.merge(n, 1, Integer::sum));
    for (Node n : graph.nodes()) {
      Node r = n.op() instanceof Op.Input ? n : build(n.op(), operands(n));
      replaced.put(n, r);
      if (uses.getOrDefault(n, 0) == 1) {
        usedOnce.add(r);
      }
    }
    return Graph.of(graph.outputs().stream().map(replaced::get).toList());
  }

  private List<Node> operands(Node n) {
    if (n.op() instanceof Op.Compare(CompareKind kind)
        && kind == CompareKind.LT
        && Splat.is(n.input(0), 0)
        && rectified.contains(n.input(1))) {
      Node zero = replaced.get(n.input(0));
      return List.of(
          zero, share(new Op.Binary(BinaryKind.MAX), List.of(replaced.get(n.input(1)), zero)));
    }
    return n.inputs().stream().map(replaced::get).toList();
  }

  /** The node for an operation on simplified operands. */
  private Node build(Op op, List<Node> in) {
    Op.Type type = op.type(in.stream().map(Node::type).toList());
    if (type.shape().size() == 0 && !(op instanceof Op.Constant)) {
      return splat(type, Op.Constant.of(type.dtype(), 0L));
    }
    return switch (op) {
      case Op.Unary u -> unary(u, in, type);
      case Op.Binary b -> binary(b, in, type);
      case Op.Compare c -> folded(c, in, type);
      case Op.Select s -> select(s, in);
      case Op.Cast c -> in.getFirst().dtype() == c.dtype() ? in.getFirst() : folded(op, in, type);
      case Op.Reduce r -> reduce(r, in.getFirst(), type);
      case Op.Reshape r -> reshape(r, in.getFirst());
      case Op.Permute p -> permute(p, in.getFirst());
      case Op.Broadcast b -> broadcast(b, in.getFirst());
      case Op.Slice s ->
          s.counts().equals(Ints.of(in.getFirst().shape().dims())) ? in.getFirst() : share(op, in);
      case Op.Detach _ -> in.getFirst();
      case Op.Flip f -> f.axes().size() == 0 ? in.getFirst() : share(op, in);
      case Op.Pad _ -> type.equals(in.getFirst().type()) ? in.getFirst() : share(op, in);
      case Op.MatMul _ ->
          in.getFirst().shape().dim(-1) == 0
              ? splat(type, Op.Constant.of(type.dtype(), 0L))
              : share(op, in);
      case Convolution _ ->
          in.stream().anyMatch(n -> n.shape().size() == 0)
              ? splat(type, Op.Constant.of(type.dtype(), 0L))
              : share(op, in);
      case Op.Input _,
          Op.Constant _,
          Op.Iota _,
          Op.Random _,
          Op.ArgMax _,
          Op.CumSum _,
          Op.Concat _,
          Op.Gather _,
          Op.ScatterAdd _,
          Op.FirstEqual _,
          Op.Scan _ ->
          share(op, in);
    };
  }

  private Node unary(Op.Unary u, List<Node> in, Op.Type type) {
    Node a = in.getFirst();
    if (u.kind() == UnaryKind.NEG || u.kind() == UnaryKind.NOT) {
      if (a.op().equals(u)) {
        return a.input(0);
      }
    }
    if (u.kind() == UnaryKind.TANH) {
      Optional<Node> product = reshapedProduct(a);
      if (product.isPresent()) {
        return reshape(new Op.Reshape(type.shape()), share(u, List.of(product.get())));
      }
    }
    return folded(u, in, type);
  }

  /**
   * A product, perhaps with a bias, that is only read in another shape. What a backend may fold
   * into a product is applied before the reshape: behind it nobody would see that they belong
   * together.
   */
  private Optional<Node> reshapedProduct(Node n) {
    if (!(n.op() instanceof Op.Reshape) || !usedOnce.contains(n)) {
      return Optional.empty();
    }
    Node in = n.input(0);
    boolean product = in.op() instanceof Op.MatMul || withBias.contains(in);
    return product && usedOnce.contains(in) ? Optional.of(in) : Optional.empty();
  }

  /** The row that all rows of a node are, through views that keep rows together. */
  private static Optional<Node> rowOf(Node n, int length) {
    Node at = n;
    while (at.shape().rank() > 0 && at.shape().dim(-1) == length) {
      if (at.shape().size() == length) {
        return Optional.of(at);
      }
      if (!(at.op() instanceof Op.Broadcast) && !(at.op() instanceof Op.Reshape)) {
        break;
      }
      at = at.input(0);
    }
    return Optional.empty();
  }

  /**
   * (reshaped product) + bias as reshaped (product + bias), if the bias runs along the last axis.
   */
  private Optional<Node> biasBeforeReshape(Node reshaped, Node bias) {
    Optional<Node> product = reshapedProduct(reshaped).filter(p -> !withBias.contains(p));
    if (product.isEmpty() || reshaped.shape().rank() == 0) {
      return Optional.empty();
    }
    Shape shape = reshaped.shape();
    Optional<Node> vector = rowOf(bias, shape.dim(-1));
    if (vector.isEmpty() || product.get().shape().dim(-1) != shape.dim(-1)) {
      return Optional.empty();
    }
    Shape to = product.get().shape();
    int[] row = new int[to.rank()];
    java.util.Arrays.fill(row, 1);
    row[row.length - 1] = to.dim(-1);
    Node one = reshape(new Op.Reshape(Shape.of(row)), vector.get());
    Node sum =
        share(
            new Op.Binary(BinaryKind.ADD),
            List.of(product.get(), broadcast(new Op.Broadcast(to), one)));
    withBias.add(sum);
    usedOnce.add(sum);
    return Optional.of(reshape(new Op.Reshape(shape), sum));
  }

  private Node binary(Op.Binary op, List<Node> in, Op.Type type) {
    Node a = in.get(0);
    Node b = in.get(1);
    switch (op.kind()) {
      case ADD -> {
        if (Splat.is(b, 0)) {
          return a;
        }
        if (Splat.is(a, 0)) {
          return b;
        }
        Optional<Node> joined = tiles.joined(a, b, this::share);
        if (joined.isPresent()) {
          return joined.get();
        }
        Optional<Node> biased = biasBeforeReshape(a, b).or(() -> biasBeforeReshape(b, a));
        if (biased.isPresent()) {
          return biased.get();
        }
      }
      case SUB -> {
        if (Splat.is(b, 0)) {
          return a;
        }
      }
      case MUL -> {
        if (Splat.is(b, 1)) {
          return a;
        }
        if (Splat.is(a, 1)) {
          return b;
        }
      }
      case DIV -> {
        if (Splat.is(b, 1)) {
          return a;
        }
      }
      case POW -> {
        if (Splat.is(b, 1)) {
          return a;
        }
        if (Splat.is(b, 2)) {
          return share(new Op.Binary(BinaryKind.MUL), List.of(a, a));
        }
      }
      case MAX -> {
        Optional<Node> product = reshapedProduct(a);
        if (product.isPresent() && Splat.is(b, 0)) {
          Node zero = splat(product.get().type(), Op.Constant.of(type.dtype(), 0L));
          return reshape(new Op.Reshape(type.shape()), share(op, List.of(product.get(), zero)));
        }
      }
      case MIN, AND, OR, XOR -> {}
    }
    return folded(op, in, type);
  }

  private Node select(Op.Select op, List<Node> in) {
    Op.Constant c = Splat.of(in.get(0));
    if (c != null) {
      return in.get(c.asLong() != 0 ? 1 : 2);
    }
    return in.get(1) == in.get(2) ? in.get(1) : share(op, in);
  }

  private Node reduce(Op.Reduce r, Node a, Op.Type type) {
    int[] wide =
        java.util.Arrays.stream(r.axes().toArray())
            .filter(axis -> a.shape().dim(axis) != 1)
            .toArray();
    if (wide.length == 0) {
      return a;
    }
    long count = 1;
    for (int axis : wide) {
      count *= a.shape().dim(axis);
    }
    if (count == 0) {
      return splat(type, Splat.emptyReduction(r.kind(), type.dtype()));
    }
    Op.Constant c = Splat.of(a);
    if (c != null && (r.kind() == ReduceKind.MAX || r.kind() == ReduceKind.MIN)) {
      return splat(type, c);
    }
    if (c != null && r.kind() == ReduceKind.SUM && Splat.exactTimes(c, count)) {
      return splat(
          type,
          type.dtype().isFloating()
              ? Op.Constant.of(type.dtype(), c.asDouble() * count)
              : Op.Constant.of(type.dtype(), c.asLong() * count));
    }
    Node inner = a.op() instanceof Op.Reshape ? a.input(0) : a;
    if (inner.op() instanceof Op.Reduce first
        && first.kind() == r.kind()
        && usedOnce.contains(a)
        && usedOnce.contains(inner)) {
      int[] from = wideAxes(inner.shape());
      int[] to = wideAxes(a.shape());
      if (from.length == to.length
          && IntStream.range(0, to.length)
              .allMatch(i -> inner.shape().dim(from[i]) == a.shape().dim(to[i]))) {
        // A sum of sums is one sum.
        IntStream both =
            IntStream.concat(
                IntStream.of(first.axes().toArray()),
                IntStream.range(0, to.length)
                    .filter(i -> Ints.of(wide).contains(to[i]))
                    .map(i -> from[i]));
        Op.Reduce all = new Op.Reduce(r.kind(), Ints.of(both.sorted().toArray()));
        return reshape(new Op.Reshape(type.shape()), share(all, List.of(inner.input(0))));
      }
    }
    return share(new Op.Reduce(r.kind(), Ints.of(wide)), List.of(a));
  }

  private static int[] wideAxes(Shape s) {
    return IntStream.range(0, s.rank()).filter(i -> s.dim(i) != 1).toArray();
  }

  private Node reshape(Op.Reshape r, Node a) {
    if (a.shape().equals(r.shape())) {
      return a;
    }
    if (a.op() instanceof Op.Reshape) {
      return reshape(r, a.input(0));
    }
    return share(r, List.of(a));
  }

  private Node permute(Op.Permute p, Node a) {
    if (a.op() instanceof Op.Permute inner) {
      Ints both = Ints.generate(p.axes().size(), i -> inner.axes().get(p.axes().get(i)));
      return permute(new Op.Permute(both), a.input(0));
    }
    if (a.op() instanceof Op.MatMul && usedOnce.contains(a) && swapsLastTwo(p.axes())) {
      // (a b)^T = b^T a^T: the product is written the way it is read.
      return share(a.op(), List.of(permute(p, a.input(1)), permute(p, a.input(0))));
    }
    return p.axes().equals(Ints.range(a.shape().rank())) ? a : share(p, List.of(a));
  }

  private static boolean swapsLastTwo(Ints axes) {
    int r = axes.size();
    return axes.equals(Ints.generate(r, i -> i == r - 1 ? r - 2 : i == r - 2 ? r - 1 : i));
  }

  private Node broadcast(Op.Broadcast b, Node a) {
    if (a.shape().equals(b.shape())) {
      return a;
    }
    return a.op() instanceof Op.Broadcast ? broadcast(b, a.input(0)) : share(b, List.of(a));
  }

  /** A constant if all operands are, else the shared node. */
  private Node folded(Op op, List<Node> in, Op.Type type) {
    List<Op.Constant> values = new ArrayList<>();
    for (Node n : in) {
      Op.Constant c = Splat.of(n);
      if (c == null) {
        return share(op, in);
      }
      values.add(c);
    }
    return Splat.evaluate(op, values).map(c -> splat(type, c)).orElseGet(() -> share(op, in));
  }

  private Node splat(Op.Type type, Op.Constant value) {
    Node c = share(value, List.of());
    if (type.shape().rank() == 0) {
      return c;
    }
    int[] ones = new int[type.shape().rank()];
    java.util.Arrays.fill(ones, 1);
    Node unit = share(new Op.Reshape(Shape.of(ones)), List.of(c));
    return unit.shape().equals(type.shape())
        ? unit
        : share(new Op.Broadcast(type.shape()), List.of(unit));
  }

  private Node share(Op op, List<Node> in) {
    return known.computeIfAbsent(
        new Key(op, in.stream().map(Identity::new).toList()), k -> Node.of(op, in));
  }
}
