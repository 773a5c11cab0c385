package jacobi.data.text.pipeline;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Remembers the ids of short pieces. Threads share it without locks: an entry never changes and is
 * replaced as a whole, and one that is lost is only computed again.
 *
 * <p>An entry is one array, because following references is what a look-up costs: hash, number of
 * characters, the characters two by two, the ids.
 */
final class PieceCache {
  private static final int SLOTS = 1 << 16;
  private static final int LONGEST = 48;
  private static final int HEAD = 2;

  private final AtomicReferenceArray<int[]> entries = new AtomicReferenceArray<>(SLOTS);

  static boolean takes(int from, int to) {
    return to - from <= LONGEST;
  }

  static int hash(String text, int from, int to) {
    int h = 0;
    for (int i = from; i < to; i++) {
      h = 31 * h + text.charAt(i);
    }
    return h ^ h >>> 15;
  }

  /** Adds the ids of {@code text[from..to]}, if they are here. */
  boolean addTo(IntList ids, int hash, String text, int from, int to) {
    int[] entry = entries.getAcquire(hash & SLOTS - 1);
    if (entry == null || entry[0] != hash || entry[1] != to - from) {
      return false;
    }
    int at = HEAD;
    int i = from;
    for (; i + 1 < to; i += 2) {
      if (entry[at++] != (text.charAt(i) << 16 | text.charAt(i + 1))) {
        return false;
      }
    }
    if (i < to && entry[at++] != text.charAt(i)) {
      return false;
    }
    ids.addAll(entry, at, entry.length);
    return true;
  }

  void put(int hash, String piece, int[] ids) {
    int n = piece.length();
    int packed = (n + 1) / 2;
    int[] entry = new int[HEAD + packed + ids.length];
    entry[0] = hash;
    entry[1] = n;
    for (int i = 0; i < n; i++) {
      entry[HEAD + i / 2] = entry[HEAD + i / 2] << 16 | piece.charAt(i);
    }
    System.arraycopy(ids, 0, entry, HEAD + packed, ids.length);
    entries.setRelease(hash & SLOTS - 1, entry);
  }
}
