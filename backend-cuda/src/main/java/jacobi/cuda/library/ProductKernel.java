package jacobi.cuda.library;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import jacobi.backend.Kernel;
import jacobi.backend.Task.Activation;
import jacobi.backend.Task.Product;
import jacobi.cuda.library.CublasLt.Algorithm;
import jacobi.graph.DType;
import jacobi.graph.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A product by cuBLASLt, with bias and ReLU applied before the result is written.
 *
 * <p>cuBLASLt's matrices lie column by column, so that for it ours are transposed: it is asked for
 * out' = b' a', whose rows are our columns.
 */
public final class ProductKernel implements Kernel {
  private static final int COMPUTE_32F = 68;
  private static final int COMPUTE_64F = 70;
  private static final int COMPUTE_32F_FAST_16BF = 75;
  private static final int COMPUTE_32F_FAST_TF32 = 77;
  private static final int TYPE_32F = 0;
  private static final int TYPE_64F = 1;
  private static final int OP_N = 0;
  private static final int OP_T = 1;
  private static final int EPILOGUE_DEFAULT = 1;
  private static final int EPILOGUE_RELU = 2;
  private static final int EPILOGUE_BIAS = 4;

  /** What cuBLASLt's fastest kernels need of all addresses, in bytes. */
  private static final int ALIGNED = 16;

  /** An address for a bias, only to say how it is aligned. */
  private static final long SOMEWHERE = 1 << 20;

  private final Blas blas;
  private final Object what;
  private final Gemm gemm;
  private final long operation;
  private final long aLayout;
  private final long bLayout;
  private final long outLayout;
  private final MemorySegment one;
  private final MemorySegment zero;
  private final Optional<Algorithm> aligned;
  private final Optional<Algorithm> unaligned;

  private ProductKernel(Blas blas, Object what, Gemm gemm, Precision precision) {
    this.blas = blas;
    CublasLt cublas = blas.functions();
    this.what = what;
    this.gemm = gemm;
    int type = gemm.dtype() == DType.FLOAT64 ? TYPE_64F : TYPE_32F;
    operation = cublas.operation(this, computeType(gemm.dtype(), precision), type);
    cublas.set(operation, CublasLt.DESC_TRANSA, gemm.b().byRows() ? OP_N : OP_T);
    cublas.set(operation, CublasLt.DESC_TRANSB, gemm.a().byRows() ? OP_N : OP_T);
    cublas.set(operation, CublasLt.DESC_EPILOGUE, epilogue(gemm));
    aLayout = layout(type, gemm.a(), gemm.aStep());
    bLayout = layout(type, gemm.b(), gemm.bStep());
    Matrix out = new Matrix(gemm.rows(), gemm.columns(), true, gemm.columns());
    outLayout = layout(type, out, (long) gemm.rows() * gemm.columns());
    if (gemm.dtype() == DType.FLOAT64) {
      one = Arena.ofAuto().allocateFrom(JAVA_DOUBLE, 1);
      zero = Arena.ofAuto().allocateFrom(JAVA_DOUBLE, 0);
    } else {
      one = Arena.ofAuto().allocateFrom(JAVA_FLOAT, 1);
      zero = Arena.ofAuto().allocateFrom(JAVA_FLOAT, 0);
    }
    aligned = algorithm(ALIGNED);
    unaligned = algorithm(gemm.dtype().bytes());
  }

  /** Whether a kernel can be had, as far as can be said without asking cuBLASLt. */
  public static boolean accepts(Product task) {
    return Gemm.of(task).isPresent();
  }

  /**
   * A kernel for a task, or empty where cuBLASLt has none.
   *
   * @param what what it does, by its {@code toString}
   */
  public static Optional<Kernel> of(Blas blas, Object what, Product task, Precision precision) {
    return Gemm.of(task)
        .map(gemm -> blas.gpu().exclusively(() -> new ProductKernel(blas, what, gemm, precision)))
        .filter(kernel -> kernel.aligned.isPresent() && kernel.unaligned.isPresent())
        .map(kernel -> kernel);
  }

  private static int computeType(DType dtype, Precision precision) {
    return dtype == DType.FLOAT64
        ? COMPUTE_64F
        : switch (precision) {
          case FLOAT32 -> COMPUTE_32F;
          case TF32 -> COMPUTE_32F_FAST_TF32;
          case BFLOAT16 -> COMPUTE_32F_FAST_16BF;
        };
  }

  private static int epilogue(Gemm gemm) {
    int epilogue =
        (gemm.activation() == Activation.RELU ? EPILOGUE_RELU : 0)
            | (gemm.hasBias() ? EPILOGUE_BIAS : 0);
    return epilogue == 0 ? EPILOGUE_DEFAULT : epilogue;
  }

  private long layout(int type, Matrix m, long step) {
    return blas.functions()
        .layout(this, type, m.inner(), m.outer(), m.distance(), gemm.batch(), step);
  }

  private Optional<Algorithm> algorithm(int alignment) {
    setBias(SOMEWHERE + alignment);
    return blas.algorithm(operation, bLayout, aLayout, outLayout, alignment);
  }

  private void setBias(long address) {
    if (gemm.hasBias()) {
      blas.functions().set(operation, CublasLt.DESC_BIAS_POINTER, address);
    }
  }

  @Override
  public void run(long[] addresses, int piece) {
    blas.gpu().launch(what, () -> multiply(addresses));
  }

  private void multiply(long[] addresses) {
    int bytes = gemm.dtype().bytes();
    long bias = gemm.hasBias() ? addresses[2] + gemm.biasStart() * bytes : 0;
    setBias(bias);
    for (int call = 0; call < gemm.calls(); call++) {
      long a = addresses[0] + gemm.aStarts()[call] * bytes;
      long b = addresses[1] + gemm.bStarts()[call] * bytes;
      long out = addresses[addresses.length - 1] + gemm.outStarts()[call] * bytes;
      boolean isAligned = (a | b | out | bias) % ALIGNED == 0;
      blas.multiply(
          operation,
          one,
          zero,
          b,
          bLayout,
          a,
          aLayout,
          out,
          outLayout,
          (isAligned ? aligned : unaligned).orElseThrow());
    }
  }
}
