package jacobi.cuda;

import jacobi.backend.Backend;
import jacobi.backend.Kernel;
import jacobi.backend.Task;
import jacobi.cuda.source.Sources;
import jacobi.graph.Precision;

/** Kernels for one GPU. */
final class CudaBackend implements Backend {
  private static final int PRIORITY = 100;
  private static final double TENTHS = 10;

  private final CudaSpace space;
  private final Modules modules;
  private final Precision precision;

  CudaBackend(CudaSpace space, Modules modules, Precision precision) {
    this.space = space;
    this.modules = modules;
    this.precision = precision;
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public int priority() {
    return PRIORITY;
  }

  @Override
  public String unavailable() {
    return "";
  }

  @Override
  public String description() {
    return space.gpu().name()
        + " (compute capability "
        + space.gpu().capability() / TENTHS
        + "), "
        + space.gpu().cuda().description()
        + ", products in "
        + precision;
  }

  @Override
  public boolean claims(Task task) {
    return true;
  }

  @Override
  public Kernel compile(Task task) {
    return new SourceKernel(space, new TaskText(task), Sources.of(task), modules);
  }
}
