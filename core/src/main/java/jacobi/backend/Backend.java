package jacobi.backend;

import java.util.Optional;
import java.util.Set;

/**
 * What turns tasks into kernels. Found with {@link java.util.ServiceLoader}; asked in the order of
 * {@link #priority}.
 */
public interface Backend {

  /** Short lower-case name, as users write it in settings: "jvm", "onednn", "reference". */
  String name();

  /** Higher is asked first. */
  int priority();

  /** Empty if it works here; else one line that says what is missing. Never throws. */
  String unavailable();

  /**
   * One line for the log: what it uses (vector width, library version), and which flag would make
   * it faster, if any.
   */
  String description();

  /**
   * Whether {@link #compile} would accept the task. Cheap: the compiler asks before it decides what
   * to fuse.
   */
  boolean claims(Task task);

  /** The kernel of a claimed task. */
  Kernel compile(Task task);

  /**
   * A faster kernel of a claimed task, where one of the operands that stay the same over many runs
   * is better read in another form; empty by default.
   *
   * @param constant positions of the operands that stay the same
   */
  default Optional<Prepared> prepared(Task task, Set<Integer> constant) {
    return Optional.empty();
  }
}
