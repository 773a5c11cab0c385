package jacobi.models.text;

import jacobi.graph.JacobiException;
import java.util.Arrays;

/**
 * The n-grams of one order: entry = (entry of the first n-1 words in the table before, last word),
 * numbered as they come, each with a count. Open addressing, 16 to 28 bytes an n-gram.
 */
final class NgramTable {
  private static final int LARGEST = 1 << 29;

  private int[] slots = new int[1 << 10];
  private long[] keys = new long[1 << 9];
  private int[] counts = new int[1 << 9];
  private int size;

  private static int hash(long key) {
    long h = key * 0x9E3779B97F4A7C15L;
    return (int) (h ^ h >>> 32);
  }

  /** The entry of an n-gram, or -1. */
  int find(int parent, int word) {
    long key = (long) parent << 32 | word;
    int mask = slots.length - 1;
    for (int i = hash(key) & mask; slots[i] != 0; i = (i + 1) & mask) {
      if (keys[slots[i] - 1] == key) {
        return slots[i] - 1;
      }
    }
    return -1;
  }

  /** The entry of an n-gram that is not here yet. */
  int add(int parent, int word) {
    if (size == keys.length) {
      grow();
    }
    keys[size] = (long) parent << 32 | word;
    place(size);
    return size++;
  }

  /** An n-gram that is not here yet, with its count. */
  void put(int parent, int word, int count) {
    int entry = add(parent, word);
    counts[entry] = count;
  }

  private void place(int entry) {
    int mask = slots.length - 1;
    int i = hash(keys[entry]) & mask;
    while (slots[i] != 0) {
      i = (i + 1) & mask;
    }
    slots[i] = entry + 1;
  }

  private void grow() {
    if (size >= LARGEST) {
      throw new JacobiException(
          "n-grams: more than " + LARGEST + " of one order, lower the order or use less text");
    }
    keys = Arrays.copyOf(keys, 2 * size);
    counts = Arrays.copyOf(counts, 2 * size);
    slots = new int[2 * slots.length];
    for (int entry = 0; entry < size; entry++) {
      place(entry);
    }
  }

  void count(int entry) {
    counts[entry] = Math.incrementExact(counts[entry]);
  }

  int countOf(int entry) {
    return counts[entry];
  }

  int parent(int entry) {
    return (int) (keys[entry] >>> 32);
  }

  int word(int entry) {
    return (int) keys[entry];
  }

  int size() {
    return size;
  }
}
