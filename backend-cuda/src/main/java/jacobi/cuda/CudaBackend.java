package jacobi.cuda;

import jacobi.backend.Backend;
import jacobi.backend.Kernel;
import jacobi.backend.LoopNest;
import jacobi.backend.Task;
import jacobi.backend.Task.Activation;
import jacobi.cuda.library.ConvKernel;
import jacobi.cuda.library.ProductKernel;
import jacobi.cuda.source.KernelSource;
import jacobi.cuda.source.Sources;
import jacobi.graph.Convolution;
import jacobi.graph.Precision;
import java.util.Optional;

/** Kernels for one GPU. */
final class CudaBackend implements Backend {
  private static final int PRIORITY = 100;

  private final CudaSpace space;
  private final Modules modules;
  private final Libraries libraries;
  private final Precision precision;

  CudaBackend(CudaSpace space, Modules modules, Libraries libraries, Precision precision) {
    this.space = space;
    this.modules = modules;
    this.libraries = libraries;
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
    return libraries.description() + ", products in " + precision;
  }

  /**
   * All there is, except products that cuBLASLt would compute if less were fused into them: the
   * rest is then a loop nest behind it.
   */
  @Override
  public boolean claims(Task task) {
    return !(task instanceof Task.Product product)
        || libraries.blas().isEmpty()
        || ProductKernel.accepts(product)
        || !ProductKernel.accepts(bare(product));
  }

  private static Task.Product bare(Task.Product p) {
    return new Task.Product(p.a(), p.b(), Optional.empty(), Activation.NONE, p.out());
  }

  @Override
  public Kernel compile(Task task) {
    TaskText what = new TaskText(task);
    return switch (task) {
      case LoopNest _ -> plain(what, task);
      case Task.Product product ->
          libraries
              .blas()
              .flatMap(blas -> ProductKernel.of(blas, what, product, precision))
              .orElseGet(() -> plain(what, task));
      case Task.Single single ->
          single.op() instanceof Convolution ? convolution(what, single) : plain(what, task);
    };
  }

  private Kernel convolution(TaskText what, Task.Single task) {
    return libraries
        .dnn()
        .flatMap(
            dnn -> {
              Kernel plain = kernel(what, task, Sources.of(task));
              return ConvKernel.of(dnn, what, task, precision, plain);
            })
        .orElseGet(() -> plain(what, task));
  }

  private Kernel plain(TaskText what, Task task) {
    KernelSource source = Sources.of(task);
    modules.of(source.code());
    Kernel kernel = kernel(what, task, source);
    KernelSource anywhere = Sources.of(task, false);
    return anywhere.equals(source)
        ? kernel
        : new AlignedKernel(kernel, kernel(what, task, anywhere));
  }

  private Kernel kernel(TaskText what, Task task, KernelSource source) {
    return new SourceKernel(space, what, task.operands().size(), source, modules);
  }
}
