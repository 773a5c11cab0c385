package jacobi.jvm;

import jacobi.backend.Kernel;
import jacobi.backend.Task;

/** The portable kernels written by hand: products, and what no loop nest expresses. */
final class JvmTasks {
  private JvmTasks() {}

  static boolean claims(Task task) {
    return false;
  }

  static Kernel compile(Task task) {
    return (addresses, piece) -> {
      throw new IllegalArgumentException("not claimed: " + task);
    };
  }
}
