package jacobi.compile;

import jacobi.backend.Backend;
import jacobi.backend.Task;
import jacobi.graph.JacobiException;
import java.util.List;
import java.util.Optional;

/**
 * The backends a plan may use, asked in order.
 *
 * @param fuse whether nodes are fused; if not, each becomes a task of its own, which is how the
 *     reference runs
 */
public record Kernels(List<Backend> backends, boolean fuse) {
  public Kernels {
    backends = List.copyOf(backends);
  }

  boolean claims(Task task) {
    return find(task).isPresent();
  }

  private Optional<Backend> find(Task task) {
    return backends.stream().filter(b -> b.claims(task)).findFirst();
  }

  /** All backends that can run a task, the preferred one first. */
  List<Backend> claiming(Task task) {
    return backends.stream().filter(b -> b.claims(task)).toList();
  }

  Backend backendFor(Task task) {
    return find(task)
        .orElseThrow(() -> new JacobiException("no backend of " + names() + " can run " + task));
  }

  private List<String> names() {
    return backends.stream().map(Backend::name).toList();
  }
}
