package jacobi.cuda.library;

import jacobi.cuda.driver.Gpu;
import jacobi.cuda.library.CublasLt.Algorithm;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;

/**
 * cuBLASLt on one GPU, with the workspace that all its products share: they run one after the
 * other.
 */
public final class Blas {
  private static final long WORKSPACE_BYTES = 32L << 20;

  private final Gpu gpu;
  private final CublasLt functions;
  private final long handle;
  private final long workspace;
  private final long workspaceBytes;

  private Blas(Gpu gpu, SymbolLookup symbols) {
    this.gpu = gpu;
    this.functions = new CublasLt(symbols);
    this.handle = functions.create();
    this.workspace = gpu.driver().allocate(WORKSPACE_BYTES);
    this.workspaceBytes = workspace == 0 ? 0 : WORKSPACE_BYTES;
  }

  /** cuBLASLt for a GPU, if it is on this machine. */
  public static Optional<Blas> open(Gpu gpu) {
    return gpu.cuda().cublasLt().map(s -> gpu.exclusively(() -> new Blas(gpu, s)));
  }

  Gpu gpu() {
    return gpu;
  }

  CublasLt functions() {
    return functions;
  }

  Optional<Algorithm> algorithm(long operation, long a, long b, long out, int alignment) {
    return functions.algorithm(handle, operation, a, b, out, alignment, workspaceBytes);
  }

  void multiply(
      long operation,
      MemorySegment one,
      MemorySegment zero,
      long a,
      long aLayout,
      long b,
      long bLayout,
      long out,
      long outLayout,
      Algorithm algorithm) {
    functions.multiply(
        handle,
        operation,
        one,
        zero,
        a,
        aLayout,
        b,
        bLayout,
        out,
        outLayout,
        algorithm,
        workspace,
        gpu.stream());
  }
}
