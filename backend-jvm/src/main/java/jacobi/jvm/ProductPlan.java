package jacobi.jvm;

import jacobi.backend.Task;
import jacobi.backend.View;
import java.util.Arrays;

/**
 * A product as plain numbers, and how it is cut into pieces. Strides are in elements. Cuts depend
 * on the shapes alone.
 *
 * @param batch extents of the batch axes left after merging
 * @param outRow distance from one row of the result to the next
 * @param biasStride stride of the bias along the last axis
 * @param batchCuts number of pieces along the flattened batch, {@code rowCuts} along m, {@code
 *     columnCuts} along n
 */
record ProductPlan(
    Task.Product task,
    int m,
    int n,
    int k,
    long aRow,
    long aColumn,
    long bRow,
    long bColumn,
    int[] batch,
    long[] aBatch,
    long[] bBatch,
    long outRow,
    long biasStride,
    int batchCuts,
    int rowCuts,
    int columnCuts) {

  /** Multiply-adds below which a piece is not cut further: some 5 microseconds of work. */
  private static final long SMALLEST_PIECE = 1 << 17;

  /** Multiply-adds above which more than {@value #FEW_PIECES} pieces pay: some 100 microseconds. */
  private static final long LARGE_PIECE = 1 << 23;

  private static final int FEW_PIECES = 4;

  /** Enough pieces to keep a desktop's cores evenly busy; each one more repeats some packing. */
  private static final int MOST_PIECES = 16;

  private static final int FEWEST_ROWS = 24;
  private static final int FEWEST_COLUMNS = 32;

  /** Plain loops ask for more: each of them starts and ends slowly. */
  private static final int FEWEST_PLAIN_ROWS = 32;

  private static final int FEWEST_PLAIN_COLUMNS = 128;

  /** Columns are cut at multiples of this, which is at least one register tile of any width. */
  private static final int COLUMN_UNIT = 32;

  /** A number of pieces worth cutting so many multiply-adds into. */
  static long pieces(long work) {
    return Math.max(
        Math.clamp(work / SMALLEST_PIECE, 1, FEW_PIECES),
        Math.min(work / LARGE_PIECE, MOST_PIECES));
  }

  /**
   * The plan of a task.
   *
   * @param bits width of vectors, 0 for plain loops
   */
  static ProductPlan of(Task.Product task, int bits) {
    View a = task.a();
    View b = task.b();
    int rank = a.shape().rank();
    int m = a.shape().dim(-2);
    int n = b.shape().dim(-1);
    int k = a.shape().dim(-1);
    long aRow = a.stride(-2);
    int axes = rank - 2;
    // A batch axis that only continues the rows of a, against the same b, makes one taller product.
    while (axes > 0
        && (a.shape().dim(axes - 1) == 1
            || (b.stride(axes - 1) == 0 && (m == 1 || a.stride(axes - 1) == m * aRow)))) {
      int extent = a.shape().dim(axes - 1);
      if (extent != 1 && m == 1) {
        aRow = a.stride(axes - 1);
      }
      m = Math.multiplyExact(m, extent);
      axes--;
    }
    int[] batch = Arrays.copyOf(a.shape().dims(), axes);
    long batches = 1;
    for (int extent : batch) {
      batches *= extent;
    }
    long each = Math.max(1, (long) m * n * Math.max(1, k));
    long work = batches * each;
    long wanted = pieces(work);
    int batchCuts = (int) Math.max(1, Math.min(batches, wanted));
    int rowCuts = 1;
    int columnCuts = 1;
    int fewestRows = bits == 0 ? FEWEST_PLAIN_ROWS : FEWEST_ROWS;
    int fewestColumns = bits == 0 ? FEWEST_PLAIN_COLUMNS : FEWEST_COLUMNS;
    // Cutting rows packs b once more, cutting columns a: take what costs less.
    while ((long) batchCuts * rowCuts * columnCuts * 2 <= wanted) {
      boolean rows = m / (2 * rowCuts) >= fewestRows;
      boolean columns = n / (2 * columnCuts) >= fewestColumns;
      if (!rows && !columns) {
        break;
      }
      if (rows && (!columns || (long) rowCuts * n < (long) columnCuts * m)) {
        rowCuts *= 2;
      } else {
        columnCuts *= 2;
      }
    }
    return new ProductPlan(
        task,
        m,
        n,
        k,
        aRow,
        a.stride(-1),
        b.stride(-2),
        b.stride(-1),
        batch,
        Arrays.copyOf(a.strides(), axes),
        Arrays.copyOf(b.strides(), axes),
        n,
        task.bias().map(v -> v.stride(-1)).orElse(0L),
        batchCuts,
        rowCuts,
        columnCuts);
  }

  /** The same product into rows that lie further apart: a part of wider ones. */
  ProductPlan withOutRow(long distance) {
    return new ProductPlan(
        task,
        m,
        n,
        k,
        aRow,
        aColumn,
        bRow,
        bColumn,
        batch,
        aBatch,
        bBatch,
        distance,
        biasStride,
        batchCuts,
        rowCuts,
        columnCuts);
  }

  /** Number of matrices left after merging. */
  long matrices() {
    long count = 1;
    for (int extent : batch) {
      count *= extent;
    }
    return count;
  }

  /** First row of block {@code i} of {@code rowCuts}. */
  int rowCut(int i) {
    return (int) ((long) m * i / rowCuts);
  }

  /** First column of block {@code i} of {@code columnCuts}. */
  int columnCut(int i) {
    if (i == columnCuts) {
      return n;
    }
    long units = (n + COLUMN_UNIT - 1L) / COLUMN_UNIT;
    return (int) Math.min(n, units * i / columnCuts * COLUMN_UNIT);
  }
}
