package jacobi.backend;

import jacobi.graph.Shape;
import java.util.List;

/**
 * A fused kernel: a body executed for every point of {@code domain}.
 *
 * <p>Every operand is a view over the whole domain, stride 0 along axes it does not depend on. Axes
 * with {@code reduced[i]} are those that {@link Inst.Reduce} combines over. An instruction's
 * <i>level</i> follows from its operands: what touches a reduced axis (a load with a non-zero
 * stride there, an index of one) is FULL; what touches only the others, and every Reduce result, is
 * ROW (one value for each point of the kept axes); constants and loads with no stride are UNIFORM.
 * FULL instructions may use ROW ones, which is how a softmax reads its row again after the maximum
 * and the sum are known.
 *
 * <p>What the compiler guarantees:
 *
 * <ul>
 *   <li>either no axis is reduced (everything is a plain map); or the reduced axes are the last
 *       ones ("rows"); or the last axis is kept and some earlier ones are reduced ("columns"), and
 *       then Reduce results are only stored, never used;
 *   <li>a store's level is that of its value or of its view, whichever is fuller: with stride 0
 *       along reduced axes it happens once a row, else at every point, be the value a ROW or
 *       UNIFORM one;
 *   <li>each point of each stored operand is written once, and no two operands share an element
 *       (those of one may lie between those of another), except that a stored operand may be the
 *       very same view of the very same buffer as loaded ones: the store then comes last, after
 *       every load of that point;
 *   <li>adjacent axes are merged where all operands allow it; there is at least one axis unless
 *       everything is scalar; extents are not 0 (empty kernels are dropped), but a reduction over 0
 *       elements never gets here either (it is a constant).
 * </ul>
 *
 * Kept points are independent of each other: a backend may cut them into pieces and run these on
 * several threads, but how it cuts must depend on the nest only, so that results never depend on
 * the number of threads.
 */
public record LoopNest(Shape domain, List<Boolean> reduced, List<View> operands, List<Inst> body)
    implements Task {
  public LoopNest {
    reduced = List.copyOf(reduced);
    operands = List.copyOf(operands);
    body = List.copyOf(body);
  }

  public boolean hasReduction() {
    return reduced.contains(true);
  }
}
