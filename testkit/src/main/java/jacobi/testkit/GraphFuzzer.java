package jacobi.testkit;

import jacobi.graph.Graph;
import jacobi.graph.GraphPrinter;
import jacobi.graph.Node;
import jacobi.graph.Op;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Runs random graphs on backends and cuts those that fail down to what fails. */
public final class GraphFuzzer {
  private GraphFuzzer() {}

  /** A graph with what its nodes should be. */
  private record Case(Graph graph, Map<Node, Data> values, Map<Node, Data> bounds) {
    static Case of(Graph graph, Map<Node, Data> inputs) {
      Map<Node, Data> values = Interpreter.evaluate(graph, inputs);
      return new Case(graph, values, ErrorBounds.of(graph, values));
    }

    Case withOutputs(List<Node> outputs) {
      return new Case(Graph.of(outputs), values, bounds);
    }
  }

  /** Empty if every setting computes the graph of a seed as the reference does; else a report. */
  public static String check(long seed, List<Backends.Setting> settings) {
    RandomGraph.Sample sample = RandomGraph.of(seed);
    Case whole = new Case(sample.graph(), sample.values(), sample.bounds());
    for (Backends.Setting setting : settings) {
      String failure = failure(setting, whole);
      if (!failure.isEmpty()) {
        Case small = shrink(setting, whole);
        return """
        backend %s, seed %d, replay with -Djacobi.fuzz.seed=%d -Djacobi.fuzz.count=1
        %s
        The smallest part that fails:
        %s%s\
        """
            .formatted(
                setting,
                seed,
                seed,
                failure,
                GraphPrinter.text(small.graph()),
                failure(setting, small));
      }
    }
    return "";
  }

  /** Empty if a setting computes all outputs right; else what is wrong. */
  private static String failure(Backends.Setting setting, Case c) {
    try {
      List<String> differences = Backends.differences(setting, c.graph(), c.values(), c.bounds());
      return differences.isEmpty() ? "" : differences.getFirst();
    } catch (RuntimeException | Error e) {
      StackTraceElement[] at = e.getStackTrace();
      return e + (at.length == 0 ? "" : " at " + at[0]);
    }
  }

  /** Tries outputs one by one, then fewer of them, then known values in place of computed ones. */
  private static Case shrink(Backends.Setting setting, Case whole) {
    Case smallest = whole;
    for (Node n : whole.graph().nodes()) {
      Case candidate = whole.withOutputs(List.of(n));
      if (candidate.graph().nodes().size() < smallest.graph().nodes().size()
          && !failure(setting, candidate).isEmpty()) {
        smallest = candidate;
      }
    }
    for (int i = smallest.graph().outputs().size() - 1; i >= 0; i--) {
      List<Node> fewer = new ArrayList<>(smallest.graph().outputs());
      fewer.remove(i);
      Case candidate = whole.withOutputs(fewer);
      if (!fewer.isEmpty() && !failure(setting, candidate).isEmpty()) {
        smallest = candidate;
      }
    }
    for (int i = smallest.graph().nodes().size() - 1; i >= 0; i--) {
      if (i < smallest.graph().nodes().size()) {
        Case candidate = cut(smallest, smallest.graph().nodes().get(i));
        if (!failure(setting, candidate).isEmpty()) {
          smallest = candidate;
        }
      }
    }
    return smallest;
  }

  /** The case with the value of a node as an input. */
  private static Case cut(Case c, Node at) {
    Map<Node, Node> copies = new IdentityHashMap<>();
    Map<Node, Data> inputs = new IdentityHashMap<>();
    for (Node n : c.graph().nodes()) {
      boolean isInput = n.op() instanceof Op.Input;
      Node copy = n;
      if (n == at && !isInput && !c.graph().outputs().contains(n)) {
        copy = Backends.leaf(c.values().get(n));
      } else if (!isInput) {
        copy = Node.of(n.op(), n.inputs().stream().map(copies::get).toList());
      }
      copies.put(n, copy);
      inputs.put(copy, c.values().get(n));
    }
    return Case.of(Graph.of(c.graph().outputs().stream().map(copies::get).toList()), inputs);
  }
}
