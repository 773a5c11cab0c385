package jacobi.data.text.pipeline;

import java.util.Arrays;

/** Pairs of ids, each with a rank and the id of what they become together. */
final class MergeTable {
  private long[] keys;
  private long[] values;
  private int size;

  MergeTable(int expected) {
    int slots = Integer.highestOneBit(Math.max(4, 2 * expected)) * 2;
    keys = new long[slots];
    values = new long[slots];
    Arrays.fill(keys, -1);
  }

  private static int hash(long key) {
    long h = key * 0x9E3779B97F4A7C15L;
    return (int) (h >>> 32 ^ h >>> 15);
  }

  /** A pair that is here already gets the new rank. */
  void put(int left, int right, int rank, int merged) {
    if (2 * size >= keys.length) {
      grow();
    }
    long key = (long) left << 32 | right;
    int i = slot(key);
    size += keys[i] == key ? 0 : 1;
    keys[i] = key;
    values[i] = (long) rank << 32 | merged;
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int i = hash(key) & mask;
    while (keys[i] != -1 && keys[i] != key) {
      i = (i + 1) & mask;
    }
    return i;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new long[2 * oldKeys.length];
    Arrays.fill(keys, -1);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != -1) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }

  /** Rank in the upper, id in the lower 32 bits; {@link Long#MAX_VALUE} if they do not merge. */
  long get(int left, int right) {
    int i = slot((long) left << 32 | right);
    return keys[i] == -1 ? Long.MAX_VALUE : values[i];
  }
}
