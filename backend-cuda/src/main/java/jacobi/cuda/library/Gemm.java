package jacobi.cuda.library;

import jacobi.backend.Task.Activation;
import jacobi.backend.Task.Product;
import jacobi.backend.View;
import jacobi.graph.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A product as cuBLASLt is asked for it: some calls, each a batch of products of two matrices at
 * equal distances.
 *
 * <p>Leading axes along which B repeats and the rows of A go on at the same distance are not a
 * batch but more rows, which is what a layer applied to [batch, time, features] is.
 *
 * @param batch products of a call
 * @param aStep elements from A of one product of a call to that of the next; 0 if it is the same
 * @param aStarts first element of A for each call
 */
record Gemm(
    DType dtype,
    Matrix a,
    Matrix b,
    Activation activation,
    boolean hasBias,
    int batch,
    long aStep,
    long bStep,
    long[] aStarts,
    long[] bStarts,
    long[] outStarts,
    long biasStart) {

  /** More calls than this cost more than the plain kernel's one launch. */
  private static final int MOST_CALLS = 32;

  /** The product of a task, or empty where cuBLASLt cannot do it as it is. */
  static Optional<Gemm> of(Product task) {
    View out = task.out();
    boolean plain = task.bias().isEmpty() && task.activation() == Activation.NONE;
    boolean supported =
        switch (task.activation()) {
          case NONE, RELU ->
              out.dtype() == DType.FLOAT32 || (out.dtype() == DType.FLOAT64 && plain);
          case SIGMOID, TANH -> false;
        };
    boolean empty = task.operands().stream().anyMatch(v -> v.shape().size() == 0);
    if (!supported || empty || !task.bias().map(Gemm::isVector).orElse(true)) {
      return Optional.empty();
    }
    View a = task.a();
    View b = task.b();
    int axes = out.shape().rank() - 2;
    int rows = out.shape().dim(-2);
    long rowStride = a.stride(-2);
    while (axes > 0 && b.stride(axes - 1) == 0 && continuesRows(a, axes - 1, rows, rowStride)) {
      axes--;
      rowStride = rows == 1 ? a.stride(axes) : rowStride;
      rows *= a.shape().dim(axes);
    }
    Optional<Matrix> aMatrix = Matrix.of(rows, a.shape().dim(-1), rowStride, a.stride(-1));
    Optional<Matrix> bMatrix =
        Matrix.of(b.shape().dim(-2), b.shape().dim(-1), b.stride(-2), b.stride(-1));
    if (aMatrix.isEmpty() || bMatrix.isEmpty()) {
      return Optional.empty();
    }
    return batches(task, aMatrix.get(), bMatrix.get(), axes);
  }

  private static Optional<Gemm> batches(Product task, Matrix aMatrix, Matrix bMatrix, int axes) {
    View a = task.a();
    View b = task.b();
    int batch = 1;
    long aStep = 0;
    long bStep = 0;
    int calls = axes;
    while (calls > 0
        && continuesBatch(a, calls - 1, batch, aStep)
        && continuesBatch(b, calls - 1, batch, bStep)) {
      calls--;
      int extent = task.out().shape().dim(calls);
      if (batch == 1 && extent > 1) {
        aStep = a.stride(calls);
        bStep = b.stride(calls);
      }
      batch = Math.multiplyExact(batch, extent);
    }
    long[] outStarts = starts(task.out(), calls, task.out());
    if (aStep < 0 || bStep < 0 || outStarts.length > MOST_CALLS) {
      return Optional.empty();
    }
    return Optional.of(
        new Gemm(
            task.out().dtype(),
            aMatrix,
            bMatrix,
            task.activation(),
            task.bias().isPresent(),
            batch,
            aStep,
            bStep,
            starts(a, calls, task.out()),
            starts(b, calls, task.out()),
            outStarts,
            task.bias().map(View::offset).orElse(0L)));
  }

  int rows() {
    return a.rows();
  }

  int columns() {
    return b.columns();
  }

  int calls() {
    return outStarts.length;
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

  /** Whether an axis' products follow those of the axes behind it at the same distance. */
  private static boolean continuesBatch(View view, int axis, int batch, long step) {
    return batch == 1 || view.shape().dim(axis) == 1 || view.stride(axis) == batch * step;
  }

  /** Where each call's first matrix starts, in the row-major order of the leading axes. */
  private static long[] starts(View view, int axes, View out) {
    List<Long> starts = new ArrayList<>(List.of(view.offset()));
    for (int axis = 0; axis < axes; axis++) {
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
