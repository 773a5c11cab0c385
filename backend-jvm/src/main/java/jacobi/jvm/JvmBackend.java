package jacobi.jvm;

import jacobi.backend.Backend;
import jacobi.backend.Kernel;
import jacobi.backend.LoopNest;
import jacobi.backend.Prepared;
import jacobi.backend.Task;
import java.util.Optional;
import java.util.Set;

/** Kernels in Java bytecode: works wherever a JVM does, without native code. */
public final class JvmBackend implements Backend {

  @Override
  public String name() {
    return "jvm";
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public String unavailable() {
    return "";
  }

  @Override
  public String description() {
    int bits = Lanes.bits();
    return bits > 0
        ? "generated Java kernels, vectors of " + bits + " bits"
        : "generated Java kernels, plain loops"
            + (Lanes.available()
                ? ""
                : "; --add-modules jdk.incubator.vector makes them several times faster");
  }

  @Override
  public boolean claims(Task task) {
    return switch (task) {
      case LoopNest nest -> NestCompiler.claims(nest);
      case Task.Product product -> JvmTasks.claims(product);
      case Task.Single single -> JvmTasks.claims(single);
    };
  }

  @Override
  public Kernel compile(Task task) {
    return switch (task) {
      case LoopNest nest -> NestCompiler.compile(nest);
      case Task.Product product -> JvmTasks.compile(product);
      case Task.Single single -> JvmTasks.compile(single);
    };
  }

  /** Products of one row with a constant right operand. */
  @Override
  public Optional<Prepared> prepared(Task task, Set<Integer> constant) {
    int bits = Lanes.bits();
    return bits > 0 && task instanceof Task.Product product && constant.contains(1)
        ? RowPanels.of(product, bits)
        : Optional.empty();
  }
}
