package jacobi.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places buffers with known lifetimes in one arena: largest first, each at the lowest offset free
 * during its lifetime (greedy by size; Pisarchyk and Lee 2020).
 */
final class MemoryPlanner {
  private static final long ALIGNMENT = 64;

  /** A buffer in use from step {@code first} to step {@code last}, both included. */
  record Request(long bytes, int first, int last) {}

  /** Offsets in the order of the requests, and the arena's size. */
  record Layout(long[] offsets, long bytes) {}

  private MemoryPlanner() {}

  static Layout plan(List<Request> requests) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      order.add(i);
    }
    order.sort(
        Comparator.comparingLong((Integer i) -> -requests.get(i).bytes()).thenComparingInt(i -> i));
    long[] offsets = new long[requests.size()];
    long total = 0;
    // What has a place already, by offset.
    List<Integer> placed = new ArrayList<>(requests.size());
    for (int i : order) {
      Request r = requests.get(i);
      long at = 0;
      for (int p : placed) {
        if (at + r.bytes() <= offsets[p]) {
          break;
        }
        if (overlap(requests.get(p), r)) {
          at = Math.max(at, align(offsets[p] + requests.get(p).bytes()));
        }
      }
      offsets[i] = at;
      total = Math.max(total, align(at + r.bytes()));
      placed.add(firstAtOrBehind(at, placed, offsets), i);
    }
    return new Layout(offsets, total);
  }

  private static int firstAtOrBehind(long offset, List<Integer> placed, long[] offsets) {
    int low = 0;
    int high = placed.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (offsets[placed.get(middle)] < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static boolean overlap(Request a, Request b) {
    return a.first() <= b.last() && b.first() <= a.last();
  }

  /** Rounds up to where a buffer may begin. */
  static long align(long n) {
    return (n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
