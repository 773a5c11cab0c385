package jacobi.data.text.pipeline;

import java.util.Arrays;
import java.util.PriorityQueue;

/** Merges neighbouring ids, the pair of lowest rank first, of equal ones the leftmost. */
final class Merging {
  /** Above this many ids a heap is quicker than looking through all of them. */
  private static final int SHORT = 48;

  private Merging() {}

  static int[] merge(int[] ids, int length, MergeTable merges) {
    return length <= SHORT ? scan(ids, length, merges) : heap(ids, length, merges);
  }

  private static int[] scan(int[] ids, int length, MergeTable merges) {
    int n = length;
    long[] pairs = new long[Math.max(0, n - 1)];
    for (int i = 0; i + 1 < n; i++) {
      pairs[i] = merges.get(ids[i], ids[i + 1]);
    }
    while (n > 1) {
      int best = 0;
      for (int i = 1; i < n - 1; i++) {
        // Equal ranks are equal pairs: the first one stays.
        if (pairs[i] < pairs[best]) {
          best = i;
        }
      }
      if (pairs[best] == Long.MAX_VALUE) {
        break;
      }
      ids[best] = (int) pairs[best];
      System.arraycopy(ids, best + 2, ids, best + 1, n - best - 2);
      if (best + 2 < n) {
        System.arraycopy(pairs, best + 2, pairs, best + 1, Math.max(0, n - best - 3));
      }
      n--;
      if (best > 0) {
        pairs[best - 1] = merges.get(ids[best - 1], ids[best]);
      }
      if (best + 1 < n) {
        pairs[best] = merges.get(ids[best], ids[best + 1]);
      }
    }
    return Arrays.copyOf(ids, n);
  }

  private record Candidate(int rank, int at, int merged) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      return rank != other.rank ? Integer.compare(rank, other.rank) : Integer.compare(at, other.at);
    }
  }

  private static int[] heap(int[] ids, int length, MergeTable merges) {
    int[] next = new int[length];
    int[] previous = new int[length];
    PriorityQueue<Candidate> queue = new PriorityQueue<>();
    for (int i = 0; i < length; i++) {
      next[i] = i + 1;
      previous[i] = i - 1;
      if (i + 1 < length) {
        offer(queue, merges, ids, i, i + 1);
      }
    }
    for (Candidate c = queue.poll(); c != null; c = queue.poll()) {
      int at = c.at();
      int right = next[at];
      // Since it was offered, either side may have become part of another token.
      if (right < 0 || right >= length || merges.get(ids[at], ids[right]) != value(c)) {
        continue;
      }
      ids[at] = c.merged();
      next[at] = next[right];
      next[right] = -1;
      if (next[at] < length) {
        previous[next[at]] = at;
        offer(queue, merges, ids, at, next[at]);
      }
      if (previous[at] >= 0) {
        offer(queue, merges, ids, previous[at], at);
      }
    }
    int n = 0;
    for (int i = 0; i < length; i = next[i]) {
      ids[n++] = ids[i];
    }
    return Arrays.copyOf(ids, n);
  }

  private static long value(Candidate c) {
    return (long) c.rank() << 32 | c.merged();
  }

  private static void offer(
      PriorityQueue<Candidate> queue, MergeTable merges, int[] ids, int left, int right) {
    long merge = merges.get(ids[left], ids[right]);
    if (merge != Long.MAX_VALUE) {
      queue.add(new Candidate((int) (merge >>> 32), left, (int) merge));
    }
  }
}
