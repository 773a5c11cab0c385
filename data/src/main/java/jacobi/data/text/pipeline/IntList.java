package jacobi.data.text.pipeline;

import java.util.Arrays;

/** Ints that grow. */
final class IntList {
  private int[] values = new int[64];
  private int n;

  void add(int value) {
    if (n == values.length) {
      values = Arrays.copyOf(values, 2 * n);
    }
    values[n++] = value;
  }

  void addAll(int[] more) {
    addAll(more, 0, more.length);
  }

  void addAll(int[] more, int from, int to) {
    int added = to - from;
    if (added > values.length - n) {
      values = Arrays.copyOf(values, Math.max(2 * n, n + added));
    }
    if (added == 1) {
      values[n++] = more[from];
      return;
    }
    System.arraycopy(more, from, values, n, added);
    n += added;
  }

  int size() {
    return n;
  }

  int[] toArray() {
    return Arrays.copyOf(values, n);
  }
}
