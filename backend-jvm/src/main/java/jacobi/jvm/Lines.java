package jacobi.jvm;

import jacobi.backend.View;
import jacobi.graph.Shape;

/**
 * The lines of a view along one axis, and where each begins in the view and in a row-major result
 * of {@code out}'s shape. Steps are in elements.
 */
record Lines(
    int length, long step, int count, int[] extents, long[] from, long[] to, long outStep) {

  static Lines of(View view, int axis, Shape out) {
    int rank = view.shape().rank();
    int[] extents = new int[rank - 1];
    long[] from = new long[rank - 1];
    long[] to = new long[rank - 1];
    long[] strides = out.strides();
    int count = 1;
    for (int i = 0, j = 0; i < rank; i++) {
      if (i != axis) {
        extents[j] = view.shape().dim(i);
        from[j] = view.stride(i);
        to[j] = strides[i];
        count = Math.multiplyExact(count, extents[j]);
        j++;
      }
    }
    return new Lines(
        view.shape().dim(axis), view.stride(axis), count, extents, from, to, strides[axis]);
  }

  /** Offset of the first element of a line in the view. */
  long begin(int line) {
    return at(line, extents, from);
  }

  /** Offset of the first element of a line in the result. */
  long outBegin(int line) {
    return at(line, extents, to);
  }

  /** Offset of a row-major position in something strided. */
  static long at(long position, int[] extents, long[] strides) {
    long offset = 0;
    for (int i = extents.length - 1; i >= 0; i--) {
      offset += position % extents[i] * strides[i];
      position /= extents[i];
    }
    return offset;
  }

  /** Pieces worth cutting into: lines are independent. */
  int pieces(long bytes) {
    return Math.max(1, Math.min(count, Copy.pieces(bytes)));
  }
}
