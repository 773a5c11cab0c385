package jacobi.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Everything some outputs depend on, operands before users. */
public record Graph(List<Node> nodes, List<Node> outputs) {

  public Graph {
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
  }

  public static Graph of(List<Node> outputs) {
    return of(outputs, n -> false);
  }

  /** As {@link #of(List)}, but not looking behind nodes for which {@code leaf} holds. */
  public static Graph of(List<Node> outputs, Predicate<Node> leaf) {
    List<Node> order = new ArrayList<>();
    Map<Node, Boolean> done = new IdentityHashMap<>();
    Deque<Node> stack = new ArrayDeque<>();
    for (Node out : outputs) {
      stack.push(out);
      while (!stack.isEmpty()) {
        Node n = stack.peek();
        Boolean state = done.get(n);
        if (state == null) {
          done.put(n, false);
          if (!leaf.test(n)) {
            for (int i = n.inputs().size() - 1; i >= 0; i--) {
              if (!done.containsKey(n.input(i))) {
                stack.push(n.input(i));
              }
            }
          }
        } else {
          stack.pop();
          if (!state) {
            done.put(n, true);
            order.add(n);
          }
        }
      }
    }
    return new Graph(order, outputs);
  }

  /** Position of each node in {@link #nodes}. */
  public Map<Node, Integer> positions() {
    Map<Node, Integer> at = new IdentityHashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      at.put(nodes.get(i), i);
    }
    return at;
  }
}
