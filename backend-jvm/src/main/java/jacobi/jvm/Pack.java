package jacobi.jvm;

import static jacobi.backend.Memory.ALL;
import static jacobi.jvm.MicroEmitter.ADDRESS_BITS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** Copies parts of matrices into the order in which a product reads them. Only bits move. */
final class Pack {
  /**
   * Rows and columns that a transposing copy takes at a time: two such tiles fit a first-level
   * cache.
   */
  private static final int TILE = 16;

  private Pack() {}

  /**
   * Copies a matrix, element (i, j) from {@code from + i*fromRow + j*fromColumn} to {@code to +
   * i*toRow + j*size}. All steps are in bytes.
   */
  static void rows(
      long from,
      long fromRow,
      long fromColumn,
      int rows,
      int columns,
      long to,
      long toRow,
      int size) {
    if (fromColumn == size) {
      straight(from, fromRow, rows, (long) columns * size, to, toRow);
      return;
    }
    for (int i0 = 0; i0 < rows; i0 += TILE) {
      int i1 = Math.min(rows, i0 + TILE);
      for (int j0 = 0; j0 < columns; j0 += TILE) {
        int j1 = Math.min(columns, j0 + TILE);
        switch (size) {
          case 1 -> tile1(from, fromRow, fromColumn, i0, i1, j0, j1, to, toRow);
          case 4 -> tile4(from, fromRow, fromColumn, i0, i1, j0, j1, to, toRow);
          case 8 -> tile8(from, fromRow, fromColumn, i0, i1, j0, j1, to, toRow);
          default -> throw new IllegalStateException("no element has " + size + " bytes");
        }
      }
    }
  }

  private static void straight(long from, long fromRow, int rows, long bytes, long to, long toRow) {
    if (bytes > 256 || bytes % 4 != 0) {
      for (int i = 0; i < rows; i++) {
        MemorySegment.copy(ALL, from + i * fromRow, ALL, to + i * toRow, bytes);
      }
      return;
    }
    int longs = (int) (bytes >> 3);
    boolean odd = (bytes & 4) != 0;
    for (int i = 0; i < rows; i++) {
      long f = (from + i * fromRow) & ADDRESS_BITS;
      long t = (to + i * toRow) & ADDRESS_BITS;
      int j = 0;
      for (; j + 4 <= longs; j += 4) {
        long x = ALL.get(JAVA_LONG_UNALIGNED, f + 8L * j);
        long y = ALL.get(JAVA_LONG_UNALIGNED, f + 8L * j + 8);
        long z = ALL.get(JAVA_LONG_UNALIGNED, f + 8L * j + 16);
        long w = ALL.get(JAVA_LONG_UNALIGNED, f + 8L * j + 24);
        ALL.set(JAVA_LONG_UNALIGNED, t + 8L * j, x);
        ALL.set(JAVA_LONG_UNALIGNED, t + 8L * j + 8, y);
        ALL.set(JAVA_LONG_UNALIGNED, t + 8L * j + 16, z);
        ALL.set(JAVA_LONG_UNALIGNED, t + 8L * j + 24, w);
      }
      for (; j < longs; j++) {
        ALL.set(JAVA_LONG_UNALIGNED, t + 8L * j, ALL.get(JAVA_LONG_UNALIGNED, f + 8L * j));
      }
      if (odd) {
        ALL.set(JAVA_INT_UNALIGNED, t + 8L * longs, ALL.get(JAVA_INT_UNALIGNED, f + 8L * longs));
      }
    }
  }

  private static void tile1(
      long from,
      long fromRow,
      long fromColumn,
      int i0,
      int i1,
      int j0,
      int j1,
      long to,
      long toRow) {
    for (int i = i0; i < i1; i++) {
      long f = from + i * fromRow;
      long t = to + i * toRow;
      for (int j = j0; j < j1; j++) {
        ALL.set(JAVA_BYTE, t + j, ALL.get(JAVA_BYTE, f + j * fromColumn));
      }
    }
  }

  private static void tile4(
      long from,
      long fromRow,
      long fromColumn,
      int i0,
      int i1,
      int j0,
      int j1,
      long to,
      long toRow) {
    for (int i = i0; i < i1; i++) {
      long f = from + i * fromRow + j0 * fromColumn;
      long t = to + i * toRow + 4L * j0;
      int j = j0;
      for (; j + 4 <= j1; j += 4) {
        int x = ALL.get(JAVA_INT_UNALIGNED, f & ADDRESS_BITS);
        int y = ALL.get(JAVA_INT_UNALIGNED, (f + fromColumn) & ADDRESS_BITS);
        int z = ALL.get(JAVA_INT_UNALIGNED, (f + 2 * fromColumn) & ADDRESS_BITS);
        int w = ALL.get(JAVA_INT_UNALIGNED, (f + 3 * fromColumn) & ADDRESS_BITS);
        ALL.set(JAVA_INT_UNALIGNED, t & ADDRESS_BITS, x);
        ALL.set(JAVA_INT_UNALIGNED, (t + 4) & ADDRESS_BITS, y);
        ALL.set(JAVA_INT_UNALIGNED, (t + 8) & ADDRESS_BITS, z);
        ALL.set(JAVA_INT_UNALIGNED, (t + 12) & ADDRESS_BITS, w);
        f += 4 * fromColumn;
        t += 16;
      }
      for (; j < j1; j++) {
        ALL.set(
            JAVA_INT_UNALIGNED, t & ADDRESS_BITS, ALL.get(JAVA_INT_UNALIGNED, f & ADDRESS_BITS));
        f += fromColumn;
        t += 4;
      }
    }
  }

  private static void tile8(
      long from,
      long fromRow,
      long fromColumn,
      int i0,
      int i1,
      int j0,
      int j1,
      long to,
      long toRow) {
    for (int i = i0; i < i1; i++) {
      long f = from + i * fromRow + j0 * fromColumn;
      long t = to + i * toRow;
      for (int j = j0; j < j1; j++) {
        long x = ALL.get(JAVA_LONG_UNALIGNED, f & ADDRESS_BITS);
        ALL.set(JAVA_LONG_UNALIGNED, (t + 8L * j) & ADDRESS_BITS, x);
        f += fromColumn;
      }
    }
  }

  /** Zeros {@code bytes} bytes from {@code start} of each row. */
  static void zeroTail(long to, long toRow, int rows, long start, long bytes) {
    for (int i = 0; i < rows; i++) {
      for (long j = 0; j < bytes; j += 4) {
        ALL.set(JAVA_INT_UNALIGNED, to + i * toRow + start + j, 0);
      }
    }
  }
}
