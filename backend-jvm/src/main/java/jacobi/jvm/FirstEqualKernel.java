package jacobi.jvm;

import static jacobi.backend.Memory.ALL;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import jacobi.backend.Kernel;
import jacobi.backend.View;
import jacobi.graph.DType;

/**
 * Where each of some integers comes first: a hash table of positions, twice as large as there are
 * integers, probed linearly.
 */
final class FirstEqualKernel implements Kernel {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final int count;
  private final boolean wide;
  private final long offset;
  private final long step;
  private final int slots;
  private final int shift;

  FirstEqualKernel(View in) {
    this.count = in.shape().dim(0);
    this.wide = in.dtype() == DType.INT64;
    int size = in.dtype().bytes();
    this.offset = in.offset() * size;
    this.step = in.stride(0) * size;
    int bits = 33 - Integer.numberOfLeadingZeros(Math.max(1, count));
    if (bits > 30) {
      throw new IllegalArgumentException(count + " integers are too many for a table of positions");
    }
    this.slots = 1 << bits;
    this.shift = 64 - bits;
  }

  @Override
  public long scratchBytes() {
    return 4L * slots;
  }

  @Override
  public void run(long[] addresses, int piece) {
    long in = addresses[0] + offset;
    long out = addresses[1];
    long table = addresses[2];
    ALL.asSlice(table, 4L * slots).fill((byte) -1);
    for (int i = 0; i < count; i++) {
      long key = at(in, i);
      int slot = (int) ((key * GOLDEN) >>> shift);
      int first = ALL.get(JAVA_INT_UNALIGNED, table + 4L * slot);
      while (first >= 0 && at(in, first) != key) {
        slot = (slot + 1) & (slots - 1);
        first = ALL.get(JAVA_INT_UNALIGNED, table + 4L * slot);
      }
      if (first < 0) {
        first = i;
        ALL.set(JAVA_INT_UNALIGNED, table + 4L * slot, i);
      }
      ALL.set(JAVA_INT_UNALIGNED, out + 4L * i, first);
    }
  }

  private long at(long in, int i) {
    return wide
        ? ALL.get(JAVA_LONG_UNALIGNED, in + i * step)
        : ALL.get(JAVA_INT_UNALIGNED, in + i * step);
  }
}
