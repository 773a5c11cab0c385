package jacobi;

import jacobi.backend.Backend;
import jacobi.backend.Kernel;
import jacobi.backend.Task;
import jacobi.compile.Kernels;
import jacobi.runtime.Engine;
import java.util.List;
import java.util.function.Predicate;

/** Accepts tasks and computes nothing: for tests that look at plans. */
record CountingBackend(Predicate<Task> accepts) implements Backend {

  /** An engine whose only backend accepts what {@code accepts} says. */
  static Engine engine(Predicate<Task> accepts) {
    return new Engine(new Kernels(List.of(new CountingBackend(accepts)), true), 1);
  }

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public String unavailable() {
    return "";
  }

  @Override
  public String description() {
    return "counts kernels";
  }

  @Override
  public boolean claims(Task task) {
    return accepts.test(task);
  }

  @Override
  public Kernel compile(Task task) {
    return (addresses, piece) -> {};
  }
}
