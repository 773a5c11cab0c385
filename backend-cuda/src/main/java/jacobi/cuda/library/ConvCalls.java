package jacobi.cuda.library;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import jacobi.cuda.driver.Functions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions of cuDNN for one kind of convolution. Those of all kinds take the same parameters:
 * two operands, of which filters or else images come first, and the result.
 */
final class ConvCalls {
  private static final int MOST_RESULTS = 8;

  /** {@code cudnnConvolution…AlgoPerf_t}, the same for all three kinds. */
  private static final long RESULT_BYTES = 48;

  private static final long RESULT_STATUS = 4;
  private static final long RESULT_MEMORY = 16;
  private static final long RESULT_DETERMINISM = 24;
  private static final long RESULT_MATH = 28;
  private static final int DETERMINISTIC = 1;

  private static final MemorySegment ONE = Arena.global().allocateFrom(JAVA_FLOAT, 1);
  private static final MemorySegment ZERO = Arena.global().allocateFrom(JAVA_FLOAT, 0);

  private final Cudnn cudnn;
  private final String name;
  private final MethodHandle getAlgorithm;
  private final MethodHandle getWorkspaceSize;
  private final MethodHandle run;

  /**
   * An algorithm that cuDNN proposes.
   *
   * @param number of {@code cudnnConvolution…Algo_t}
   * @param bytes of workspace
   * @param math {@code cudnnMathType_t} that it uses
   */
  record Algorithm(int number, long bytes, int math) {}

  /**
   * Descriptors of a convolution.
   *
   * @param first of the first operand
   * @param out of the result
   */
  record Descriptors(long first, long second, long convolution, long out) {}

  /**
   * Binds the functions of an opened libcudnn.
   *
   * @param kind "Forward", "BackwardData" or "BackwardFilter"
   */
  ConvCalls(Cudnn cudnn, SymbolLookup symbols, String kind) {
    Functions f = new Functions("cuDNN", symbols);
    this.cudnn = cudnn;
    this.name = "cudnnConvolution" + kind;
    this.getAlgorithm =
        f.status(
            "cudnnGetConvolution" + kind + "Algorithm_v7",
            JAVA_LONG, // handle
            JAVA_LONG, // first, second, convolution, result
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_INT, // how many are wanted
            JAVA_LONG, // how many there are
            JAVA_LONG); // results
    this.getWorkspaceSize =
        f.status(
            "cudnnGetConvolution" + kind + "WorkspaceSize",
            JAVA_LONG, // handle
            JAVA_LONG, // first, second, convolution, result
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_INT, // algorithm
            JAVA_LONG); // bytes
    this.run =
        f.status(
            name, JAVA_LONG, // handle
            JAVA_LONG, // alpha
            JAVA_LONG, // first
            JAVA_LONG, JAVA_LONG, // second
            JAVA_LONG, JAVA_LONG, // convolution
            JAVA_INT, // algorithm
            JAVA_LONG, // workspace
            JAVA_LONG, JAVA_LONG, // beta
            JAVA_LONG, // result
            JAVA_LONG);
  }

  /** Algorithms that give the same bits each time, the fastest first; none if there are none. */
  List<Algorithm> algorithms(long handle, Descriptors d) {
    List<Algorithm> found = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      MemorySegment results = arena.allocate(RESULT_BYTES * MOST_RESULTS, Long.BYTES);
      long counted = count.address();
      long written = results.address();
      int status =
          Functions.call(
              () ->
                  (int)
                      getAlgorithm.invokeExact(
                          handle,
                          d.first,
                          d.second,
                          d.convolution,
                          d.out,
                          MOST_RESULTS,
                          counted,
                          written));
      int n = status == Cudnn.SUCCESS ? count.get(JAVA_INT, 0) : 0;
      for (int i = 0; i < n; i++) {
        MemorySegment result = results.asSlice(i * RESULT_BYTES, RESULT_BYTES);
        if (result.get(JAVA_INT, RESULT_STATUS) == Cudnn.SUCCESS
            && result.get(JAVA_INT, RESULT_DETERMINISM) == DETERMINISTIC) {
          found.add(
              new Algorithm(
                  result.get(JAVA_INT, 0),
                  result.get(JAVA_LONG, RESULT_MEMORY),
                  result.get(JAVA_INT, RESULT_MATH)));
        }
      }
    }
    return found;
  }

  /** Bytes of workspace that an algorithm needs; -1 if it cannot be used after all. */
  long workspace(long handle, Descriptors d, int algorithm) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(JAVA_LONG);
      long at = bytes.address();
      int status =
          Functions.call(
              () ->
                  (int)
                      getWorkspaceSize.invokeExact(
                          handle, d.first, d.second, d.convolution, d.out, algorithm, at));
      return status == Cudnn.SUCCESS ? bytes.get(JAVA_LONG, 0) : -1;
    }
  }

  /** Asks for a convolution on the handle's stream. */
  void run(
      long handle,
      Descriptors d,
      int algorithm,
      long first,
      long second,
      long out,
      long workspace,
      long bytes) {
    cudnn.check(
        name,
        () ->
            (int)
                run.invokeExact(
                    handle,
                    ONE.address(),
                    d.first,
                    first,
                    d.second,
                    second,
                    d.convolution,
                    algorithm,
                    workspace,
                    bytes,
                    ZERO.address(),
                    d.out,
                    out));
  }
}
