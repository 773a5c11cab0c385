package jacobi.cuda.source;

import jacobi.backend.View;
import java.util.List;

/**
 * Where each of some integers comes first: a hash table in scratch memory, twice as large as there
 * are integers, probed linearly. A slot holds the position of one of those that are equal, whoever
 * came first, and the least of their positions, which is the result and the same in every run.
 */
final class FirstEqualSource {
  private FirstEqualSource() {}

  static KernelSource of(View in, View out) {
    int count = in.shape().dim(0);
    if (count == 0) {
      return Entries.none();
    }
    int bits = 33 - Integer.numberOfLeadingZeros(count);
    if (bits > 30) {
      throw new IllegalArgumentException(count + " integers are too many for a table of positions");
    }
    long slots = 1L << bits;
    String helper =
        """
        static __device__ __forceinline__ unsigned slot(long long key) {
          return (unsigned)(((unsigned long long)key * 0x9E3779B97F4A7C15ull) >> %d);
        }
        """
            .formatted(64 - bits);
    String table =
        """
        int *some = (int *)scratch;
        int *least = some + %d;
        """
            .formatted(slots);
    String key = "p0[%s + (long long)%%s * %s]".formatted(in.offset() + "LL", in.stride(0) + "LL");
    String probe =
        """
        const long long key = %s;
        unsigned at = slot(key);
        """
            .formatted(key.formatted("i"));
    return new Entries(List.of(in, out), 2 * Integer.BYTES * slots, false)
        .helper(helper)
        .threads("clear", slots, table + "some[i] = -1;\nleast[i] = 2147483647;\n")
        .threads(
            "insert",
            count,
            table
                + probe
                + """
                for (;;) {
                  const int held = atomicCAS(some + at, -1, i);
                  if (held == -1 || %s == key) {
                    break;
                  }
                  at = (at + 1) & %du;
                }
                if (i < least[at]) {
                  atomicMin(least + at, i);
                }
                """
                    .formatted(key.formatted("held"), slots - 1))
        .threads(
            "look_up",
            count,
            table
                + probe
                + """
                while (%s != key) {
                  at = (at + 1) & %du;
                }
                p1[%d + i] = least[at];
                """
                    .formatted(key.formatted("some[at]"), slots - 1, out.offset()))
        .source();
  }
}
