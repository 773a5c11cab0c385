package jacobi.jvm;

import jacobi.backend.Kernel;

/**
 * A loop nest's kernel.
 *
 * @param sizes extents, strides and offsets, in the order in which the code asks for them
 */
record NestKernel(NestCode code, int pieces, long scratchBytes, long[] sizes) implements Kernel {

  @Override
  public void run(long[] addresses, int piece) {
    code.run(sizes, addresses, piece);
  }

  @Override
  public void finish(long[] addresses) {
    code.finish(sizes, addresses);
  }
}
