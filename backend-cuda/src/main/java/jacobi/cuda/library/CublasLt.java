package jacobi.cuda.library;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import jacobi.cuda.driver.CudaException;
import jacobi.cuda.driver.Functions;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;
import java.util.Optional;

/**
 * The functions of cuBLASLt.
 *
 * <p>Source of functions and numbers: https://docs.nvidia.com/cuda/cublas, cublasLt.h of 13.1.
 */
final class CublasLt {
  static final int SUCCESS = 0;

  static final int DESC_TRANSA = 3;
  static final int DESC_TRANSB = 4;
  static final int DESC_EPILOGUE = 7;
  static final int DESC_BIAS_POINTER = 8;

  private static final int LAYOUT_BATCH_COUNT = 5;
  private static final int LAYOUT_STRIDED_BATCH_OFFSET = 6;
  private static final int PREF_MAX_WORKSPACE_BYTES = 1;

  /** Of A, B, C and D, one after the other. */
  private static final int PREF_MIN_ALIGNMENT = 5;

  private static final int MATRICES = 4;

  /** {@code cublasLtMatmulHeuristicResult_t}: first the algorithm, then what it needs. */
  private static final long RESULT_BYTES = 96;

  private static final long ALGORITHM_BYTES = 64;
  private static final long RESULT_WORKSPACE = 64;
  private static final long RESULT_STATE = 72;

  private static final Cleaner CLEANER = Cleaner.create();

  private final MethodHandle create;
  private final MethodHandle getVersion;
  private final MethodHandle descCreate;
  private final MethodHandle descDestroy;
  private final MethodHandle descSetAttribute;
  private final MethodHandle layoutCreate;
  private final MethodHandle layoutDestroy;
  private final MethodHandle layoutSetAttribute;
  private final MethodHandle preferenceCreate;
  private final MethodHandle preferenceDestroy;
  private final MethodHandle preferenceSetAttribute;
  private final MethodHandle getHeuristic;
  private final MethodHandle matmul;
  private final MethodHandle getStatusString;

  /** How to compute a product, and how much of the workspace that needs. */
  record Algorithm(MemorySegment data, long workspaceBytes) {}

  /** Binds the functions of an opened libcublasLt; calls none of them. */
  CublasLt(SymbolLookup symbols) {
    Functions f = new Functions("cuBLASLt", symbols);
    create = f.status("cublasLtCreate", JAVA_LONG);
    getVersion = f.function("cublasLtGetVersion", FunctionDescriptor.of(JAVA_LONG));
    descCreate = f.status("cublasLtMatmulDescCreate", JAVA_LONG, JAVA_INT, JAVA_INT);
    descDestroy = f.status("cublasLtMatmulDescDestroy", JAVA_LONG);
    descSetAttribute =
        f.status("cublasLtMatmulDescSetAttribute", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    layoutCreate =
        f.status(
            "cublasLtMatrixLayoutCreate", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    layoutDestroy = f.status("cublasLtMatrixLayoutDestroy", JAVA_LONG);
    layoutSetAttribute =
        f.status("cublasLtMatrixLayoutSetAttribute", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    preferenceCreate = f.status("cublasLtMatmulPreferenceCreate", JAVA_LONG);
    preferenceDestroy = f.status("cublasLtMatmulPreferenceDestroy", JAVA_LONG);
    preferenceSetAttribute =
        f.status("cublasLtMatmulPreferenceSetAttribute", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    getHeuristic =
        f.status(
            "cublasLtMatmulAlgoGetHeuristic",
            JAVA_LONG, // handle
            JAVA_LONG, // operation
            JAVA_LONG, // layouts of A, B, C, D
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG, // preference
            JAVA_INT, // how many are wanted
            JAVA_LONG, // results
            JAVA_LONG); // how many there are
    matmul =
        f.status(
            "cublasLtMatmul",
            JAVA_LONG, // handle
            JAVA_LONG, // operation
            JAVA_LONG, // alpha
            JAVA_LONG, // A
            JAVA_LONG,
            JAVA_LONG, // B
            JAVA_LONG,
            JAVA_LONG, // beta
            JAVA_LONG, // C
            JAVA_LONG,
            JAVA_LONG, // D
            JAVA_LONG,
            JAVA_LONG, // algorithm
            JAVA_LONG, // workspace
            JAVA_LONG,
            JAVA_LONG); // stream
    getStatusString =
        f.function("cublasLtGetStatusString", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
  }

  /** A handle on cuBLASLt for the context that is current. Never destroyed. */
  long create() {
    return created("cublasLtCreate", out -> (int) create.invokeExact(out));
  }

  /** 10000 x major + 100 x minor + patch number. */
  long version() {
    return Functions.call(() -> (long) getVersion.invokeExact());
  }

  /**
   * An operation with float32 or float64 numbers.
   *
   * @param computeType {@code cublasComputeType_t}
   * @param dataType {@code cudaDataType_t} of what the result is multiplied by
   */
  long operation(Object owner, int computeType, int dataType) {
    long made =
        created(
            "cublasLtMatmulDescCreate",
            out -> (int) descCreate.invokeExact(out, computeType, dataType));
    destroyWith(owner, made, descDestroy);
    return made;
  }

  void set(long operation, int attribute, int value) {
    set("cublasLtMatmulDescSetAttribute", descSetAttribute, operation, attribute, value);
  }

  void set(long operation, int attribute, long value) {
    set("cublasLtMatmulDescSetAttribute", descSetAttribute, operation, attribute, value);
  }

  /** Matrices that lie column by column. */
  long layout(
      Object owner, int dataType, long rows, long columns, long distance, int batch, long step) {
    String call = "cublasLtMatrixLayoutCreate";
    long made =
        created(
            call, out -> (int) layoutCreate.invokeExact(out, dataType, rows, columns, distance));
    destroyWith(owner, made, layoutDestroy);
    String set = "cublasLtMatrixLayoutSetAttribute";
    set(set, layoutSetAttribute, made, LAYOUT_BATCH_COUNT, batch);
    set(set, layoutSetAttribute, made, LAYOUT_STRIDED_BATCH_OFFSET, step);
    return made;
  }

  /**
   * The best algorithm there is for operands whose addresses are multiples of {@code alignment}, or
   * empty if cuBLASLt has none.
   *
   * @param workspace bytes of it there are
   */
  Optional<Algorithm> algorithm(
      long handle, long operation, long a, long b, long out, int alignment, long workspace) {
    long preference =
        created("cublasLtMatmulPreferenceCreate", at -> (int) preferenceCreate.invokeExact(at));
    try {
      String set = "cublasLtMatmulPreferenceSetAttribute";
      set(set, preferenceSetAttribute, preference, PREF_MAX_WORKSPACE_BYTES, workspace);
      for (int i = 0; i < MATRICES; i++) {
        set(set, preferenceSetAttribute, preference, PREF_MIN_ALIGNMENT + i, alignment);
      }
      MemorySegment result = Arena.ofAuto().allocate(RESULT_BYTES, Long.BYTES);
      MemorySegment count = Arena.ofAuto().allocate(JAVA_INT);
      int status =
          Functions.call(
              () ->
                  (int)
                      getHeuristic.invokeExact(
                          handle,
                          operation,
                          a,
                          b,
                          out,
                          out,
                          preference,
                          1,
                          result.address(),
                          count.address()));
      boolean found =
          status == SUCCESS
              && count.get(JAVA_INT, 0) > 0
              && result.get(JAVA_INT, RESULT_STATE) == SUCCESS;
      return found
          ? Optional.of(
              new Algorithm(
                  result.asSlice(0, ALGORITHM_BYTES), result.get(JAVA_LONG, RESULT_WORKSPACE)))
          : Optional.empty();
    } finally {
      check(
          "cublasLtMatmulPreferenceDestroy", () -> (int) preferenceDestroy.invokeExact(preference));
    }
  }

  /**
   * Asks for a product on a stream.
   *
   * @param one address of 1 in the type of the result's factor
   * @param zero address of 0
   */
  void multiply(
      long handle,
      long operation,
      MemorySegment one,
      MemorySegment zero,
      long a,
      long aLayout,
      long b,
      long bLayout,
      long out,
      long outLayout,
      Algorithm algorithm,
      long workspace,
      long stream) {
    check(
        "cublasLtMatmul",
        () ->
            (int)
                matmul.invokeExact(
                    handle,
                    operation,
                    one.address(),
                    a,
                    aLayout,
                    b,
                    bLayout,
                    zero.address(),
                    out,
                    outLayout,
                    out,
                    outLayout,
                    algorithm.data.address(),
                    workspace,
                    algorithm.workspaceBytes,
                    stream));
  }

  private void set(String call, MethodHandle function, long object, int attribute, int value) {
    try (Arena arena = Arena.ofConfined()) {
      set(call, function, object, attribute, arena.allocateFrom(JAVA_INT, value));
    }
  }

  private void set(String call, MethodHandle function, long object, int attribute, long value) {
    try (Arena arena = Arena.ofConfined()) {
      set(call, function, object, attribute, arena.allocateFrom(JAVA_LONG, value));
    }
  }

  private void set(
      String call, MethodHandle function, long object, int attribute, MemorySegment value) {
    check(
        call,
        () -> (int) function.invokeExact(object, attribute, value.address(), value.byteSize()));
  }

  /** A native function that writes the handle of a new object to its argument. */
  @FunctionalInterface
  private interface Creation {
    int run(long out) throws Throwable;
  }

  private long created(String call, Creation creation) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
      check(call, () -> creation.run(out.address()));
      return out.get(JAVA_LONG, 0);
    }
  }

  /** These objects are memory of the process: no context is needed to destroy them. */
  private static void destroyWith(Object owner, long object, MethodHandle destroy) {
    CLEANER.register(owner, () -> Functions.call(() -> (int) destroy.invokeExact(object)));
  }

  private void check(String call, Functions.Call<Integer> function) {
    int status = Functions.call(function);
    if (status != SUCCESS) {
      String text =
          Functions.call(() -> Functions.text((long) getStatusString.invokeExact(status)));
      throw new CudaException("[cuda] " + call + " failed: " + text + " (" + status + ")");
    }
  }
}
