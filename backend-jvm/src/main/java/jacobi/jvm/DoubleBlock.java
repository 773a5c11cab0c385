package jacobi.jvm;

import static jacobi.backend.Memory.ALL;
import static jacobi.jvm.MicroEmitter.ADDRESS_BITS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** A {@link PlainBlock} of float64s. */
final class DoubleBlock implements PlainBlock {
  /** Each thread has its own for good. */
  static final ThreadLocal<DoubleBlock> OF_THREAD = ThreadLocal.withInitial(DoubleBlock::new);

  private static final boolean FMA = Lanes.hasFma();
  private static final int LENGTH = (ROW_BYTES + GAP_BYTES) / 8;

  private final double[][] b = new double[DEPTH][LENGTH];

  /** The last ones take what rows that do not exist would get. */
  private final double[][] c = new double[ROWS + PASS_ROWS - 1][LENGTH];

  private final double[] line = new double[ROW_BYTES / 8];

  private DoubleBlock() {}

  @Override
  public void clear(int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      Arrays.fill(c[i], 0, columns, 0);
    }
  }

  @Override
  public void readResult(long from, long row, long column, int rows, int columns) {
    read(from, row, column, rows, columns, c);
  }

  @Override
  public void readRight(long from, long row, long column, int depth, int columns) {
    read(from, row, column, depth, columns, b);
  }

  private static void read(long from, long row, long column, int rows, int columns, double[][] to) {
    int i = 0;
    if (column != 8 && row == 8) {
      for (; i + 8 <= rows; i += 8) {
        readEight(
            from + i * 8L,
            column,
            columns,
            to[i],
            to[i + 1],
            to[i + 2],
            to[i + 3],
            to[i + 4],
            to[i + 5],
            to[i + 6],
            to[i + 7]);
      }
    }
    for (; i < rows; i++) {
      readOne(from + i * row, column, columns, to[i]);
    }
  }

  private static void readOne(long from, long step, int count, double[] to) {
    if (step == 8) {
      MemorySegment.copy(ALL, JAVA_DOUBLE_UNALIGNED, from, to, 0, count);
      return;
    }
    long at = from;
    for (int j = 0; j < count; j++) {
      to[j] = ALL.get(JAVA_DOUBLE_UNALIGNED, at & ADDRESS_BITS);
      at += step;
    }
  }

  /** Rows whose elements lie side by side are read together. */
  private static void readEight(
      long from,
      long step,
      int count,
      double[] r0,
      double[] r1,
      double[] r2,
      double[] r3,
      double[] r4,
      double[] r5,
      double[] r6,
      double[] r7) {
    long next = from;
    for (int j = 0; j < count; j++) {
      long at = next & ADDRESS_BITS;
      r0[j] = ALL.get(JAVA_DOUBLE_UNALIGNED, at);
      r1[j] = ALL.get(JAVA_DOUBLE_UNALIGNED, at + 8);
      r2[j] = ALL.get(JAVA_DOUBLE_UNALIGNED, at + 16);
      r3[j] = ALL.get(JAVA_DOUBLE_UNALIGNED, at + 24);
      r4[j] = ALL.get(JAVA_DOUBLE_UNALIGNED, at + 32);
      r5[j] = ALL.get(JAVA_DOUBLE_UNALIGNED, at + 40);
      r6[j] = ALL.get(JAVA_DOUBLE_UNALIGNED, at + 48);
      r7[j] = ALL.get(JAVA_DOUBLE_UNALIGNED, at + 56);
      next += step;
    }
  }

  @Override
  public void writeResult(long to, long row, long column, int rows, int columns) {
    int i = 0;
    if (column != 8 && row == 8) {
      for (; i + 8 <= rows; i += 8) {
        writeEight(
            to + i * 8L,
            column,
            columns,
            c[i],
            c[i + 1],
            c[i + 2],
            c[i + 3],
            c[i + 4],
            c[i + 5],
            c[i + 6],
            c[i + 7]);
      }
    }
    for (; i < rows; i++) {
      writeOne(to + i * row, column, columns, c[i]);
    }
  }

  private static void writeOne(long to, long step, int count, double[] from) {
    if (step == 8) {
      MemorySegment.copy(from, 0, ALL, JAVA_DOUBLE_UNALIGNED, to, count);
      return;
    }
    long at = to;
    for (int j = 0; j < count; j++) {
      ALL.set(JAVA_DOUBLE_UNALIGNED, at & ADDRESS_BITS, from[j]);
      at += step;
    }
  }

  private static void writeEight(
      long to,
      long step,
      int count,
      double[] r0,
      double[] r1,
      double[] r2,
      double[] r3,
      double[] r4,
      double[] r5,
      double[] r6,
      double[] r7) {
    long next = to;
    for (int j = 0; j < count; j++) {
      long at = next & ADDRESS_BITS;
      ALL.set(JAVA_DOUBLE_UNALIGNED, at, r0[j]);
      ALL.set(JAVA_DOUBLE_UNALIGNED, at + 8, r1[j]);
      ALL.set(JAVA_DOUBLE_UNALIGNED, at + 16, r2[j]);
      ALL.set(JAVA_DOUBLE_UNALIGNED, at + 24, r3[j]);
      ALL.set(JAVA_DOUBLE_UNALIGNED, at + 32, r4[j]);
      ALL.set(JAVA_DOUBLE_UNALIGNED, at + 40, r5[j]);
      ALL.set(JAVA_DOUBLE_UNALIGNED, at + 48, r6[j]);
      ALL.set(JAVA_DOUBLE_UNALIGNED, at + 56, r7[j]);
      next += step;
    }
  }

  @Override
  public void add(long a, long row, long column, int rows, int depth, int columns) {
    for (int i = 0; i < rows; i += PASS_ROWS) {
      long a0 = a + i * row;
      long a1 = i + 1 < rows ? a0 + row : a0;
      long a2 = i + 2 < rows ? a1 + row : a1;
      double[] c0 = c[i];
      double[] c1 = c[i + 1];
      double[] c2 = c[i + 2];
      int p = 0;
      for (; p + PASS_DEPTH <= depth; p += PASS_DEPTH) {
        long at = p * column;
        addFour(
            a0 + at, a1 + at, a2 + at, column, b[p], b[p + 1], b[p + 2], b[p + 3], c0, c1, c2,
            columns);
      }
      for (; p < depth; p++) {
        long at = p * column;
        addOne(get(a0 + at), get(a1 + at), get(a2 + at), b[p], c0, c1, c2, columns);
      }
    }
  }

  private static double get(long address) {
    return ALL.get(JAVA_DOUBLE_UNALIGNED, address & ADDRESS_BITS);
  }

  // All loads before the first store: C2 would load b again after it.
  private static void addFour(
      long x,
      long y,
      long z,
      long step,
      double[] b0,
      double[] b1,
      double[] b2,
      double[] b3,
      double[] c0,
      double[] c1,
      double[] c2,
      int columns) {
    double x0 = get(x);
    double x1 = get(x + step);
    double x2 = get(x + 2 * step);
    double x3 = get(x + 3 * step);
    double y0 = get(y);
    double y1 = get(y + step);
    double y2 = get(y + 2 * step);
    double y3 = get(y + 3 * step);
    double z0 = get(z);
    double z1 = get(z + step);
    double z2 = get(z + 2 * step);
    double z3 = get(z + 3 * step);
    for (int j = 0; j < columns; j++) {
      double p = b0[j];
      double q = b1[j];
      double r = b2[j];
      double s = b3[j];
      double t = fma(x3, s, fma(x2, r, fma(x1, q, fma(x0, p, c0[j]))));
      double u = fma(y3, s, fma(y2, r, fma(y1, q, fma(y0, p, c1[j]))));
      double v = fma(z3, s, fma(z2, r, fma(z1, q, fma(z0, p, c2[j]))));
      c0[j] = t;
      c1[j] = u;
      c2[j] = v;
    }
  }

  private static void addOne(
      double x,
      double y,
      double z,
      double[] b,
      double[] c0,
      double[] c1,
      double[] c2,
      int columns) {
    for (int j = 0; j < columns; j++) {
      double p = b[j];
      double t = fma(x, p, c0[j]);
      double u = fma(y, p, c1[j]);
      double v = fma(z, p, c2[j]);
      c0[j] = t;
      c1[j] = u;
      c2[j] = v;
    }
  }

  private static double fma(double a, double b, double c) {
    return FMA ? Math.fma(a, b, c) : a * b + c;
  }

  @Override
  public void dots(
      long a,
      long aStep,
      long b,
      long column,
      int depth,
      int columns,
      long out,
      long step,
      boolean add) {
    int p = 0;
    do {
      int count = Math.min(line.length, depth - p);
      readOne(a + p * aStep, aStep, count, line);
      long at = b + (long) p * 8;
      boolean sum = add || p > 0;
      int j = 0;
      for (; j + 8 <= columns; j += 8) {
        eightDots(line, count, at + j * column, column, out + j * step, step, sum);
      }
      for (; j < columns; j++) {
        oneDot(line, count, at + j * column, out + j * step, sum);
      }
      p += line.length;
    } while (p < depth);
  }

  private static void oneDot(double[] a, int count, long b, long out, boolean add) {
    long at = b & ADDRESS_BITS;
    double s = add ? get(out) : 0;
    for (int p = 0; p < count; p++) {
      s = fma(a[p], ALL.get(JAVA_DOUBLE_UNALIGNED, at + 8L * p), s);
    }
    ALL.set(JAVA_DOUBLE_UNALIGNED, out & ADDRESS_BITS, s);
  }

  /** Eight at a time, to hide the latency of a multiply-add. */
  private static void eightDots(
      double[] a, int count, long b, long column, long out, long step, boolean add) {
    long b0 = b & ADDRESS_BITS;
    long b1 = (b + column) & ADDRESS_BITS;
    long b2 = (b + 2 * column) & ADDRESS_BITS;
    long b3 = (b + 3 * column) & ADDRESS_BITS;
    long b4 = (b + 4 * column) & ADDRESS_BITS;
    long b5 = (b + 5 * column) & ADDRESS_BITS;
    long b6 = (b + 6 * column) & ADDRESS_BITS;
    long b7 = (b + 7 * column) & ADDRESS_BITS;
    double s0 = add ? get(out) : 0;
    double s1 = add ? get(out + step) : 0;
    double s2 = add ? get(out + 2 * step) : 0;
    double s3 = add ? get(out + 3 * step) : 0;
    double s4 = add ? get(out + 4 * step) : 0;
    double s5 = add ? get(out + 5 * step) : 0;
    double s6 = add ? get(out + 6 * step) : 0;
    double s7 = add ? get(out + 7 * step) : 0;
    for (int p = 0; p < count; p++) {
      double x = a[p];
      long at = 8L * p;
      s0 = fma(x, ALL.get(JAVA_DOUBLE_UNALIGNED, b0 + at), s0);
      s1 = fma(x, ALL.get(JAVA_DOUBLE_UNALIGNED, b1 + at), s1);
      s2 = fma(x, ALL.get(JAVA_DOUBLE_UNALIGNED, b2 + at), s2);
      s3 = fma(x, ALL.get(JAVA_DOUBLE_UNALIGNED, b3 + at), s3);
      s4 = fma(x, ALL.get(JAVA_DOUBLE_UNALIGNED, b4 + at), s4);
      s5 = fma(x, ALL.get(JAVA_DOUBLE_UNALIGNED, b5 + at), s5);
      s6 = fma(x, ALL.get(JAVA_DOUBLE_UNALIGNED, b6 + at), s6);
      s7 = fma(x, ALL.get(JAVA_DOUBLE_UNALIGNED, b7 + at), s7);
    }
    ALL.set(JAVA_DOUBLE_UNALIGNED, out & ADDRESS_BITS, s0);
    ALL.set(JAVA_DOUBLE_UNALIGNED, (out + step) & ADDRESS_BITS, s1);
    ALL.set(JAVA_DOUBLE_UNALIGNED, (out + 2 * step) & ADDRESS_BITS, s2);
    ALL.set(JAVA_DOUBLE_UNALIGNED, (out + 3 * step) & ADDRESS_BITS, s3);
    ALL.set(JAVA_DOUBLE_UNALIGNED, (out + 4 * step) & ADDRESS_BITS, s4);
    ALL.set(JAVA_DOUBLE_UNALIGNED, (out + 5 * step) & ADDRESS_BITS, s5);
    ALL.set(JAVA_DOUBLE_UNALIGNED, (out + 6 * step) & ADDRESS_BITS, s6);
    ALL.set(JAVA_DOUBLE_UNALIGNED, (out + 7 * step) & ADDRESS_BITS, s7);
  }
}
