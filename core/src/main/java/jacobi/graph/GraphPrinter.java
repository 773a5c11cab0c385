package jacobi.graph;

import java.util.Map;
import java.util.stream.Collectors;

/** A graph as text, one node a line, or as Graphviz. */
public final class GraphPrinter {
  private GraphPrinter() {}

  public static String text(Graph graph) {
    Map<Node, Integer> at = graph.positions();
    StringBuilder s = new StringBuilder();
    for (Node n : graph.nodes()) {
      s.append('%').append(at.get(n)).append(" = ").append(describe(n));
      s.append(
          n.inputs().stream()
              .filter(at::containsKey)
              .map(in -> "%" + at.get(in))
              .collect(Collectors.joining(", ", "(", ")")));
      s.append(" : ").append(n.type());
      if (!n.name().isEmpty()) {
        s.append("  # ").append(n.name());
      }
      s.append('\n');
    }
    return s.append("return ")
        .append(
            graph.outputs().stream().map(n -> "%" + at.get(n)).collect(Collectors.joining(", ")))
        .append('\n')
        .toString();
  }

  public static String dot(Graph graph) {
    Map<Node, Integer> at = graph.positions();
    StringBuilder s =
        new StringBuilder(
            "digraph jacobi {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
    for (Node n : graph.nodes()) {
      String label = (n.name().isEmpty() ? "" : n.name() + "\n") + describe(n) + "\n" + n.type();
      s.append("  n").append(at.get(n)).append(" [label=\"").append(escape(label)).append('"');
      if (n.op() instanceof Op.Input || n.op() instanceof Op.Constant) {
        s.append(", shape=ellipse");
      }
      if (graph.outputs().contains(n)) {
        s.append(", penwidth=2");
      }
      s.append("];\n");
      for (Node in : n.inputs()) {
        if (at.containsKey(in)) {
          s.append("  n").append(at.get(in)).append(" -> n").append(at.get(n)).append(";\n");
        }
      }
    }
    return s.append("}\n").toString();
  }

  /** The operation with its attributes. */
  public static String describe(Node n) {
    return switch (n.op()) {
      case Op.Constant c ->
          c.dtype().isFloating() ? Double.toString(c.asDouble()) : Long.toString(c.asLong());
      case Op.Reduce r -> r.label() + r.axes();
      case Op.Permute p -> p.label() + p.axes();
      case Op.Flip f -> f.label() + f.axes();
      case Op.Slice sl -> sl.label() + sl.starts() + "+" + sl.counts() + "/" + sl.steps();
      case Op.Pad p -> p.label() + p.before() + p.after() + p.interior();
      case Op.ArgMax a -> a.label() + "[" + a.axis() + "]";
      case Op.CumSum c -> c.label() + "[" + c.axis() + (c.reverse() ? ", reverse]" : "]");
      case Op.Concat c -> c.label() + "[" + c.axis() + "]";
      case Op.Iota i -> i.label() + "[" + i.axis() + "]";
      case Op.Random r -> r.label() + "[" + r.salt() + "]";
      case Convolution c ->
          c.label() + "[" + c.window() + (c.groups() == 1 ? "]" : " groups " + c.groups() + "]");
      case Op.Scan sc -> sc.label() + "[" + sc.steps() + (sc.reverse() ? ", reverse]" : "]");
      case Op.Input _,
          Op.Unary _,
          Op.Binary _,
          Op.Compare _,
          Op.Select _,
          Op.Cast _,
          Op.Reshape _,
          Op.Broadcast _,
          Op.Detach _,
          Op.Gather _,
          Op.ScatterAdd _,
          Op.FirstEqual _,
          Op.MatMul _ ->
          n.op().label();
    };
  }

  private static String escape(String s) {
    return s.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
