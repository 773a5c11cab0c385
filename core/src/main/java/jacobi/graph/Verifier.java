package jacobi.graph;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Checks what must hold of every graph, between compiler passes and in tests. */
public final class Verifier {
  private Verifier() {}

  /**
   * Throws if an operand comes after its user, an output is missing or a type does not follow from
   * the operands.
   */
  public static Graph verify(Graph graph) {
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Node n : graph.nodes()) {
      boolean leaf = n.source().isPresent();
      for (Node in : n.inputs()) {
        if (!leaf && !seen.contains(in)) {
          throw new IllegalStateException(
              "operand " + in + " of " + n + " does not come before it");
        }
      }
      List<Op.Type> types = n.inputs().stream().map(Node::type).toList();
      Op.Type expected = n.op().type(types);
      if (!expected.equals(n.type())) {
        throw new IllegalStateException(n + " should have type " + expected);
      }
      if (!seen.add(n)) {
        throw new IllegalStateException(n + " appears twice");
      }
    }
    for (Node out : graph.outputs()) {
      if (!seen.contains(out)) {
        throw new IllegalStateException("output " + out + " is not in the graph");
      }
    }
    return graph;
  }
}
