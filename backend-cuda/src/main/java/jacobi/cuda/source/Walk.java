package jacobi.cuda.source;

import jacobi.backend.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * How to get from a position in row-major order over some axes of a view to an element's offset.
 * Axes are merged where that changes nothing, and those of one element left out.
 *
 * @param extents from the outermost axis
 * @param strides in elements
 */
record Walk(List<Integer> extents, List<Long> strides) {
  Walk {
    extents = List.copyOf(extents);
    strides = List.copyOf(strides);
  }

  /** Over a view's axes {@code from}, …, {@code to} - 1. */
  static Walk over(View view, int from, int to) {
    return of(
        Arrays.copyOfRange(view.shape().dims(), from, to),
        Arrays.copyOfRange(view.strides(), from, to));
  }

  /** Over all axes of a view but one. */
  static Walk without(View view, int axis) {
    int rank = view.shape().rank();
    int[] extents = new int[rank - 1];
    long[] strides = new long[rank - 1];
    for (int i = 0; i < rank - 1; i++) {
      extents[i] = view.shape().dim(i < axis ? i : i + 1);
      strides[i] = view.stride(i < axis ? i : i + 1);
    }
    return of(extents, strides);
  }

  private static Walk of(int[] extents, long[] strides) {
    List<Integer> merged = new ArrayList<>();
    List<Long> steps = new ArrayList<>();
    for (int i = extents.length - 1; i >= 0; i--) {
      if (extents[i] == 1) {
        continue;
      }
      int last = merged.size() - 1;
      if (last >= 0 && strides[i] == steps.get(last) * merged.get(last)) {
        merged.set(last, merged.get(last) * extents[i]);
      } else {
        merged.add(extents[i]);
        steps.add(strides[i]);
      }
    }
    Collections.reverse(merged);
    Collections.reverse(steps);
    return new Walk(merged, steps);
  }

  /** Whether the elements lie one after the other. */
  boolean isContiguous() {
    return extents.isEmpty() || (extents.size() == 1 && strides.getFirst() == 1);
  }

  /** How many elements there are. */
  long size() {
    return extents.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** The greatest offset, or the least if that is further away. */
  long reach() {
    long reach = 0;
    for (int i = 0; i < extents.size(); i++) {
      reach += Math.abs(strides.get(i)) * Math.max(0, extents.get(i) - 1);
    }
    return reach;
  }

  /**
   * The offset of an element, an expression.
   *
   * @param position the name of a variable that is not negative
   */
  String at(String position) {
    if (extents.isEmpty()) {
      return "0";
    }
    List<String> terms = new ArrayList<>();
    long inner = 1;
    for (int i = extents.size() - 1; i >= 0; i--) {
      String index = inner == 1 ? position : "%s / %d".formatted(position, inner);
      if (i > 0) {
        index = "%s %% %d".formatted(index, extents.get(i));
      }
      long stride = strides.get(i);
      if (stride != 0) {
        String term = index.equals(position) ? index : "(" + index + ")";
        terms.add(stride == 1 ? term : "%s * %s".formatted(term, CType.literal(stride)));
      }
      inner *= extents.get(i);
    }
    return terms.isEmpty() ? "0" : String.join(" + ", terms.reversed());
  }
}
