package jacobi.jvm;

/**
 * What the class generated for a form of loop nest extends. It knows the instructions and which
 * operands move along which axes, but no sizes: nests that differ only in these share one class,
 * and the JIT compiles it once for all of them.
 */
abstract class NestCode {

  /** Runs a piece, as {@link jacobi.backend.Kernel#run} does. */
  abstract void run(long[] sizes, long[] addresses, int piece);

  /** What comes after all pieces. */
  void finish(long[] sizes, long[] addresses) {}
}
