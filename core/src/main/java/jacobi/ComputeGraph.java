package jacobi;

import jacobi.graph.Graph;
import jacobi.graph.GraphPrinter;
import jacobi.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The graph behind some tensors, to print or draw. */
public record ComputeGraph(Graph graph) {

  /** The same graph with the nodes that compute gradients. */
  public ComputeGraph with(Gradients gradients) {
    List<Node> outputs = new ArrayList<>(graph.outputs());
    gradients.all().forEach(g -> outputs.add(g.node()));
    return new ComputeGraph(Graph.of(outputs));
  }

  /**
   * A node of the graph, to look at.
   *
   * @param tensor its result; named if the node is
   * @param operation what computes it, with its settings; of a constant, the value
   * @param operands positions in {@link #steps}
   */
  public record Step(Tensor tensor, String operation, List<Integer> operands) {
    public Step {
      operands = List.copyOf(operands);
    }
  }

  /** The nodes, operands before what is computed from them. */
  public List<Step> steps() {
    Map<Node, Integer> at = graph.positions();
    return graph.nodes().stream()
        .map(
            n ->
                new Step(
                    new Tensor(n),
                    GraphPrinter.describe(n),
                    n.inputs().stream().filter(at::containsKey).map(at::get).toList()))
        .toList();
  }

  /** One node a line. */
  public String toText() {
    return GraphPrinter.text(graph);
  }

  /** Graphviz. */
  public String toDot() {
    return GraphPrinter.dot(graph);
  }

  @Override
  public String toString() {
    return toText();
  }
}
