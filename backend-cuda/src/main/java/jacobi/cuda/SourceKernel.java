package jacobi.cuda;

import jacobi.backend.Kernel;
import jacobi.cuda.driver.CudaException;
import jacobi.cuda.driver.Gpu;
import jacobi.cuda.source.KernelSource;
import jacobi.cuda.source.KernelSource.Launch;
import java.util.Arrays;

/** A task done by generated CUDA C. */
final class SourceKernel implements Kernel {
  private final CudaSpace space;
  private final Object what;
  private final int operands;
  private final KernelSource source;
  private final Modules modules;

  /** For each launch; empty until the first run. */
  private volatile long[] functions = {};

  /**
   * A kernel whose text is compiled before its first run, if nobody has asked for that earlier.
   *
   * @param what what it does, by its {@code toString}
   * @param operands how many the task has
   */
  SourceKernel(CudaSpace space, Object what, int operands, KernelSource source, Modules modules) {
    this.space = space;
    this.what = what;
    this.operands = operands;
    this.source = source;
    this.modules = modules;
  }

  @Override
  public long scratchBytes() {
    return source.scratchBytes();
  }

  @Override
  public void run(long[] addresses, int piece) {
    if (functions.length == 0) {
      functions = load();
    }
    // There may be scratch memory that only another kernel of the same task needs.
    int buffers = operands + (source.scratchBytes() > 0 ? 1 : 0);
    long[] arguments = Arrays.copyOf(addresses, buffers + (source.faults() ? 1 : 0));
    if (source.faults()) {
      arguments[buffers] = space.faults().use();
    }
    Gpu gpu = space.gpu();
    for (int i = 0; i < functions.length; i++) {
      Launch launch = source.launches().get(i);
      gpu.launch(what, functions[i], launch.blocks(), launch.threads(), arguments);
    }
  }

  private long[] load() {
    Modules.Module module = modules.of(source.code());
    try {
      return source.launches().stream().mapToLong(l -> module.function(l.entry())).toArray();
    } catch (CudaException e) {
      throw e.during("compiling " + what);
    }
  }
}
