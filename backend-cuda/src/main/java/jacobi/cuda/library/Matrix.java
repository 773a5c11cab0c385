package jacobi.cuda.library;

import java.util.Optional;

/**
 * A matrix that lies row by row, or column by column, without overlap.
 *
 * @param byRows whether neighbours in a row lie side by side
 * @param distance elements from the beginning of a row (or column) to that of the next
 */
record Matrix(int rows, int columns, boolean byRows, long distance) {

  /** The matrix of these strides, or empty where it lies otherwise. */
  static Optional<Matrix> of(int rows, int columns, long rowStride, long columnStride) {
    if ((columnStride == 1 || columns == 1) && (rows == 1 || rowStride >= columns)) {
      return Optional.of(new Matrix(rows, columns, true, rows == 1 ? columns : rowStride));
    }
    if ((rowStride == 1 || rows == 1) && (columns == 1 || columnStride >= rows)) {
      return Optional.of(new Matrix(rows, columns, false, columns == 1 ? rows : columnStride));
    }
    return Optional.empty();
  }

  /** Extent along which elements lie side by side. */
  int inner() {
    return byRows ? columns : rows;
  }

  int outer() {
    return byRows ? rows : columns;
  }
}
