package jacobi.compile;

import jacobi.backend.Task;
import jacobi.backend.Task.Activation;
import jacobi.backend.View;
import jacobi.graph.Convolution;
import jacobi.graph.Graph;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import jacobi.graph.Op;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.UnaryKind;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What becomes of each node: read where it lies, computed where it is used, fused with others, or a
 * task of its own.
 */
final class Classes {
  enum Kind {
    /** A value from outside. */
    LEAF,
    /** No work: a way to read another value. */
    VIEW,
    /** A constant or index, made where it is used. */
    GENERATOR,
    /** So small against its users that each computes it again. */
    INLINE,
    /** Element-wise, a reduction, or a copy: part of a loop nest. */
    FUSED,
    /** A task of its own. */
    OPAQUE
  }

  /** A value and how it is read. */
  record Access(Node base, View view) {}

  private static final int INLINE_COST = 4;
  private static final int INLINE_SCALAR_COST = 24;

  private final Predicate<Task> claimed;
  private final Map<Node, Kind> kinds = new IdentityHashMap<>();
  private final Set<Node> copies = identitySet();
  private final Map<Node, List<Node>> users = new IdentityHashMap<>();
  private final Map<Node, Integer> cost = new IdentityHashMap<>();
  private final Set<Node> folded = identitySet();
  private final Map<Node, List<Node>> foldedInto = new IdentityHashMap<>();

  /**
   * Classifies the nodes of a graph.
   *
   * @param outputs nodes that must end in a buffer of their own
   * @param claimed whether some backend accepts a task
   */
  Classes(Graph graph, Set<Node> outputs, Predicate<Task> claimed) {
    this.claimed = claimed;
    for (Node n : graph.nodes()) {
      kinds.put(n, initial(n));
      for (Node in : n.inputs()) {
        users.computeIfAbsent(in, k -> new java.util.ArrayList<>()).add(n);
      }
    }
    for (Node n : outputs) {
      if (kind(n) == Kind.VIEW) {
        copy(n);
      }
    }
    graph.nodes().forEach(this::addCopies);
    for (Node n : graph.nodes()) {
      if (n.op() instanceof Op.MatMul && !folded.contains(n)) {
        foldInto(n, outputs);
      }
    }
    for (Node n : graph.nodes()) {
      if (kind(n) == Kind.FUSED && !copies.contains(n) && !outputs.contains(n)) {
        inline(n);
      }
    }
  }

  Kind kind(Node n) {
    return kinds.get(n);
  }

  boolean isCopy(Node n) {
    return copies.contains(n);
  }

  boolean isFolded(Node n) {
    return folded.contains(n);
  }

  /**
   * The nodes that run as one task ending in this one, first the product; empty if the node is not
   * the end of such a chain.
   */
  List<Node> foldedInto(Node n) {
    return foldedInto.getOrDefault(n, List.of());
  }

  /** The value behind an operand and the view through which it is read. */
  Access access(Node operand) {
    if (kind(operand) != Kind.VIEW) {
      return new Access(operand, View.contiguous(operand.dtype(), operand.shape()));
    }
    Access in = access(operand.input(0));
    return new Access(
        in.base(),
        Chain.apply(operand, in.view())
            .orElseThrow(() -> new IllegalStateException(operand + " needs a copy")));
  }

  private static Kind initial(Node n) {
    return switch (n.op()) {
      case Op.Input _ -> Kind.LEAF;
      case Op.Constant _, Op.Iota _ -> Kind.GENERATOR;
      case Op.Reshape _, Op.Permute _, Op.Broadcast _, Op.Slice _, Op.Flip _, Op.Detach _ ->
          Kind.VIEW;
      case Op.Unary _, Op.Binary _, Op.Compare _, Op.Select _, Op.Cast _, Op.Reduce _ -> Kind.FUSED;
      case Op.Random _,
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
          Kind.OPAQUE;
    };
  }

  private void copy(Node n) {
    copies.add(n);
    kinds.put(n, Kind.FUSED);
  }

  /**
   * Where strides cannot express a view, or a task needs memory to read, what it reads is copied
   * first.
   */
  private void addCopies(Node n) {
    if (kind(n) == Kind.VIEW || (copies.contains(n) && Nodes.isView(n))) {
      Node in = n.input(0);
      Node base = base(in);
      if (base.op() instanceof Op.Iota && Chain.through(n, new int[n.shape().rank()]).isEmpty()) {
        copy(base);
      }
      if (kind(base) != Kind.GENERATOR && Chain.apply(n, access(in).view()).isEmpty()) {
        copy(in);
      }
    } else if (kind(n) == Kind.OPAQUE) {
      for (Node in : n.inputs()) {
        if (n.op() instanceof Op.ScatterAdd
            && in == n.input(0)
            && base(in).op() instanceof Op.Constant) {
          // One number, read again and again, is as good as a table of it.
          copy(base(in));
        } else if (kind(base(in)) == Kind.GENERATOR
            || (n.op() instanceof Op.MatMul && !readableByProducts(access(in).view()))
            || ((n.op() instanceof Convolution || n.op() instanceof Op.Scan)
                && !access(in).view().isContiguous())) {
          copy(in);
        }
      }
    }
  }

  private Node base(Node n) {
    Node at = n;
    while (kind(at) == Kind.VIEW) {
      at = at.input(0);
    }
    return at;
  }

  private static boolean readableByProducts(View v) {
    boolean row = v.stride(-1) == 1 || v.shape().dim(-1) == 1;
    boolean column = v.stride(-2) == 1 || v.shape().dim(-2) == 1;
    return (row && (v.stride(-2) >= v.shape().dim(-1) || v.shape().dim(-2) == 1))
        || (column && (v.stride(-1) >= v.shape().dim(-2) || v.shape().dim(-1) == 1));
  }

  // --- products with what follows them ----------------------------------------------------------

  private void foldInto(Node product, Set<Node> outputs) {
    Node withBias =
        onlyUser(product, outputs).filter(u -> bias(product, u).isPresent()).orElse(product);
    Optional<Node> bias = withBias == product ? Optional.empty() : bias(product, withBias);
    Optional<Node> activated =
        onlyUser(withBias, outputs).filter(u -> activation(withBias, u) != Activation.NONE);
    if (activated.isPresent() && claims(product, bias, activation(withBias, activated.get()))) {
      fold(
          withBias == product
              ? List.of(product, activated.get())
              : List.of(product, withBias, activated.get()));
    } else if (withBias != product && claims(product, bias, Activation.NONE)) {
      fold(List.of(product, withBias));
    }
  }

  private boolean claims(Node product, Optional<Node> bias, Activation activation) {
    return claimed.test(
        new Task.Product(
            access(product.input(0)).view(),
            access(product.input(1)).view(),
            bias.map(b -> access(b).view()),
            activation,
            View.contiguous(product.dtype(), product.shape())));
  }

  private void fold(List<Node> chain) {
    folded.addAll(chain);
    foldedInto.put(chain.getLast(), chain);
    chain.forEach(n -> kinds.put(n, Kind.OPAQUE));
  }

  private Optional<Node> onlyUser(Node n, Set<Node> outputs) {
    List<Node> u = users.getOrDefault(n, List.of());
    return u.size() == 1 && !outputs.contains(n) ? Optional.of(u.getFirst()) : Optional.empty();
  }

  /**
   * The other operand of an addition to a product, if it varies along the last axis only and lies
   * in memory.
   */
  Optional<Node> bias(Node product, Node user) {
    if (!(user.op() instanceof Op.Binary(BinaryKind kind)) || kind != BinaryKind.ADD) {
      return Optional.empty();
    }
    Node other = user.input(0) == product ? user.input(1) : user.input(0);
    if (other == product
        || kind(base(other)) == Kind.GENERATOR
        || kind(other) != Kind.VIEW
        || base(other) == product) {
      return Optional.empty();
    }
    View v = access(other).view();
    int last = v.shape().rank() - 1;
    boolean ok = v.stride(last) == 1 || v.shape().dim(last) == 1;
    for (int i = 0; i < last; i++) {
      ok &= v.stride(i) == 0 || v.shape().dim(i) == 1;
    }
    return ok && !dependsOn(other, product) ? Optional.of(other) : Optional.empty();
  }

  private boolean dependsOn(Node n, Node on) {
    // Operands are made before what is made of them.
    return Graph.of(List.of(n), m -> m.order() <= on.order()).nodes().contains(on);
  }

  static Activation activation(Node x, Node user) {
    if (user.op() instanceof Op.Binary(BinaryKind kind)
        && kind == BinaryKind.MAX
        && user.input(0) == x
        && Splat.is(user.input(1), 0)) {
      return Activation.RELU;
    }
    return user.op() instanceof Op.Unary(UnaryKind kind) && kind == UnaryKind.TANH
        ? Activation.TANH
        : Activation.NONE;
  }

  // --- computing again where it is used ---------------------------------------------------------

  private void inline(Node n) {
    boolean scalar = n.shape().size() == 1;
    if (n.op() instanceof Op.Reduce) {
      return;
    }
    int total = opCost(n);
    for (Node in : n.inputs()) {
      Node base = base(in);
      switch (kind(base)) {
        case LEAF, GENERATOR -> total += 0;
        case INLINE -> total += cost.get(base);
        case VIEW, FUSED, OPAQUE -> {
          return;
        }
      }
    }
    if (total > (scalar ? INLINE_SCALAR_COST : INLINE_COST)) {
      return;
    }
    if (usedOnlyBy(n, n, scalar)) {
      kinds.put(n, Kind.INLINE);
      cost.put(n, total);
    }
  }

  /**
   * Whether every use, through views that keep the axes, is by a fused node that iterates over more
   * elements.
   */
  private boolean usedOnlyBy(Node at, Node n, boolean scalar) {
    for (Node u : users.getOrDefault(at, List.of())) {
      boolean ok;
      if (kind(u) == Kind.VIEW || copies.contains(u)) {
        ok =
            Chain.through(u, new int[u.shape().rank()]).isPresent()
                && (copies.contains(u) ? wider(u, n, scalar) : usedOnlyBy(u, n, scalar));
      } else {
        ok = kind(u) == Kind.FUSED && wider(u, n, scalar);
      }
      if (!ok) {
        return false;
      }
    }
    return true;
  }

  private static boolean wider(Node user, Node n, boolean scalar) {
    long size = user.op() instanceof Op.Reduce ? user.input(0).shape().size() : user.shape().size();
    return scalar || size > n.shape().size();
  }

  private static int opCost(Node n) {
    return switch (n.op()) {
      case Op.Unary(var kind) ->
          switch (kind) {
            case NEG, ABS, SIGN, FLOOR, CEIL, ROUND, NOT -> 1;
            case SQRT, EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF -> 6;
          };
      case Op.Binary(var kind) -> kind == BinaryKind.POW ? 8 : 1;
      default -> 1;
    };
  }

  private static Set<Node> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
