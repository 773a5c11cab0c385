package jacobi.testkit;

import jacobi.backend.Backend;
import jacobi.graph.Graph;
import jacobi.graph.Node;
import jacobi.graph.Op;
import jacobi.runtime.Engine;
import jacobi.runtime.Storage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The settings under which everything is checked, and how far their results are from the
 * reference's.
 */
public final class Backends {
  private static final String VECTOR_BITS = "jacobi.vector.bits";

  private Backends() {}

  /** A setting: a backend that works here, forced, with a number of threads. */
  public record Setting(String name, Engine engine) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Every backend that works here, each with one thread; for the best of them, what a user gets:
   * all backends together, and three threads.
   */
  public static List<Setting> settings() {
    List<Setting> all =
        ServiceLoader.load(Backend.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(b -> b.unavailable().isEmpty())
            .sorted(Comparator.comparingInt(Backend::priority))
            .map(b -> new Setting(b.name(), new Engine(b.name(), 1)))
            .collect(Collectors.toCollection(ArrayList::new));
    String best = all.removeLast().name();
    all.add(new Setting(best + " by choice, 3 threads", new Engine("auto", 3)));
    return all;
  }

  /**
   * The portable backend while it compiles for another vector width than the machine's own; 0 means
   * plain loops. Nothing else may compile meanwhile.
   */
  public static void withVectors(int bits, Consumer<List<Setting>> check) {
    String before = System.getProperty(VECTOR_BITS, "");
    System.setProperty(VECTOR_BITS, Integer.toString(bits));
    try {
      check.accept(List.of(new Setting("jvm, vectors of " + bits, new Engine("jvm", 1))));
    } finally {
      if (before.isEmpty()) {
        System.clearProperty(VECTOR_BITS);
      } else {
        System.setProperty(VECTOR_BITS, before);
      }
    }
  }

  /** An input node with these values. */
  public static Node leaf(Data data) {
    return Node.input(data.type(), Storage.copyOf(data.toArray(), data.type()));
  }

  /** The values of the input nodes of a graph. */
  public static Map<Node, Data> inputs(Graph graph) {
    Map<Node, Data> inputs = new IdentityHashMap<>();
    for (Node n : graph.nodes()) {
      if (n.op() instanceof Op.Input && n.source().orElseThrow() instanceof Storage s) {
        inputs.put(n, Data.of(n.type(), s.toArray()));
      }
    }
    return inputs;
  }

  /**
   * Computes the outputs of a graph in a setting.
   *
   * @return what differs from the reference, output by output; empty if nothing does
   */
  public static List<String> differences(
      Setting setting, Graph graph, Map<Node, Data> values, Map<Node, Data> bounds) {
    List<Storage> results = compute(setting, graph);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Node n = graph.outputs().get(i);
      String difference = difference(values.get(n), bounds.get(n), results.get(i));
      if (!difference.isEmpty()) {
        differences.add(setting + ", output " + i + ", " + n + ": " + difference);
      }
    }
    return differences;
  }

  /** Computes the outputs of a graph, which stays as it is: nothing is remembered on its nodes. */
  public static List<Storage> compute(Setting setting, Graph graph) {
    Map<Node, Node> copies = new IdentityHashMap<>();
    for (Node n : graph.nodes()) {
      boolean input = n.op() instanceof Op.Input;
      copies.put(n, input ? n : Node.of(n.op(), n.inputs().stream().map(copies::get).toList()));
    }
    return setting.engine().evaluate(graph.outputs().stream().map(copies::get).toList());
  }

  /**
   * Empty if a result lies within bounds of what is expected; else the first element that does not.
   */
  private static String difference(Data expected, Data bound, Storage actual) {
    if (!expected.type().equals(actual.type())) {
      return "is " + actual.type() + ", expected " + expected.type();
    }
    Data got = Data.of(actual.type(), actual.toArray());
    for (long i = 0; i < expected.size(); i++) {
      if (!isWithin(expected, got, bound.get(i), i)) {
        return "element %d is %s, expected %s (bound %.3g)"
            .formatted(i, got.show(i), expected.show(i), bound.get(i));
      }
    }
    return "";
  }

  private static boolean isWithin(Data expected, Data got, double bound, long i) {
    if (!expected.dtype().isFloating()) {
      return bound > 0 || expected.getLong(i) == got.getLong(i);
    }
    double x = expected.get(i);
    double y = got.get(i);
    return x == y
        || (Double.isNaN(x) && Double.isNaN(y))
        || Math.abs(x - y) <= bound
        || bound == Double.POSITIVE_INFINITY;
  }
}
