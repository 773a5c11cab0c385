package jacobi.cuda.library;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.cuda.driver.CudaException;
import jacobi.cuda.driver.Functions;
import jacobi.cuda.driver.Library;
import jacobi.cuda.driver.RealLibraries;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of the real libraries works without a GPU; skipped where they are not installed. */
class BindingsTest {
  private static final int COMPUTE_32F = 68;
  private static final int TYPE_32F = 0;
  private static final int OP_T = 1;
  private static final int RELU_BIAS = 6;
  private static final int FMA_MATH = 3;

  @Test
  void cublasLtTakesWhatAProductSays() {
    CublasLt functions = new CublasLt(RealLibraries.open(Library.CUBLASLT));
    Object owner = new Object();
    long operation = functions.operation(owner, COMPUTE_32F, TYPE_32F);

    functions.set(operation, CublasLt.DESC_TRANSA, OP_T);
    functions.set(operation, CublasLt.DESC_TRANSB, OP_T);
    functions.set(operation, CublasLt.DESC_EPILOGUE, RELU_BIAS);
    functions.set(operation, CublasLt.DESC_BIAS_POINTER, 1L << 20);
    assertThat(functions.layout(owner, TYPE_32F, 3, 4, 5, 2, 20)).isNotZero();
    assertThat(functions.version()).isGreaterThan(12_00_00);
    assertThatThrownBy(() -> functions.set(operation, CublasLt.DESC_EPILOGUE, 6L))
        .isInstanceOf(CudaException.class)
        .hasMessageStartingWith("[cuda] cublasLtMatmulDescSetAttribute failed: ");
  }

  @Test
  void cudnnSeesImagesChannelsLast() {
    RealLibraries.open(Library.CUBLASLT);
    SymbolLookup symbols = RealLibraries.open(Library.CUDNN);
    Cudnn functions = new Cudnn(symbols);
    Object owner = new Object();
    long x = functions.tensor(owner, new int[] {2, 3, 8, 9});
    long filters = functions.filters(owner, new int[] {4, 3, 3, 3});
    long convolution =
        functions.convolution(owner, new int[] {1, 0}, new int[] {2, 1}, new int[] {1, 2}, 1);
    functions.setMath(convolution, FMA_MATH);
    for (String kind : List.of("Forward", "BackwardData", "BackwardFilter")) {
      assertThat(new ConvCalls(functions, symbols, kind)).isNotNull();
    }

    Functions f = new Functions("cuDNN", symbols);
    MethodHandle getTensor =
        f.status(
            "cudnnGetTensorNdDescriptor",
            JAVA_LONG,
            JAVA_INT,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG);
    MethodHandle getPlaces =
        f.status(
            "cudnnGetConvolutionNdForwardOutputDim",
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_INT,
            JAVA_LONG);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_INT, 10);
      long at = out.address();
      int status =
          Functions.call(() -> (int) getTensor.invokeExact(x, 4, at, at + 4, at + 8, at + 24));
      assertThat(status).isZero();
      assertThat(out.toArray(JAVA_INT)).containsExactly(0, 4, 2, 3, 8, 9, 216, 1, 27, 3);
      status = Functions.call(() -> (int) getPlaces.invokeExact(convolution, x, filters, 4, at));
      assertThat(status).isZero();
      assertThat(out.asSlice(0, 16).toArray(JAVA_INT)).containsExactly(2, 4, 4, 5);
    }
  }
}
