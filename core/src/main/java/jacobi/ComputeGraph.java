package jacobi;

import jacobi.graph.Graph;
import jacobi.graph.GraphPrinter;
import jacobi.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** The graph behind some tensors, to print or draw. */
public record ComputeGraph(Graph graph) {

  /** The same graph with the nodes that compute gradients. */
  public ComputeGraph with(Gradients gradients) {
    List<Node> outputs = new ArrayList<>(graph.outputs());
    gradients.all().forEach(g -> outputs.add(g.node()));
    return new ComputeGraph(Graph.of(outputs));
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
