package jacobi.cuda.source;

import jacobi.backend.LoopNest;
import jacobi.backend.Task;
import jacobi.graph.Convolution;

/** CUDA C for every task there is. */
public final class Sources {
  private Sources() {}

  /** The source of a task; equal tasks have equal ones. */
  public static KernelSource of(Task task) {
    return of(task, true);
  }

  /**
   * The source of a task.
   *
   * @param aligned whether all operands' buffers begin at multiples of 16 bytes; what a scan's step
   *     reads and writes may not
   */
  public static KernelSource of(Task task, boolean aligned) {
    return switch (task) {
      case LoopNest nest -> NestSource.of(nest, aligned);
      case Task.Product product -> ProductSource.of(product);
      case Task.Single single ->
          single.op() instanceof Convolution convolution
              ? ConvolutionSource.of(convolution, single)
              : SingleSources.of(single, aligned);
    };
  }
}
