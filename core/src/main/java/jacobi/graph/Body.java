package jacobi.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph with parameters, as a value: two bodies are equal if they compute the same of their
 * parameters. What a {@link Op.Scan} repeats.
 */
public final class Body {
  private final List<Node> parameters;
  private final Graph graph;
  private final GraphKey key;
  private final List<Object> signature;
  private final int hash;

  /** A place for a value that differs from step to step; nothing has one while it is built. */
  public record Parameter(int index) implements Source {}

  /**
   * A body from its nodes.
   *
   * @param parameters inputs, in the order in which their values are given; some may be unused
   * @param outputs what it computes of them, and of nothing else
   */
  public Body(List<Node> parameters, List<Node> outputs) {
    this.parameters = List.copyOf(parameters);
    this.graph = Graph.of(outputs);
    Set<Node> leaves = Collections.newSetFromMap(new IdentityHashMap<>());
    leaves.addAll(parameters);
    for (Node n : graph.nodes()) {
      if (n.op() instanceof Op.Input && !leaves.contains(n)) {
        throw new IllegalStateException(n + " is not a parameter of the body that uses it");
      }
    }
    this.key = GraphKey.of(graph, leaves);
    Map<Node, Integer> at = graph.positions();
    this.signature = new ArrayList<>();
    for (Node p : parameters) {
      signature.add(p.type());
      signature.add(at.getOrDefault(p, -1));
    }
    this.hash = 31 * key.hashCode() + signature.hashCode();
  }

  public List<Node> parameters() {
    return parameters;
  }

  public List<Node> outputs() {
    return graph.outputs();
  }

  /** Everything the outputs depend on. */
  public Graph graph() {
    return graph;
  }

  @Override
  public boolean equals(Object o) {
    return this == o
        || (o instanceof Body b
            && hash == b.hash
            && key.equals(b.key)
            && signature.equals(b.signature));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return GraphPrinter.text(graph);
  }
}
