package jacobi.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds a {@link Op.Scan} from one step written as nodes: what depends on the carries stays in the
 * body; what does not is computed for all steps at once before the loop, and what no carry needs
 * behind it, where that is possible and pays. Nodes of the step that depend on nothing that changes
 * are computed once.
 */
public final class ScanBuilder {
  private final int steps;
  private final boolean reverse;
  private final long outsideUpTo;
  private final Map<Node, Node> constants = new IdentityHashMap<>();
  private final Map<Node, Node> sequences = new IdentityHashMap<>();
  private final List<Node> carries = new ArrayList<>();
  private final List<Node> initial = new ArrayList<>();
  private final List<Node> next = new ArrayList<>();
  private final List<Node> outputs = new ArrayList<>();
  private final List<Node> sums = new ArrayList<>();

  /**
   * A scan of nothing yet.
   *
   * @param reverse whether it begins with the last step
   * @param outsideUpTo nodes up to this one in the order of their making ({@link Node#order}) are
   *     not of the step, but values that it uses
   */
  public ScanBuilder(int steps, boolean reverse, long outsideUpTo) {
    this.steps = steps;
    this.reverse = reverse;
    this.outsideUpTo = outsideUpTo;
  }

  /**
   * What was asked for.
   *
   * @param carries each carry after each step, [steps, …]
   * @param outputs each output of each step, [steps, …]
   * @param sums the sums over all steps
   */
  public record Built(List<Node> carries, List<Node> outputs, List<Node> sums) {}

  /** A node of the step that stands for a value from outside, the same in every step. */
  public void constant(Node inside, Node outside) {
    constants.put(inside, outside);
  }

  /** A node of the step whose value in each step is known: {@code outside} is [steps, …]. */
  public void sequence(Node inside, Node outside) {
    sequences.put(inside, outside);
  }

  /** A node of the step that stands for what the step before gave as {@code following}. */
  public void carry(Node inside, Node first, Node following) {
    carries.add(inside);
    initial.add(first);
    next.add(following);
  }

  /** Asks for a node's value in each step. */
  public void output(Node inside) {
    outputs.add(inside);
  }

  /** Asks for the sum of a node's values in all steps. */
  public void sum(Node inside) {
    sums.add(inside);
  }

  /** The nodes that compute what was asked for. */
  public Built build() {
    share();
    ScanSplit split =
        new ScanSplit(constants, sequences, carries, next, outputs, sums, outsideUpTo);
    AllSteps all = new AllSteps(split, constants, sequences, steps);
    List<Node> results = split.results();
    List<Node> states = List.of();
    if (!results.isEmpty()) {
      List<Node> values = loop(split, all);
      for (int i = next.size(); i < results.size(); i++) {
        all.computed(results.get(i), values.get(i));
      }
      for (int i = 0; i < next.size(); i++) {
        all.computed(next.get(i), values.get(i));
        all.computed(carries.get(i), before(values.get(i), initial.get(i), steps, reverse));
      }
      states = values.subList(0, next.size());
    }
    return new Built(
        states,
        outputs.stream().map(all::stretched).toList(),
        sums.stream().map(all::sum).toList());
  }

  /**
   * Equal nodes of the step become one: what a gradient sends down two ways would otherwise be kept
   * for all steps twice.
   */
  private void share() {
    Set<Node> given = Collections.newSetFromMap(new IdentityHashMap<>());
    given.addAll(carries);
    given.addAll(constants.keySet());
    given.addAll(sequences.keySet());
    List<Node> roots = new ArrayList<>(next);
    roots.addAll(outputs);
    roots.addAll(sums);
    Graph graph = Graph.of(roots, n -> n.order() <= outsideUpTo || given.contains(n));
    // By operation and operands, these by their order, which tells nodes apart.
    Map<List<Object>, Node> known = new HashMap<>();
    Map<Node, Node> shared = new IdentityHashMap<>();
    for (Node n : graph.nodes()) {
      boolean leaf = n.order() <= outsideUpTo || given.contains(n) || n.op() instanceof Op.Input;
      List<Node> in = leaf ? List.of() : n.inputs().stream().map(shared::get).toList();
      shared.put(
          n,
          leaf
              ? n
              : known.computeIfAbsent(
                  List.of(n.op(), in.stream().map(Node::order).toList()),
                  k -> in.equals(n.inputs()) ? n : Node.of(n.op(), in)));
    }
    next.replaceAll(shared::get);
    outputs.replaceAll(shared::get);
    sums.replaceAll(shared::get);
  }

  /** A carry as each step finds it: its first value and then all but the last of those given. */
  public static Node before(Node values, Node first, int steps, boolean reverse) {
    Node begin = Nodes.reshape(first, ScanRules.withSteps(1, first.shape()));
    if (steps == 1) {
      return begin;
    }
    Shape s = values.shape();
    Node rest =
        Nodes.slice(
            values,
            Ints.generate(s.rank(), i -> i == 0 && reverse ? 1 : 0),
            Ints.generate(s.rank(), i -> i == 0 ? steps - 1 : s.dim(i)),
            Ints.generate(s.rank(), i -> 1));
    return Nodes.concat(reverse ? List.of(rest, begin) : List.of(begin, rest), 0);
  }

  /** All steps of an output of a scan, [steps, …]. */
  public static Node steps(Node scanned, int output) {
    Op.Scan scan = (Op.Scan) scanned.op();
    Shape s = ScanRules.withSteps(scan.steps(), scan.body().outputs().get(output).shape());
    Ints from = Ints.of((int) scan.offset(output));
    Ints count = Ints.of((int) s.size());
    return Nodes.reshape(Nodes.slice(scanned, from, count, Ints.of(1)), s);
  }

  private List<Node> loop(ScanSplit split, AllSteps all) {
    Map<Node, Node> copies = new IdentityHashMap<>();
    List<Node> parameters = new ArrayList<>();
    List<Node> operands = new ArrayList<>();
    for (Node n : split.sameOperands()) {
      copies.put(n, parameter(n, parameters));
      operands.add(all.same(n));
    }
    for (int i = 0; i < carries.size(); i++) {
      copies.put(carries.get(i), parameter(carries.get(i), parameters));
      operands.add(initial.get(i));
    }
    for (Node n : split.knownOperands()) {
      copies.put(n, parameter(n, parameters));
      operands.add(all.lifted(n));
    }
    for (Node n : split.inside()) {
      if (!copies.containsKey(n)) {
        copies.put(n, Node.of(n.op(), n.inputs().stream().map(copies::get).toList()));
      }
    }
    Body body = new Body(parameters, split.results().stream().map(copies::get).toList());
    int consts = split.sameOperands().size();
    Op.Scan scan =
        new Op.Scan(body, consts, carries.size(), split.knownOperands().size(), steps, reverse);
    Node flat = Node.of(scan, operands);
    List<Node> values = new ArrayList<>();
    for (int i = 0; i < split.results().size(); i++) {
      values.add(steps(flat, i));
    }
    return values;
  }

  private static Node parameter(Node like, List<Node> parameters) {
    Node p = Node.input(like.type(), new Body.Parameter(parameters.size()));
    parameters.add(p);
    return p;
  }
}
