package jacobi.cuda;

import jacobi.backend.Kernel;
import java.util.stream.LongStream;

/**
 * A kernel that moves 16 bytes at a time, and another for runs on memory that does not begin at
 * multiples of 16 bytes: what a scan's steps read and write lies one behind the other.
 */
record AlignedKernel(Kernel aligned, Kernel anywhere) implements Kernel {
  private static final long ALIGNMENT = 16;

  @Override
  public long scratchBytes() {
    return Math.max(aligned.scratchBytes(), anywhere.scratchBytes());
  }

  @Override
  public void run(long[] addresses, int piece) {
    boolean all = LongStream.of(addresses).allMatch(address -> address % ALIGNMENT == 0);
    (all ? aligned : anywhere).run(addresses, piece);
  }
}
