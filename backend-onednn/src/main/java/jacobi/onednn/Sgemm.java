package jacobi.onednn;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;

/**
 * out = A B by {@code dnnl_sgemm}, which has neither bias nor activation.
 *
 * <p>It packs B where {@link Matmul} reads it in place, and is up to 1.4 times as fast when B lies
 * row by row, which is so for both gradients of a linear layer. Measured one thread, AVX-512:
 * 1024x1024x128 with A transposed 132 against 100 GFLOP/s, 1024x1024x1024 121 against 83. With B
 * transposed it is the slower of the two (128x1024x1024: 88 against 112).
 *
 * @param rows of A and of the result
 * @param columns of B and of the result
 * @param inner columns of A, rows of B
 * @param a how A lies; only its strides are used
 * @param b how B lies
 * @param outRowStride distance from a row of the result to the next
 */
record Sgemm(int rows, int columns, int inner, Matrix a, Matrix b, long outRowStride)
    implements Multiplication {

  private static final int WARM_UP = 32;

  private static final OneDnnLibrary LIBRARY = OneDnnLibrary.get();
  private static final MethodHandle SGEMM =
      LIBRARY.function(
          "dnnl_sgemm",
          new MemoryLayout[] {
            JAVA_BYTE,
            JAVA_BYTE,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_FLOAT,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_FLOAT,
            JAVA_LONG,
            JAVA_LONG
          });

  /** Whether it is the faster choice. Elsewhere than on x86 oneDNN has only plain loops for it. */
  static boolean isFasterFor(Products products) {
    boolean x86 = Platform.current().map(p -> p.classifier().endsWith("x86_64")).orElse(false);
    return x86
        && !products.hasBias()
        && products.postOp().isEmpty()
        && products.b().columnStride() == 1;
  }

  /** A first product, for which oneDNN makes its code while the program goes on. */
  static void warmUp() {
    Matrix square = new Matrix(WARM_UP, WARM_UP, WARM_UP, 1);
    try (Arena arena = Arena.ofConfined()) {
      long zeros = arena.allocate(JAVA_FLOAT, WARM_UP * WARM_UP).address();
      long out = arena.allocate(JAVA_FLOAT, WARM_UP * WARM_UP).address();
      new Sgemm(WARM_UP, WARM_UP, WARM_UP, square, square, WARM_UP).execute(zeros, zeros, 0, out);
    }
  }

  @Override
  public void execute(long aAddress, long bAddress, long bias, long out) {
    try {
      int threads = LIBRARY.enterSingleThreaded();
      int status =
          (int)
              SGEMM.invokeExact(
                  transposed(a),
                  transposed(b),
                  (long) rows,
                  (long) columns,
                  (long) inner,
                  1f,
                  aAddress,
                  leadingStride(a),
                  bAddress,
                  leadingStride(b),
                  0f,
                  out,
                  outRowStride);
      LIBRARY.leaveSingleThreaded(threads);
      if (status != OneDnnLibrary.SUCCESS) {
        throw OneDnnLibrary.failure("dnnl_sgemm", status);
      }
    } catch (Throwable e) {
      throw OneDnnLibrary.rethrow(e);
    }
  }

  private static byte transposed(Matrix matrix) {
    return (byte) (matrix.columnStride() == 1 ? 'N' : 'T');
  }

  private static long leadingStride(Matrix matrix) {
    return matrix.columnStride() == 1 ? matrix.rowStride() : matrix.columnStride();
  }
}
