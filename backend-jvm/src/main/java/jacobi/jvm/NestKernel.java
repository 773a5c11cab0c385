package jacobi.jvm;

import jacobi.backend.Kernel;

/** What the class generated for a loop nest extends; it adds {@code run} and {@code finish}. */
abstract class NestKernel implements Kernel {
  private final int pieces;
  private final long scratchBytes;

  NestKernel(int pieces, long scratchBytes) {
    this.pieces = pieces;
    this.scratchBytes = scratchBytes;
  }

  @Override
  public final int pieces() {
    return pieces;
  }

  @Override
  public final long scratchBytes() {
    return scratchBytes;
  }
}
