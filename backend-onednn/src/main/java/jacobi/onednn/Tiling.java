package jacobi.onednn;

import java.util.ArrayList;
import java.util.List;

/**
 * How products are cut into pieces that several threads can compute at once.
 *
 * <p>The cut depends on the sizes and on the machine, never on how many threads there will be: the
 * code oneDNN picks, and with it the last bit of a sum, depends on the sizes of a piece.
 */
final class Tiling {
  /**
   * Multiply-adds a piece should have at least: some 10 microseconds of work, against the one or
   * two that handing it to another thread takes.
   */
  private static final long LEAST_WORK = 500_000;

  /** Rows and columns are cut at multiples of what oneDNN's kernels compute at a time. */
  private static final int ROW_UNIT = 8;

  private static final int COLUMN_UNIT = 16;

  private Tiling() {}

  /**
   * One piece: the same range of rows and columns in each of a range of products. Ends are
   * exclusive.
   */
  record Tile(
      int firstProduct, int endProduct, int firstRow, int endRow, int firstColumn, int endColumn) {
    int rows() {
      return endRow - firstRow;
    }

    int columns() {
      return endColumn - firstColumn;
    }
  }

  /**
   * Cuts products of [rows, inner] x [inner, columns].
   *
   * @param count number of products
   * @param cores number of pieces to aim at
   */
  static List<Tile> of(int count, int rows, int columns, int inner, int cores) {
    double work = (double) count * rows * columns * inner;
    int pieces = (int) Math.clamp(work / LEAST_WORK, 1, cores);
    int productCuts = Math.min(count, pieces);
    int perProduct = Math.max(1, pieces / productCuts);
    int rowCuts = rowCuts(rows, columns, perProduct);
    int columnCuts = perProduct / rowCuts;
    List<Tile> tiles = new ArrayList<>();
    for (int p = 0; p < productCuts; p++) {
      for (int r = 0; r < rowCuts; r++) {
        for (int c = 0; c < columnCuts; c++) {
          Tile tile =
              new Tile(
                  cut(count, productCuts, 1, p),
                  cut(count, productCuts, 1, p + 1),
                  cut(rows, rowCuts, ROW_UNIT, r),
                  cut(rows, rowCuts, ROW_UNIT, r + 1),
                  cut(columns, columnCuts, COLUMN_UNIT, c),
                  cut(columns, columnCuts, COLUMN_UNIT, c + 1));
          if (tile.rows() > 0 && tile.columns() > 0) {
            tiles.add(tile);
          }
        }
      }
    }
    return List.copyOf(tiles);
  }

  /** Into how many ranges of rows to cut so that pieces read the least: rows/r + columns/c. */
  private static int rowCuts(int rows, int columns, int pieces) {
    int best = 1;
    double least = Double.POSITIVE_INFINITY;
    for (int r = 1; r <= pieces; r++) {
      if (pieces % r == 0) {
        int c = pieces / r;
        double read = (double) rows / r + (double) columns / c;
        if (read < least) {
          least = read;
          best = r;
        }
      }
    }
    return best;
  }

  /** Where the {@code i}-th of {@code cuts} ranges begins. */
  private static int cut(int extent, int cuts, int unit, int i) {
    long units = (extent + unit - 1L) / unit;
    return (int) Math.min(extent, units * i / cuts * unit);
  }
}
