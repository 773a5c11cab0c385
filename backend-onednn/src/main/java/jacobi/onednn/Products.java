package jacobi.onednn;

import jacobi.backend.Task.Activation;
import jacobi.backend.Task.Product;
import jacobi.backend.View;
import jacobi.graph.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A product as oneDNN is asked for it: one or more products of two matrices, at these distances
 * from the operands' addresses.
 *
 * <p>Leading axes along which B repeats and the rows of A go on at the same distance are not a
 * batch but more rows, which is what a layer applied to [batch, time, features] is.
 *
 * @param aStarts first element of A for each product, in elements; as many as there are products
 * @param bStarts first element of B for each product
 * @param outStarts first element of the result for each product
 * @param biasStart first element of the bias, which all products share
 */
record Products(
    Matrix a,
    Matrix b,
    Activation activation,
    boolean hasBias,
    long[] aStarts,
    long[] bStarts,
    long[] outStarts,
    long biasStart) {

  private static final int LEAST_PACKED_COLUMNS = 16;
  private static final int PACKED_RATIO = 16;
  private static final int DEEP = 8;
  private static final int LEAST_DEEP_ROWS = 16;
  private static final int MOST_ROWS_PREPARED = 1024;

  /** Summing 200 numbers at a time, an LSTM's step on one example took nearly twice its time. */
  private static final int LONG = 512;

  /** The products of a task, or empty when oneDNN has no fast code for it. */
  static Optional<Products> of(Product task) {
    View a = task.a();
    View b = task.b();
    View out = task.out();
    boolean float32 = task.operands().stream().allMatch(v -> v.dtype() == DType.FLOAT32);
    boolean empty = task.operands().stream().anyMatch(v -> v.shape().size() == 0);
    if (!float32 || empty || !task.bias().map(Products::isVector).orElse(true)) {
      return Optional.empty();
    }
    Optional<Matrix> bMatrix = Matrix.of(b);
    int batchAxes = out.shape().rank() - 2;
    int rows = out.shape().dim(-2);
    long rowStride = a.stride(-2);
    while (batchAxes > 0
        && b.stride(batchAxes - 1) == 0
        && continuesRows(a, batchAxes - 1, rows, rowStride)) {
      batchAxes--;
      rowStride = rows == 1 ? a.stride(batchAxes) : rowStride;
      rows *= a.shape().dim(batchAxes);
    }
    Optional<Matrix> aMatrix = Matrix.of(rows, a.shape().dim(-1), rowStride, a.stride(-1));
    if (aMatrix.isEmpty() || bMatrix.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Products(
            aMatrix.get(),
            bMatrix.get(),
            task.activation(),
            task.bias().isPresent(),
            starts(a, batchAxes, out),
            starts(b, batchAxes, out),
            starts(out, batchAxes, out),
            task.bias().map(View::offset).orElse(0L)));
  }

  /** What oneDNN applies to the result. Relu is not among it: {@link Relu} says why. */
  Optional<PostOp> postOp() {
    return switch (activation) {
      case NONE, RELU -> Optional.empty();
      case SIGMOID -> Optional.of(PostOp.LOGISTIC);
      case TANH -> Optional.of(PostOp.TANH);
    };
  }

  /** One row of A, and columns of B that each lie in one piece, and a long one. */
  boolean isRowTimesLongColumns() {
    return rows() == 1 && columns() > 1 && inner() >= LONG && b.rowStride() == 1;
  }

  /** One product, of so many summands that it is better cut along these. */
  boolean isDeep() {
    return count() == 1
        && !hasBias
        && activation == Activation.NONE
        && rows() >= LEAST_DEEP_ROWS
        && inner() / DEEP >= Math.max(rows(), columns());
  }

  int rows() {
    return a.rows();
  }

  int columns() {
    return b.columns();
  }

  int inner() {
    return a.columns();
  }

  int count() {
    return outStarts.length;
  }

  /**
   * Whether it pays to lay B out for oneDNN in each run: against so many rows that costs next to
   * nothing. Measured one thread, AVX-512: 16384x100x128 with A transposed 87 against 61 GFLOP/s,
   * 10000x200x700 92 against 81, 4096x256x256 78 against 60. Of nine other shapes seven were within
   * 8 %; 8192x64x256 gained 20 %, and 4096x144x128 gained 8 % by the median and lost 22 % by the
   * fastest tenth of noisy runs.
   */
  boolean packsB() {
    return columns() >= LEAST_PACKED_COLUMNS && rows() / PACKED_RATIO >= columns();
  }

  /**
   * Whether B, if it stays the same, is better laid out for oneDNN once. With one row oneDNN reads
   * each element once in either layout; with many, laying it out itself costs it little. Measured
   * one thread, AVX-512: 4x1024x1024 46 against 27 GFLOP/s, 20x800x200 129 against 83,
   * 128x16384x100 94 against 84; two threads: 700x10000x200 189 against 180.
   */
  boolean gainsFromPreparedB() {
    return count() == 1 && rows() > 1 && rows() <= MOST_ROWS_PREPARED;
  }

  private static boolean isVector(View bias) {
    for (int axis = 0; axis < bias.shape().rank() - 1; axis++) {
      if (bias.shape().dim(axis) != 1 && bias.stride(axis) != 0) {
        return false;
      }
    }
    return bias.stride(-1) == 1 || bias.shape().dim(-1) == 1;
  }

  private static boolean continuesRows(View a, int axis, int rows, long rowStride) {
    long all = (long) rows * a.shape().dim(axis);
    long stride = rows == 1 ? a.stride(axis) : rowStride;
    return all <= Integer.MAX_VALUE
        && (rows == 1 || a.stride(axis) == rows * rowStride)
        && Matrix.of((int) all, a.shape().dim(-1), stride, a.stride(-1)).isPresent();
  }

  /** Where each product's matrix starts, in the row-major order of the leading axes. */
  private static long[] starts(View view, int batchAxes, View out) {
    List<Long> starts = new ArrayList<>(List.of(view.offset()));
    for (int axis = 0; axis < batchAxes; axis++) {
      List<Long> next = new ArrayList<>();
      for (long start : starts) {
        for (int i = 0; i < out.shape().dim(axis); i++) {
          next.add(start + i * view.stride(axis));
        }
      }
      starts = next;
    }
    return starts.stream().mapToLong(Long::longValue).toArray();
  }
}
