package jacobi.onednn;

import jacobi.backend.View;
import java.util.Optional;

/**
 * The last two axes of a view, in one of the layouts oneDNN multiplies without falling back to
 * plain loops: row by row or column by column, rows (or columns) not overlapping.
 *
 * @param rowStride distance from a row to the next, in elements
 * @param columnStride distance from a column to the next, in elements; this or {@code rowStride} is
 *     1
 */
record Matrix(int rows, int columns, long rowStride, long columnStride) {

  /** The matrices of a view of rank 2 or more, or empty when they lie otherwise. */
  static Optional<Matrix> of(View view) {
    return of(view.shape().dim(-2), view.shape().dim(-1), view.stride(-2), view.stride(-1));
  }

  static Optional<Matrix> of(int rows, int columns, long rowStride, long columnStride) {
    if ((columnStride == 1 || columns == 1) && (rows == 1 || rowStride >= columns)) {
      // The stride along an axis of extent 1 is never used, but oneDNN chooses its code by it.
      return Optional.of(new Matrix(rows, columns, rows == 1 ? columns : rowStride, 1));
    }
    if ((rowStride == 1 || rows == 1) && (columns == 1 || columnStride >= rows)) {
      return Optional.of(new Matrix(rows, columns, 1, columns == 1 ? rows : columnStride));
    }
    return Optional.empty();
  }

  /** The same elements with rows and columns exchanged. */
  Matrix transposed() {
    return new Matrix(columns, rows, columnStride, rowStride);
  }

  /** The description of a part with the same strides. */
  MemoryDesc part(int partRows, int partColumns) {
    return MemoryDesc.float32(
        new long[] {partRows, partColumns}, new long[] {rowStride, columnStride});
  }
}
