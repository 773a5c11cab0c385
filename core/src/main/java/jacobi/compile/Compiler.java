package jacobi.compile;

import jacobi.backend.Task;
import jacobi.compile.Plan.Place;
import jacobi.graph.Body;
import jacobi.graph.Graph;
import jacobi.graph.Node;
import jacobi.graph.Op;
import jacobi.graph.Verifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The passes, in order. */
public final class Compiler {
  /** Loops of fewer steps do not repay what is prepared for them. */
  private static final int FEW_STEPS = 4;

  private Compiler() {}

  /**
   * Compiles a graph.
   *
   * @param graph what to compute; every leaf is an {@link Op.Input}
   * @param inputs those leaves, in the order in which runs will get their values
   * @param updates for each output, the position of the input it should overwrite, or -1
   * @param constant positions of the inputs that stay the same over many runs
   */
  public static Plan compile(
      Graph graph,
      List<Node> inputs,
      List<Integer> updates,
      Set<Integer> constant,
      Kernels kernels) {
    Graph simple = kernels.fuse() ? Verifier.verify(Simplifier.simplify(graph)) : graph;
    Graph separate = Verifier.verify(ownBufferForEachOutput(simple, updates));
    List<Draft> drafts = Lowering.lower(separate, kernels);
    Map<Node, Node> wanted = new LinkedHashMap<>();
    for (int o = 0; o < updates.size(); o++) {
      if (updates.get(o) >= 0
          && inputs.get(updates.get(o)).type().equals(separate.outputs().get(o).type())) {
        wanted.put(separate.outputs().get(o), inputs.get(updates.get(o)));
      }
    }
    Schedule schedule = new Schedule(drafts, wanted);
    List<Draft> ordered = schedule.ordered(separate.positions());
    return assemble(
        ordered, separate.outputs(), simple, inputs, schedule.inPlace(), constant, kernels);
  }

  /**
   * Outputs that are inputs, views, constants or twice the same node are copied. One that is a
   * computed value in another shape is that value: its elements lie the same way.
   */
  private static Graph ownBufferForEachOutput(Graph graph, List<Integer> updates) {
    Set<Node> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(graph.outputs());
    Set<Node> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Node> outputs = new ArrayList<>();
    for (int o = 0; o < graph.outputs().size(); o++) {
      Node n = graph.outputs().get(o);
      boolean reshaped =
          updates.get(o) < 0
              && n.op() instanceof Op.Reshape
              && isComputed(n.input(0))
              && known.add(n.input(0));
      Node value = reshaped ? n.input(0) : n;
      outputs.add(
          isComputed(value) && taken.add(value) ? value : Node.of(new Op.Reshape(n.shape()), n));
    }
    return Graph.of(outputs);
  }

  private static boolean isComputed(Node n) {
    return !(n.op() instanceof Op.Input)
        && !(n.op() instanceof Op.Constant)
        && !(n.op() instanceof Op.Iota);
  }

  private static Plan assemble(
      List<Draft> drafts,
      List<Node> outputs,
      Graph graph,
      List<Node> inputs,
      Map<Node, Node> inPlace,
      Set<Integer> constant,
      Kernels kernels) {
    Preparer preparer = new Preparer(inputs, constant);
    Map<Node, Place> places = new IdentityHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      places.put(inputs.get(i), new Place.Input(i));
    }
    for (int i = 0; i < outputs.size(); i++) {
      places.put(outputs.get(i), new Place.Output(i));
    }
    List<MemoryPlanner.Request> requests = new ArrayList<>();
    Map<Node, Integer> requestOf = new IdentityHashMap<>();
    Map<Integer, Integer> scratchOf = new HashMap<>();
    Map<Node, Integer> lastUse = new IdentityHashMap<>();
    for (int s = 0; s < drafts.size(); s++) {
      for (Node n : drafts.get(s).operands()) {
        lastUse.put(n, s);
      }
    }
    List<Function<List<Place>, Plan.Step>> steps = new ArrayList<>();
    for (int s = 0; s < drafts.size(); s++) {
      Draft d = drafts.get(s);
      for (Node n : d.operands()) {
        if (places.containsKey(n)) {
          continue;
        }
        Integer r = requestOf.get(n);
        long bytes = n.shape().size() * n.dtype().bytes();
        if (r == null) {
          Optional<Node> over = overwritten(d, n, s, lastUse, requestOf);
          requestOf.put(n, over.map(requestOf::get).orElse(requests.size()));
          if (over.isEmpty()) {
            requests.add(new MemoryPlanner.Request(bytes, s, s));
          } else {
            // Nothing else takes its place.
            lastUse.remove(over.get());
          }
        } else {
          requests.set(r, new MemoryPlanner.Request(bytes, requests.get(r).first(), s));
        }
      }
      long scratch;
      if (d.task() instanceof Task.Single single && single.op() instanceof Op.Scan scan) {
        Plan inner = inner(scan, kernels);
        steps.add(at -> new Plan.Loop(single, scan, inner, at));
        scratch = inner.arenaBytes() + inner.preparedBytes();
      } else {
        Preparer.Choice chosen = preparer.kernel(kernels, d, s);
        steps.add(at -> new Plan.Call(d.task(), chosen.kernel(), chosen.backend().name(), at));
        scratch = chosen.kernel().scratchBytes();
      }
      if (scratch > 0) {
        scratchOf.put(s, requests.size());
        requests.add(new MemoryPlanner.Request(scratch, s, s));
      }
    }
    MemoryPlanner.Layout layout = MemoryPlanner.plan(requests);
    requestOf.forEach((n, r) -> places.put(n, new Place.Arena(layout.offsets()[r])));
    List<Plan.Step> placed = new ArrayList<>();
    for (int s = 0; s < drafts.size(); s++) {
      List<Place> at = new ArrayList<>(drafts.get(s).operands().stream().map(places::get).toList());
      if (scratchOf.containsKey(s)) {
        at.add(new Place.Arena(layout.offsets()[scratchOf.get(s)]));
      }
      preparer.place(s, at);
      placed.add(steps.get(s).apply(at));
    }
    return new Plan(
        placed,
        inputs.stream().map(Node::type).toList(),
        graph.outputs().stream().map(Node::type).toList(),
        outputs.stream()
            .map(
                o ->
                    inPlace.containsKey(o)
                            && places.get(inPlace.get(o)) instanceof Place.Input(int index)
                        ? index
                        : -1)
            .toList(),
        layout.bytes(),
        preparer.preparations(),
        preparer.bytes());
  }

  /** An intermediate value that this task is the last to read and may write its result over. */
  private static Optional<Node> overwritten(
      Draft d, Node result, int step, Map<Node, Integer> lastUse, Map<Node, Integer> requestOf) {
    return d.operands().stream()
        .filter(
            in ->
                in != result
                    && requestOf.containsKey(in)
                    && Integer.valueOf(step).equals(lastUse.get(in))
                    && !d.results().contains(in)
                    && in.type().equals(result.type())
                    && Schedule.readsPointForPoint(d, result, in))
        .findFirst();
  }

  /** The plan of one step of a scan. */
  private static Plan inner(Op.Scan scan, Kernels kernels) {
    Body body = scan.body();
    List<Integer> noUpdates = Collections.nCopies(body.outputs().size(), -1);
    Set<Integer> constant =
        IntStream.range(0, scan.steps() < FEW_STEPS ? 0 : scan.consts())
            .boxed()
            .collect(Collectors.toSet());
    return compile(body.graph(), body.parameters(), noUpdates, constant, kernels);
  }
}
