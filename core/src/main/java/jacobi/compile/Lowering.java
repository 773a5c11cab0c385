package jacobi.compile;

import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.graph.Graph;
import jacobi.graph.Node;
import jacobi.graph.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From groups to tasks, each with the nodes its operands are. */
final class Lowering {
  /**
   * Most nodes in one group, tried in turn until every loop nest is small enough for some backend.
   */
  private static final int[] GROUP_SIZES = {64, 24, 8, 1};

  private final Classes classes;
  private final Kernels kernels;
  private final Map<Node, Integer> position;
  private final Set<Node> stored;

  private Lowering(
      Classes classes, Kernels kernels, Map<Node, Integer> position, Set<Node> stored) {
    this.classes = classes;
    this.kernels = kernels;
    this.position = position;
    this.stored = stored;
  }

  /** Tasks for a simplified graph, in no particular order but that of the groups' dependencies. */
  static List<Draft> lower(Graph graph, Kernels kernels) {
    if (!kernels.fuse()) {
      return oneByOne(graph);
    }
    Set<Node> outputs = identitySet();
    outputs.addAll(graph.outputs());
    Classes classes = new Classes(graph, outputs, kernels::claims);
    for (int size : GROUP_SIZES) {
      List<Group> groups = Fusion.fuse(graph, classes, size);
      Set<Node> stored = identitySet();
      stored.addAll(graph.outputs());
      readAcrossGroups(groups, classes, stored);
      Lowering lowering = new Lowering(classes, kernels, graph.positions(), stored);
      Optional<List<Draft>> drafts = lowering.all(groups);
      if (drafts.isPresent()) {
        return drafts.get();
      }
    }
    throw new IllegalStateException("a single node makes a loop nest too large for every backend");
  }

  private static List<Draft> oneByOne(Graph graph) {
    List<Draft> drafts = new ArrayList<>();
    for (Node n : graph.nodes()) {
      if (!(n.op() instanceof Op.Input) && n.shape().size() > 0) {
        List<View> in =
            n.inputs().stream().map(i -> View.contiguous(i.dtype(), i.shape())).toList();
        drafts.add(
            draft(
                new Task.Single(n.op(), in, View.contiguous(n.dtype(), n.shape())), n.inputs(), n));
      }
    }
    return drafts;
  }

  private static Draft draft(Task task, List<Node> inputs, Node result) {
    List<Node> operands = new ArrayList<>(inputs);
    operands.add(result);
    return new Draft(task, operands, List.of(result));
  }

  /** Adds every value that a group other than its own reads. */
  private static void readAcrossGroups(List<Group> groups, Classes classes, Set<Node> stored) {
    Map<Node, Group> groupOf = new IdentityHashMap<>();
    groups.forEach(g -> g.members.forEach(m -> groupOf.put(m, g)));
    for (Group g : groups) {
      for (Node m : g.members) {
        for (Node in : m.inputs()) {
          Node base = in;
          while (classes.kind(base) == Classes.Kind.VIEW) {
            base = base.input(0);
          }
          if (groupOf.containsKey(base) && groupOf.get(base) != g) {
            stored.add(base);
          }
        }
      }
    }
  }

  private Optional<List<Draft>> all(List<Group> groups) {
    List<Draft> drafts = new ArrayList<>();
    for (Group g : groups) {
      if (g.opaque) {
        drafts.add(
            g.members.getFirst().op() instanceof Op.MatMul
                ? product(g)
                : single(g.members.getFirst()));
        continue;
      }
      NestBuilder.Built built = NestBuilder.build(g, classes, position, stored::contains);
      if (built.nest().domain().size() == 0) {
        continue;
      }
      if (!kernels.claims(built.nest())) {
        return Optional.empty();
      }
      drafts.add(
          new Draft(
              built.nest(),
              built.operands(),
              g.members.stream().filter(stored::contains).toList()));
    }
    return Optional.of(drafts);
  }

  private Draft single(Node n) {
    List<Classes.Access> in = n.inputs().stream().map(classes::access).toList();
    return draft(
        new Task.Single(
            n.op(),
            in.stream().map(Classes.Access::view).toList(),
            View.contiguous(n.dtype(), n.shape())),
        in.stream().map(Classes.Access::base).toList(),
        n);
  }

  private Draft product(Group g) {
    Node product = g.members.getFirst();
    Node last = g.members.getLast();
    Optional<Classes.Access> bias = Optional.empty();
    Node at = product;
    Task.Activation activation = Task.Activation.NONE;
    for (Node m : g.members.subList(1, g.members.size())) {
      Optional<Node> b = classes.bias(at, m);
      if (b.isPresent()) {
        bias = b.map(classes::access);
      } else {
        activation = Classes.activation(at, m);
      }
      at = m;
    }
    List<Classes.Access> in =
        new ArrayList<>(product.inputs().stream().map(classes::access).toList());
    bias.ifPresent(in::add);
    Task task =
        new Task.Product(
            in.get(0).view(),
            in.get(1).view(),
            bias.map(Classes.Access::view),
            activation,
            View.contiguous(last.dtype(), last.shape()));
    return draft(task, in.stream().map(Classes.Access::base).toList(), last);
  }

  private static Set<Node> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
