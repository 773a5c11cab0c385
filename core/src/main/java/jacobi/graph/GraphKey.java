package jacobi.graph;

import java.util.Arrays;
import java.util.Map;

/**
 * The structure of a graph without identities: equal keys mean that one compiled plan serves both,
 * with the inputs bound in order of appearance. Nodes for which a value is already known count as
 * inputs.
 */
public final class GraphKey {
  private final Op[] ops;
  private final int[] edges;
  private final int hash;

  private GraphKey(Op[] ops, int[] edges) {
    this.ops = ops;
    this.edges = edges;
    this.hash = 31 * Arrays.hashCode(ops) + Arrays.hashCode(edges);
  }

  /** Key of a graph; {@code leaves} holds the nodes taken as inputs. */
  public static GraphKey of(Graph graph, java.util.Set<Node> leaves) {
    int n = graph.nodes().size();
    Op[] ops = new Op[n];
    int[] edges = new int[4 * n + graph.outputs().size()];
    int e = 0;
    Map<Node, Integer> at = graph.positions();
    for (int i = 0; i < n; i++) {
      Node node = graph.nodes().get(i);
      if (leaves.contains(node)) {
        ops[i] = new Op.Input(node.type());
        continue;
      }
      ops[i] = node.op();
      for (Node in : node.inputs()) {
        if (e == edges.length) {
          edges = Arrays.copyOf(edges, 2 * e);
        }
        edges[e++] = at.get(in);
      }
    }
    edges = Arrays.copyOf(edges, e + graph.outputs().size());
    for (Node out : graph.outputs()) {
      edges[e++] = at.get(out);
    }
    return new GraphKey(ops, edges);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof GraphKey k
        && hash == k.hash
        && Arrays.equals(edges, k.edges)
        && Arrays.equals(ops, k.ops);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
