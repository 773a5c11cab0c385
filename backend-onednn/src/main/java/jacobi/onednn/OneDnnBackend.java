package jacobi.onednn;

import jacobi.backend.Backend;
import jacobi.backend.Kernel;
import jacobi.backend.LoopNest;
import jacobi.backend.Prepared;
import jacobi.backend.Task;
import jacobi.graph.Convolution;
import java.util.Optional;
import java.util.Set;

/**
 * Float32 matrix products by oneDNN, with bias and activation applied before the result is written,
 * and float32 convolutions.
 *
 * <p>Claims nothing else: other tasks, other types, empty operands and layouts for which oneDNN
 * would have to fall back to plain loops are left to the next backend.
 */
public final class OneDnnBackend implements Backend {
  private final boolean portableVectors;

  /** The backend for this process. */
  public OneDnnBackend() {
    this(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
  }

  /**
   * The backend beside others.
   *
   * @param portableVectors whether the portable kernels can use the Vector API
   */
  OneDnnBackend(boolean portableVectors) {
    this.portableVectors = portableVectors;
  }

  /** Whether oneDNN works here and has fast code for this processor; found out on first use. */
  private static final class Probe {
    static final String UNAVAILABLE;
    static final String DESCRIPTION;

    static {
      Availability availability = OneDnnLibrary.availability();
      String reason = "";
      String description = availability.description();
      switch (availability) {
        case Availability.Unavailable unavailable -> reason = unavailable.reason();
        case Availability.Available available -> {
          String implementation = implementation();
          description += ", " + implementation;
          if (implementation.startsWith("ref")) {
            reason =
                "oneDNN has no fast matrix product for this processor (" + implementation + ")";
          }
        }
      }
      UNAVAILABLE = reason;
      DESCRIPTION = description;
      if (reason.isEmpty()) {
        Thread.ofPlatform().daemon().name("jacobi-onednn-start").start(Sgemm::warmUp);
      }
    }

    private static String implementation() {
      Matrix square = new Matrix(64, 64, 64, 1);
      MemoryDesc desc = square.part(64, 64);
      return Matmul.create(desc, desc, Optional.empty(), desc, Optional.empty())
          .map(matmul -> matmul.primitive().implementation())
          .orElse("ref");
    }
  }

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public String unavailable() {
    return Probe.UNAVAILABLE;
  }

  @Override
  public String description() {
    return Probe.DESCRIPTION;
  }

  @Override
  public boolean claims(Task task) {
    return switch (task) {
      case Task.Product product -> products(product).isPresent();
      case Task.Single single ->
          single.op() instanceof Convolution && ConvTask.of(single).isPresent();
      case LoopNest _ -> false;
    };
  }

  @Override
  public Kernel compile(Task task) {
    return switch (task) {
      case Task.Product product ->
          ProductKernel.of(
              products(product)
                  .orElseThrow(() -> new IllegalArgumentException("not claimed: " + task)),
              Runtime.getRuntime().availableProcessors());
      case Task.Single single ->
          new ConvKernel(
              ConvTask.of(single)
                  .orElseThrow(() -> new IllegalArgumentException("not claimed: " + task)),
              Runtime.getRuntime().availableProcessors());
      case LoopNest _ -> throw new IllegalArgumentException("not claimed: " + task);
    };
  }

  /**
   * One row times long columns is left to the portable kernels where those have vectors: they are
   * faster at it.
   */
  private Optional<Products> products(Task.Product task) {
    return Products.of(task).filter(p -> !(portableVectors && p.isRowTimesLongColumns()));
  }

  /** Products with a constant right operand, such as a layer's weights, and constant filters. */
  @Override
  public Optional<Prepared> prepared(Task task, Set<Integer> constant) {
    if (!constant.contains(1)) {
      return Optional.empty();
    }
    int cores = Runtime.getRuntime().availableProcessors();
    return switch (task) {
      case Task.Product product ->
          products(product).flatMap(p -> ProductKernel.withPreparedB(p, cores));
      case Task.Single single ->
          ConvTask.of(single).flatMap(c -> ConvKernel.withPreparedFilters(c, cores));
      case LoopNest _ -> Optional.empty();
    };
  }
}
