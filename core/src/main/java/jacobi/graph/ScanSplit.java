package jacobi.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which nodes of a scan's step run in the loop, which before it and which behind it. */
final class ScanSplit {
  /** What a node's value depends on. */
  enum Kind {
    /** Nothing that changes from step to step. */
    SAME,
    /** Only on what is known of all steps, so that it can be computed for all at once. */
    KNOWN,
    /** On a carry, or on something that has no form for all steps at once. */
    LOOP
  }

  private final Map<Node, Kind> kinds = new IdentityHashMap<>();
  private final Graph graph;
  private final Set<Node> carries = identitySet();

  /** Where the graph ends: what has a value from outside. */
  private final Set<Node> given = identitySet();

  private final DType dtype;

  /** Nodes of the loop that are computed behind it. */
  private final Set<Node> behind = identitySet();

  /** What the loop puts out: the next carries, then what is needed behind it. */
  private final List<Node> results = new ArrayList<>();

  private final Set<Node> stored = identitySet();
  private final List<Node> sameOperands = new ArrayList<>();
  private final List<Node> knownOperands = new ArrayList<>();
  private final List<Node> inside;

  ScanSplit(
      Map<Node, Node> constants,
      Map<Node, Node> sequences,
      List<Node> carries,
      List<Node> next,
      List<Node> outputs,
      List<Node> sums,
      long outsideUpTo) {
    this.carries.addAll(carries);
    given.addAll(carries);
    given.addAll(constants.keySet());
    given.addAll(sequences.keySet());
    List<Node> roots = new ArrayList<>(next);
    roots.addAll(outputs);
    roots.addAll(sums);
    this.dtype = roots.getFirst().dtype();
    this.graph =
        Graph.of(
            roots,
            n -> {
              if (n.order() <= outsideUpTo) {
                given.add(n);
              }
              return given.contains(n);
            });
    for (Node n : graph.nodes()) {
      Kind kind =
          sequences.containsKey(n)
              ? Kind.KNOWN
              : this.carries.contains(n) ? Kind.LOOP : given.contains(n) ? Kind.SAME : derived(n);
      kinds.put(n, kind);
    }
    keepCheapInside(roots);
    results.addAll(next);
    stored.addAll(next);
    placeBehind(outputs, sums);
    for (Node n : outputs) {
      store(n);
    }
    for (Node n : sums) {
      store(n);
    }
    this.inside = operandsAndInside();
  }

  private Kind derived(Node n) {
    boolean known = false;
    for (Node in : n.inputs()) {
      if (kind(in) == Kind.LOOP) {
        return Kind.LOOP;
      }
      known |= kind(in) == Kind.KNOWN;
    }
    return !known ? Kind.SAME : isLiftable(n) ? Kind.KNOWN : Kind.LOOP;
  }

  private boolean isLiftable(Node n) {
    return Lift.isPossible(n, n.inputs().stream().map(in -> kind(in) != Kind.SAME).toList());
  }

  /**
   * Arithmetic that only arithmetic of the loop reads costs less there, where it joins a kernel
   * that runs anyway, than before the loop, where its values are written and read for all steps;
   * unless it reads more than it gives.
   */
  private void keepCheapInside(List<Node> roots) {
    Set<Node> outside = identitySet();
    outside.addAll(roots);
    List<Node> nodes = graph.nodes();
    Set<Node> cheap = identitySet();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node n = nodes.get(i);
      boolean moved =
          kind(n) == Kind.KNOWN && !given.contains(n) && isCheap(n) && !outside.contains(n);
      if (moved) {
        cheap.add(n);
      }
      if (!moved && !(kind(n) == Kind.LOOP && isPointwise(n))) {
        outside.addAll(n.inputs());
      }
    }
    if (known(cheap) <= known(Set.of())) {
      cheap.forEach(n -> kinds.put(n, Kind.LOOP));
    }
  }

  /** Elements a step reads of what is known, with these nodes computed in it. */
  private long known(Set<Node> computed) {
    Set<Node> read = identitySet();
    for (Node n : graph.nodes()) {
      if (kind(n) == Kind.LOOP || computed.contains(n)) {
        n.inputs().stream()
            .filter(in -> kind(in) == Kind.KNOWN && !computed.contains(in))
            .forEach(read::add);
      }
    }
    return read.stream().mapToLong(n -> n.shape().size()).sum();
  }

  private static boolean isPointwise(Node n) {
    return n.op() instanceof Op.Unary
        || n.op() instanceof Op.Binary
        || n.op() instanceof Op.Compare
        || n.op() instanceof Op.Select
        || n.op() instanceof Op.Cast;
  }

  private static boolean isCheap(Node n) {
    return switch (n.op()) {
      case Op.Unary(var kind) -> kind == Op.UnaryKind.NEG || kind == Op.UnaryKind.NOT;
      case Op.Binary(var kind) -> kind != Op.BinaryKind.POW && kind != Op.BinaryKind.DIV;
      case Op.Compare _, Op.Select _ -> true;
      default -> false;
    };
  }

  /** Whether a node's value comes from outside the step. */
  boolean isGiven(Node n) {
    return given.contains(n);
  }

  Kind kind(Node n) {
    return kinds.get(n);
  }

  /** Whether a node of the loop is computed behind it from others. */
  boolean isBehind(Node n) {
    return behind.contains(n);
  }

  /** What the loop puts out: first the next carries. */
  List<Node> results() {
    return results;
  }

  /** What the loop reads that is the same in every step. */
  List<Node> sameOperands() {
    return sameOperands;
  }

  /** What the loop reads step by step. */
  List<Node> knownOperands() {
    return knownOperands;
  }

  /** The loop's nodes, operands before users. */
  List<Node> inside() {
    return inside;
  }

  // --- behind the loop --------------------------------------------------------------------------

  private void placeBehind(List<Node> outputs, List<Node> sums) {
    Set<Node> feeding = feeding(results);
    List<Node> kept = new ArrayList<>(results);
    for (Node n : outputs) {
      if (kind(n) == Kind.LOOP && !pays(n, feeding)) {
        kept.add(n);
      }
    }
    Set<Node> needed = feeding(kept);
    for (Node n : graph.nodes()) {
      // A slice is not: what it is of would have to be kept whole.
      boolean cheapToRepeat =
          (Nodes.isView(n) && !(n.op() instanceof Op.Slice)) || n.dtype() != dtype;
      if (kind(n) == Kind.LOOP
          && !carries.contains(n)
          && !stored.contains(n)
          && (!needed.contains(n) || cheapToRepeat)
          && isLiftable(n)) {
        behind.add(n);
      }
    }
    // A sum's last operation may be one that only sums have a form for.
    for (Node n : sums) {
      if (kind(n) == Kind.LOOP
          && (n.op() instanceof Op.ScatterAdd || n.op() instanceof Convolution.ConvFilter)
          && !needed.contains(n)
          && !outputs.contains(n)) {
        behind.add(n);
      }
    }
  }

  /** Nodes of the loop that some of them depend on, themselves included. */
  private Set<Node> feeding(List<Node> roots) {
    Set<Node> found = identitySet();
    List<Node> open = new ArrayList<>(roots);
    while (!open.isEmpty()) {
      Node n = open.removeLast();
      if (kind(n) == Kind.LOOP && found.add(n) && !carries.contains(n)) {
        open.addAll(n.inputs());
      }
    }
    return found;
  }

  /**
   * Whether an output is better computed behind the loop: it holds a product, which becomes one for
   * all steps, or nothing larger than itself must be kept for it.
   */
  private boolean pays(Node output, Set<Node> feeding) {
    Set<Node> seen = identitySet();
    List<Node> open = new ArrayList<>(List.of(output));
    long kept = 0;
    while (!open.isEmpty()) {
      Node n = open.removeLast();
      if (kind(n) != Kind.LOOP || !seen.add(n) || carries.contains(n) || stored.contains(n)) {
        continue;
      }
      if ((feeding.contains(n) && !Nodes.isView(n)) || !isLiftable(n)) {
        kept += n.shape().size();
      } else if (n.op() instanceof Op.MatMul) {
        return true;
      } else {
        open.addAll(n.inputs());
      }
    }
    return kept <= output.shape().size();
  }

  /** Keeps for all steps what of the loop is needed to compute a node behind it. */
  private void store(Node root) {
    List<Node> open = new ArrayList<>(List.of(root));
    Set<Node> seen = identitySet();
    while (!open.isEmpty()) {
      Node n = open.removeLast();
      if (kind(n) != Kind.LOOP || !seen.add(n) || carries.contains(n)) {
        continue;
      }
      if (behind.contains(n)) {
        open.addAll(n.inputs().reversed());
      } else if (stored.add(n)) {
        results.add(n);
      }
    }
  }

  // --- the loop ---------------------------------------------------------------------------------

  private List<Node> operandsAndInside() {
    Set<Node> reached = identitySet();
    Set<Node> operands = identitySet();
    List<Node> open = new ArrayList<>(results);
    while (!open.isEmpty()) {
      Node n = open.removeLast();
      if (!reached.add(n) || carries.contains(n)) {
        continue;
      }
      boolean constant = n.op() instanceof Op.Constant || n.op() instanceof Op.Iota;
      if (kind(n) == Kind.LOOP || (!given.contains(n) && Nodes.isView(n))) {
        open.addAll(n.inputs());
      } else if (given.contains(n) || !constant) {
        operands.add(n);
      }
    }
    for (Node n : graph.nodes()) {
      if (operands.contains(n)) {
        (kind(n) == Kind.SAME ? sameOperands : knownOperands).add(n);
      }
    }
    return graph.nodes().stream().filter(reached::contains).toList();
  }

  private static Set<Node> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
