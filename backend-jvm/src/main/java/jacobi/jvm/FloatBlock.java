package jacobi.jvm;

import static jacobi.backend.Memory.ALL;
import static jacobi.jvm.MicroEmitter.ADDRESS_BITS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** A {@link PlainBlock} of float32s. */
final class FloatBlock implements PlainBlock {
  /** Each thread has its own for good. */
  static final ThreadLocal<FloatBlock> OF_THREAD = ThreadLocal.withInitial(FloatBlock::new);

  private static final boolean FMA = Lanes.hasFma();
  private static final int LENGTH = (ROW_BYTES + GAP_BYTES) / 4;

  private final float[][] b = new float[DEPTH][LENGTH];

  /** The last ones take what rows that do not exist would get. */
  private final float[][] c = new float[ROWS + PASS_ROWS - 1][LENGTH];

  private final float[] line = new float[ROW_BYTES / 4];

  private FloatBlock() {}

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

  private static void read(long from, long row, long column, int rows, int columns, float[][] to) {
    int i = 0;
    if (column != 4 && row == 4) {
      for (; i + 8 <= rows; i += 8) {
        readEight(
            from + i * 4L,
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

  private static void readOne(long from, long step, int count, float[] to) {
    if (step == 4) {
      MemorySegment.copy(ALL, JAVA_FLOAT_UNALIGNED, from, to, 0, count);
      return;
    }
    long at = from;
    for (int j = 0; j < count; j++) {
      to[j] = ALL.get(JAVA_FLOAT_UNALIGNED, at & ADDRESS_BITS);
      at += step;
    }
  }

  /** Rows whose elements lie side by side are read together. */
  private static void readEight(
      long from,
      long step,
      int count,
      float[] r0,
      float[] r1,
      float[] r2,
      float[] r3,
      float[] r4,
      float[] r5,
      float[] r6,
      float[] r7) {
    long next = from;
    for (int j = 0; j < count; j++) {
      long at = next & ADDRESS_BITS;
      r0[j] = ALL.get(JAVA_FLOAT_UNALIGNED, at);
      r1[j] = ALL.get(JAVA_FLOAT_UNALIGNED, at + 4);
      r2[j] = ALL.get(JAVA_FLOAT_UNALIGNED, at + 8);
      r3[j] = ALL.get(JAVA_FLOAT_UNALIGNED, at + 12);
      r4[j] = ALL.get(JAVA_FLOAT_UNALIGNED, at + 16);
      r5[j] = ALL.get(JAVA_FLOAT_UNALIGNED, at + 20);
      r6[j] = ALL.get(JAVA_FLOAT_UNALIGNED, at + 24);
      r7[j] = ALL.get(JAVA_FLOAT_UNALIGNED, at + 28);
      next += step;
    }
  }

  @Override
  public void writeResult(long to, long row, long column, int rows, int columns) {
    int i = 0;
    if (column != 4 && row == 4) {
      for (; i + 8 <= rows; i += 8) {
        writeEight(
            to + i * 4L,
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

  private static void writeOne(long to, long step, int count, float[] from) {
    if (step == 4) {
      MemorySegment.copy(from, 0, ALL, JAVA_FLOAT_UNALIGNED, to, count);
      return;
    }
    long at = to;
    for (int j = 0; j < count; j++) {
      ALL.set(JAVA_FLOAT_UNALIGNED, at & ADDRESS_BITS, from[j]);
      at += step;
    }
  }

  private static void writeEight(
      long to,
      long step,
      int count,
      float[] r0,
      float[] r1,
      float[] r2,
      float[] r3,
      float[] r4,
      float[] r5,
      float[] r6,
      float[] r7) {
    long next = to;
    for (int j = 0; j < count; j++) {
      long at = next & ADDRESS_BITS;
      ALL.set(JAVA_FLOAT_UNALIGNED, at, r0[j]);
      ALL.set(JAVA_FLOAT_UNALIGNED, at + 4, r1[j]);
      ALL.set(JAVA_FLOAT_UNALIGNED, at + 8, r2[j]);
      ALL.set(JAVA_FLOAT_UNALIGNED, at + 12, r3[j]);
      ALL.set(JAVA_FLOAT_UNALIGNED, at + 16, r4[j]);
      ALL.set(JAVA_FLOAT_UNALIGNED, at + 20, r5[j]);
      ALL.set(JAVA_FLOAT_UNALIGNED, at + 24, r6[j]);
      ALL.set(JAVA_FLOAT_UNALIGNED, at + 28, r7[j]);
      next += step;
    }
  }

  @Override
  public void add(long a, long row, long column, int rows, int depth, int columns) {
    for (int i = 0; i < rows; i += PASS_ROWS) {
      long a0 = a + i * row;
      long a1 = i + 1 < rows ? a0 + row : a0;
      long a2 = i + 2 < rows ? a1 + row : a1;
      float[] c0 = c[i];
      float[] c1 = c[i + 1];
      float[] c2 = c[i + 2];
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

  private static float get(long address) {
    return ALL.get(JAVA_FLOAT_UNALIGNED, address & ADDRESS_BITS);
  }

  // All loads before the first store: C2 would load b again after it.
  private static void addFour(
      long x,
      long y,
      long z,
      long step,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] c0,
      float[] c1,
      float[] c2,
      int columns) {
    float x0 = get(x);
    float x1 = get(x + step);
    float x2 = get(x + 2 * step);
    float x3 = get(x + 3 * step);
    float y0 = get(y);
    float y1 = get(y + step);
    float y2 = get(y + 2 * step);
    float y3 = get(y + 3 * step);
    float z0 = get(z);
    float z1 = get(z + step);
    float z2 = get(z + 2 * step);
    float z3 = get(z + 3 * step);
    for (int j = 0; j < columns; j++) {
      float p = b0[j];
      float q = b1[j];
      float r = b2[j];
      float s = b3[j];
      float t = fma(x3, s, fma(x2, r, fma(x1, q, fma(x0, p, c0[j]))));
      float u = fma(y3, s, fma(y2, r, fma(y1, q, fma(y0, p, c1[j]))));
      float v = fma(z3, s, fma(z2, r, fma(z1, q, fma(z0, p, c2[j]))));
      c0[j] = t;
      c1[j] = u;
      c2[j] = v;
    }
  }

  private static void addOne(
      float x, float y, float z, float[] b, float[] c0, float[] c1, float[] c2, int columns) {
    for (int j = 0; j < columns; j++) {
      float p = b[j];
      float t = fma(x, p, c0[j]);
      float u = fma(y, p, c1[j]);
      float v = fma(z, p, c2[j]);
      c0[j] = t;
      c1[j] = u;
      c2[j] = v;
    }
  }

  private static float fma(float a, float b, float c) {
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
      long at = b + (long) p * 4;
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

  private static void oneDot(float[] a, int count, long b, long out, boolean add) {
    long at = b & ADDRESS_BITS;
    float s = add ? get(out) : 0;
    for (int p = 0; p < count; p++) {
      s = fma(a[p], ALL.get(JAVA_FLOAT_UNALIGNED, at + 4L * p), s);
    }
    ALL.set(JAVA_FLOAT_UNALIGNED, out & ADDRESS_BITS, s);
  }

  /** Eight at a time, to hide the latency of a multiply-add. */
  private static void eightDots(
      float[] a, int count, long b, long column, long out, long step, boolean add) {
    long b0 = b & ADDRESS_BITS;
    long b1 = (b + column) & ADDRESS_BITS;
    long b2 = (b + 2 * column) & ADDRESS_BITS;
    long b3 = (b + 3 * column) & ADDRESS_BITS;
    long b4 = (b + 4 * column) & ADDRESS_BITS;
    long b5 = (b + 5 * column) & ADDRESS_BITS;
    long b6 = (b + 6 * column) & ADDRESS_BITS;
    long b7 = (b + 7 * column) & ADDRESS_BITS;
    float s0 = add ? get(out) : 0;
    float s1 = add ? get(out + step) : 0;
    float s2 = add ? get(out + 2 * step) : 0;
    float s3 = add ? get(out + 3 * step) : 0;
    float s4 = add ? get(out + 4 * step) : 0;
    float s5 = add ? get(out + 5 * step) : 0;
    float s6 = add ? get(out + 6 * step) : 0;
    float s7 = add ? get(out + 7 * step) : 0;
    for (int p = 0; p < count; p++) {
      float x = a[p];
      long at = 4L * p;
      s0 = fma(x, ALL.get(JAVA_FLOAT_UNALIGNED, b0 + at), s0);
      s1 = fma(x, ALL.get(JAVA_FLOAT_UNALIGNED, b1 + at), s1);
      s2 = fma(x, ALL.get(JAVA_FLOAT_UNALIGNED, b2 + at), s2);
      s3 = fma(x, ALL.get(JAVA_FLOAT_UNALIGNED, b3 + at), s3);
      s4 = fma(x, ALL.get(JAVA_FLOAT_UNALIGNED, b4 + at), s4);
      s5 = fma(x, ALL.get(JAVA_FLOAT_UNALIGNED, b5 + at), s5);
      s6 = fma(x, ALL.get(JAVA_FLOAT_UNALIGNED, b6 + at), s6);
      s7 = fma(x, ALL.get(JAVA_FLOAT_UNALIGNED, b7 + at), s7);
    }
    ALL.set(JAVA_FLOAT_UNALIGNED, out & ADDRESS_BITS, s0);
    ALL.set(JAVA_FLOAT_UNALIGNED, (out + step) & ADDRESS_BITS, s1);
    ALL.set(JAVA_FLOAT_UNALIGNED, (out + 2 * step) & ADDRESS_BITS, s2);
    ALL.set(JAVA_FLOAT_UNALIGNED, (out + 3 * step) & ADDRESS_BITS, s3);
    ALL.set(JAVA_FLOAT_UNALIGNED, (out + 4 * step) & ADDRESS_BITS, s4);
    ALL.set(JAVA_FLOAT_UNALIGNED, (out + 5 * step) & ADDRESS_BITS, s5);
    ALL.set(JAVA_FLOAT_UNALIGNED, (out + 6 * step) & ADDRESS_BITS, s6);
    ALL.set(JAVA_FLOAT_UNALIGNED, (out + 7 * step) & ADDRESS_BITS, s7);
  }
}
