package jacobi.cuda.source;

import jacobi.backend.LoopNest;
import jacobi.backend.Task;
import jacobi.graph.Convolution;

/** CUDA C for every task there is. */
public final class Sources {
  private Sources() {}

  /** The source of a task; equal tasks have equal ones. */
  public static KernelSource of(Task task) {
    return switch (task) {
      case LoopNest nest -> NestSource.of(nest);
      case Task.Product _ -> throw notClaimed(task);
      case Task.Single single -> {
        if (single.op() instanceof Convolution) {
          throw notClaimed(task);
        }
        yield SingleSources.of(single);
      }
    };
  }

  private static IllegalArgumentException notClaimed(Task task) {
    return new IllegalArgumentException("not claimed: " + task);
  }
}
