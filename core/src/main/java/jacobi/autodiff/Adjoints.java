package jacobi.autodiff;

import jacobi.graph.Graph;
import jacobi.graph.JacobiException;
import jacobi.graph.Node;
import jacobi.graph.Nodes;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reverse-mode differentiation: adds to the graph of some outputs the nodes that compute, for each
 * node x between the outputs and the wanted inputs, the vector-Jacobian product {@code
 * J_x(outputs)^T seeds}. Where a node is used several times the downstream gradients of its uses
 * are summed.
 */
public final class Adjoints {
  private final Map<Node, Node> adjoint;

  private Adjoints(Map<Node, Node> adjoint) {
    this.adjoint = adjoint;
  }

  /**
   * Adds the gradient nodes.
   *
   * @param outputs what is differentiated
   * @param seeds upstream gradient of each output, of its shape
   * @param wanted with respect to what; only paths to these are followed
   */
  public static Adjoints of(List<Node> outputs, List<Node> seeds, List<Node> wanted) {
    Set<Node> targets = Collections.newSetFromMap(new IdentityHashMap<>());
    targets.addAll(wanted);
    Graph graph = Graph.of(outputs);
    Set<Node> onPath = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Node n : graph.nodes()) {
      if (n.dtype().isFloating()
          && (targets.contains(n) || n.inputs().stream().anyMatch(onPath::contains))) {
        onPath.add(n);
      }
    }
    Map<Node, Node> adjoint = new IdentityHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      if (onPath.contains(outputs.get(i))) {
        adjoint.merge(outputs.get(i), seeds.get(i), Nodes::add);
      }
    }
    List<Node> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node n = nodes.get(i);
      Node g = adjoint.get(n);
      if (g == null || n.inputs().stream().noneMatch(onPath::contains)) {
        continue;
      }
      List<Optional<Node>> down = Backward.downstream(n, g);
      for (int k = 0; k < down.size(); k++) {
        Node in = n.input(k);
        if (onPath.contains(in)) {
          down.get(k).ifPresent(d -> adjoint.merge(in, d, Nodes::add));
        }
      }
    }
    return new Adjoints(adjoint);
  }

  /** The gradient with respect to a node: zeros where the outputs do not depend on it. */
  public Node of(Node x) {
    if (!x.dtype().isFloating()) {
      throw new JacobiException(
          "[grad] " + x + " is not floating: gradients exist for float32 and float64 only");
    }
    Node g = adjoint.get(x);
    return g == null ? Nodes.like(x, 0) : g;
  }

  /**
   * What a node of that operation passes down to its operand {@code x} for an upstream gradient, by
   * that one use alone.
   */
  public static Node local(Node z, Node x, Node upstream) {
    List<Optional<Node>> down = Backward.downstream(z, upstream);
    Node total = Nodes.like(x, 0);
    for (int k = 0; k < down.size(); k++) {
      if (z.input(k) == x && down.get(k).isPresent()) {
        total = Nodes.add(total, down.get(k).get());
      }
    }
    return total;
  }
}
