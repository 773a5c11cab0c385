package jacobi.reference;

import jacobi.graph.DType;
import jacobi.graph.Op.ReduceKind;
import jacobi.graph.Shape;
import java.util.Arrays;

/**
 * Combines elements along axes. Floating values are combined in double, in row-major order, and
 * rounded once; int32 wraps, which combining in 64 bits and cutting off at the end does too.
 */
final class Reductions {
  private Reductions() {}

  static void reduce(ReduceKind kind, Elements a, Elements out) {
    if (out.dtype().isFloating()) {
      double[] totals = new double[Math.toIntExact(out.shape().size())];
      Arrays.fill(totals, floatingStart(kind));
      Elements.forEach(
          a.shape(),
          i -> {
            int at = target(i, out.shape());
            totals[at] = Elementwise.floating(kind.combining(), totals[at], a.getDouble(i));
          });
      Elements.forEach(out.shape(), i -> out.setDouble(i, totals[target(i, out.shape())]));
    } else {
      long[] totals = new long[Math.toIntExact(out.shape().size())];
      Arrays.fill(totals, integerStart(kind, out.dtype()));
      Elements.forEach(
          a.shape(),
          i -> {
            int at = target(i, out.shape());
            totals[at] = Elementwise.integer(kind.combining(), totals[at], a.getLong(i));
          });
      Elements.forEach(out.shape(), i -> out.setLong(i, totals[target(i, out.shape())]));
    }
  }

  static void argMax(int axis, Elements a, Elements out) {
    Elements.forEach(
        out.shape(),
        i -> {
          int[] best = i.clone();
          int[] at = i.clone();
          for (int k = 1; k < a.shape().dim(axis); k++) {
            at[axis] = k;
            if (greater(a, at, best)) {
              best[axis] = k;
            }
          }
          out.setLong(i, best[axis]);
        });
  }

  static void cumSum(int axis, boolean reverse, Elements a, Elements out) {
    int n = out.shape().dim(axis);
    if (n == 0) {
      return;
    }
    Elements.forEach(
        out.shape().with(axis, 1),
        start -> {
          int[] i = start.clone();
          double floating = 0;
          long integer = 0;
          for (int k = 0; k < n; k++) {
            i[axis] = reverse ? n - 1 - k : k;
            if (out.dtype().isFloating()) {
              floating += a.getDouble(i);
              out.setDouble(i, floating);
            } else {
              integer += a.getLong(i);
              out.setLong(i, integer);
            }
          }
        });
  }

  /** Position of the result that an element belongs to: index 0 along the reduced axes. */
  private static int target(int[] index, Shape out) {
    int[] kept = index.clone();
    for (int axis = 0; axis < kept.length; axis++) {
      kept[axis] = out.dim(axis) == 1 ? 0 : kept[axis];
    }
    return (int) Elements.position(out, kept);
  }

  private static boolean greater(Elements a, int[] at, int[] best) {
    if (!a.dtype().isFloating()) {
      return a.getLong(at) > a.getLong(best);
    }
    double x = a.getDouble(at);
    double y = a.getDouble(best);
    return x > y || (Double.isNaN(x) && !Double.isNaN(y));
  }

  private static double floatingStart(ReduceKind kind) {
    return switch (kind) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
    };
  }

  private static long integerStart(ReduceKind kind, DType dtype) {
    return switch (kind) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> dtype == DType.INT32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
      case MIN -> dtype == DType.INT32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
    };
  }
}
