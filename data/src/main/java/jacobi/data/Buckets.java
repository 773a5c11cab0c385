package jacobi.data;

import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences by length: each is in the bucket of the shortest length that is at least its own, and
 * padded to that length. So a batch holds sequences of about one length, and there are few shapes
 * of batches.
 *
 * @param ends the longest sequence of each bucket, ascending
 */
record Buckets(int[] ends) {

  /** One bucket. */
  static Buckets one(Dataset data) {
    return new Buckets(new int[] {data.size() == 0 ? 1 : data.length(longest(data))});
  }

  private static int longest(Dataset data) {
    int longest = 0;
    for (int i = 1; i < data.size(); i++) {
      longest = data.length(i) > data.length(longest) ? i : longest;
    }
    return longest;
  }

  /** At most so many buckets of about as many sequences each. */
  static Buckets even(Dataset data, int count) {
    if (count < 1) {
      throw new JacobiException("buckets " + count + ", expected at least 1");
    }
    int[] lengths = new int[data.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = data.length(i);
    }
    Arrays.sort(lengths);
    int[] ends = new int[count];
    for (int b = 0; b < count; b++) {
      int last = (int) ((long) (b + 1) * lengths.length / count) - 1;
      ends[b] = lengths.length == 0 ? 1 : lengths[Math.max(0, last)];
    }
    return new Buckets(Arrays.stream(ends).distinct().toArray());
  }

  /** The number of steps that a batch of these examples is padded to. */
  int steps(Dataset data, int[] indices) {
    int steps = 1;
    for (int index : indices) {
      steps = Math.max(steps, ends[of(data.length(index))]);
    }
    return steps;
  }

  private int of(int length) {
    int found = Arrays.binarySearch(ends, length);
    return found >= 0 ? found : -found - 1;
  }

  /** The examples of an order cut into batches of one bucket each, bucket by bucket. */
  List<int[]> cut(Dataset data, int[] order, int batchSize, boolean dropLast) {
    int[][] buckets = new int[ends.length][order.length];
    int[] counts = new int[ends.length];
    for (int index : order) {
      int bucket = ends.length == 1 ? 0 : of(data.length(index));
      buckets[bucket][counts[bucket]++] = index;
    }
    List<int[]> batches = new ArrayList<>();
    for (int b = 0; b < ends.length; b++) {
      for (int from = 0; from < counts[b]; from += batchSize) {
        int to = (int) Math.min((long) from + batchSize, counts[b]);
        if (to - from == batchSize || !dropLast) {
          batches.add(Arrays.copyOfRange(buckets[b], from, to));
        }
      }
    }
    return batches;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Buckets other && Arrays.equals(ends, other.ends);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ends);
  }
}
