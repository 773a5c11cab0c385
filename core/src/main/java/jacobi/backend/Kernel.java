package jacobi.backend;

/**
 * A task made executable for fixed shapes. Holds no state that a run changes, so several threads
 * may run it at once on different operands, and several threads may run different pieces of one run
 * at once.
 */
public interface Kernel {

  /**
   * Number of independent pieces, decided when compiled: by shapes and the machine's caches, never
   * by the number of threads.
   */
  default int pieces() {
    return 1;
  }

  /** Bytes of scratch memory one run needs, shared by its pieces. */
  default long scratchBytes() {
    return 0;
  }

  /**
   * Runs one piece.
   *
   * @param addresses native address of each operand's buffer in the order of {@link Task#operands},
   *     then that of the scratch memory if {@link #scratchBytes} is not 0
   */
  void run(long[] addresses, int piece);

  /** Runs once after all pieces, for kernels that combine partial results. */
  default void finish(long[] addresses) {}
}
