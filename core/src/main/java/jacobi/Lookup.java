package jacobi;

import jacobi.graph.Graph;
import jacobi.graph.Node;
import jacobi.graph.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A use of a table by its rows, {@code rows = table.gather(indices)}.
 *
 * @param indices integers […]
 * @param rows what lies there, [… , d…]
 */
public record Lookup(Tensor indices, Tensor rows) {

  /**
   * The lookups by which an output depends on a table [V, d…]; empty if it does not, or uses the
   * table in another way too. A gradient with respect to their rows says all that one with respect
   * to the table would, and is as large as what was looked up.
   */
  public static Optional<List<Lookup>> of(Tensor output, Tensor table) {
    List<Lookup> found = new ArrayList<>();
    for (Node n : Graph.of(List.of(output.node())).nodes()) {
      if (n.inputs().contains(table.node())) {
        if (!(n.op() instanceof Op.Gather)) {
          return Optional.empty();
        }
        found.add(new Lookup(new Tensor(n.input(1)), new Tensor(n)));
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(found));
  }
}
