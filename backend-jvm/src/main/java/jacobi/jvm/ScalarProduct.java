package jacobi.jvm;

import static jacobi.backend.Memory.ALL;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import jacobi.graph.DType;
import java.util.Arrays;

/**
 * A product in plain Java: a block of b is packed into a heap array, and rows of it are added into
 * a row of the result, four at a time, by a loop that C2 turns into vector code.
 */
final class ScalarProduct extends ProductKernel {
  private static final boolean FMA = Lanes.hasFma();
  private static final int BLOCK_K = 128;
  private static final int BLOCK_COLUMNS = 256;

  /**
   * A block of b, two rows of the result and the elements of a that meet them. Each thread has its
   * own for good.
   */
  private record Floats(float[][] b, float[] c, float[] d, float[] a) {
    static final ThreadLocal<Floats> OF_THREAD =
        ThreadLocal.withInitial(
            () ->
                new Floats(
                    new float[BLOCK_K][BLOCK_COLUMNS],
                    new float[BLOCK_COLUMNS],
                    new float[BLOCK_COLUMNS],
                    new float[2 * BLOCK_K]));
  }

  private record Doubles(double[][] b, double[] c, double[] d, double[] a) {
    static final ThreadLocal<Doubles> OF_THREAD =
        ThreadLocal.withInitial(
            () ->
                new Doubles(
                    new double[BLOCK_K][BLOCK_COLUMNS],
                    new double[BLOCK_COLUMNS],
                    new double[BLOCK_COLUMNS],
                    new double[2 * BLOCK_K]));
  }

  ScalarProduct(ProductPlan plan) {
    super(plan, 0);
  }

  @Override
  void multiply(
      long a, long b, long out, int row0, int row1, int column0, int column1, boolean add) {
    long outStep = plan.outRow() * size;
    for (int j = column0; j < column1; j += BLOCK_COLUMNS) {
      int columns = Math.min(BLOCK_COLUMNS, column1 - j);
      int p = 0;
      do {
        int depth = Math.min(BLOCK_K, plan.k() - p);
        long aBlock = a + (row0 * plan.aRow() + p * plan.aColumn()) * size;
        long bBlock = b + (p * plan.bRow() + j * plan.bColumn()) * size;
        long outBlock = out + row0 * outStep + (long) j * size;
        if (plan.task().out().dtype() == DType.FLOAT32) {
          floats(aBlock, bBlock, outBlock, row1 - row0, columns, depth, add || p > 0);
        } else {
          doubles(aBlock, bBlock, outBlock, row1 - row0, columns, depth, add || p > 0);
        }
        p += BLOCK_K;
      } while (p < plan.k());
    }
  }

  private void floats(long aAt, long bAt, long out, int rows, int columns, int depth, boolean add) {
    Floats memory = Floats.OF_THREAD.get();
    float[] a = memory.a;
    float[][] b = memory.b;
    float[] c = memory.c;
    float[] d = memory.d;
    for (int p = 0; p < depth; p++) {
      readFloats(bAt + p * plan.bRow() * 4, plan.bColumn() * 4, b[p], 0, columns);
    }
    long outStep = plan.outRow() * 4;
    for (int i = 0; i < rows; i += 2) {
      boolean two = i + 1 < rows;
      readFloats(aAt + i * plan.aRow() * 4, plan.aColumn() * 4, a, 0, depth);
      if (two) {
        readFloats(aAt + (i + 1) * plan.aRow() * 4, plan.aColumn() * 4, a, BLOCK_K, depth);
      }
      if (add) {
        readFloats(out + i * outStep, 4, c, 0, columns);
        if (two) {
          readFloats(out + (i + 1) * outStep, 4, d, 0, columns);
        }
      } else {
        Arrays.fill(c, 0, columns, 0);
        Arrays.fill(d, 0, columns, 0);
      }
      int p = 0;
      for (; p + 4 <= depth; p += 4) {
        addFour(a, p, b[p], b[p + 1], b[p + 2], b[p + 3], c, d, columns);
      }
      for (; p < depth; p++) {
        addOne(a[p], a[BLOCK_K + p], b[p], c, d, columns);
      }
      writeFloats(c, out + i * outStep, columns);
      if (two) {
        writeFloats(d, out + (i + 1) * outStep, columns);
      }
    }
  }

  private static void addFour(
      float[] a,
      int p,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] c,
      float[] d,
      int columns) {
    float a0 = a[p];
    float a1 = a[p + 1];
    float a2 = a[p + 2];
    float a3 = a[p + 3];
    float e0 = a[BLOCK_K + p];
    float e1 = a[BLOCK_K + p + 1];
    float e2 = a[BLOCK_K + p + 2];
    float e3 = a[BLOCK_K + p + 3];
    for (int j = 0; j < columns; j++) {
      c[j] = fma(a3, b3[j], fma(a2, b2[j], fma(a1, b1[j], fma(a0, b0[j], c[j]))));
      d[j] = fma(e3, b3[j], fma(e2, b2[j], fma(e1, b1[j], fma(e0, b0[j], d[j]))));
    }
  }

  private static void addOne(float x, float y, float[] b, float[] c, float[] d, int columns) {
    for (int j = 0; j < columns; j++) {
      c[j] = fma(x, b[j], c[j]);
      d[j] = fma(y, b[j], d[j]);
    }
  }

  private static void readFloats(long from, long step, float[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      to[at + i] = ALL.get(JAVA_FLOAT_UNALIGNED, from + i * step);
    }
  }

  private static void writeFloats(float[] from, long to, int count) {
    for (int i = 0; i < count; i++) {
      ALL.set(JAVA_FLOAT_UNALIGNED, to + 4L * i, from[i]);
    }
  }

  private static float fma(float a, float b, float c) {
    return FMA ? Math.fma(a, b, c) : a * b + c;
  }

  private static double fma(double a, double b, double c) {
    return FMA ? Math.fma(a, b, c) : a * b + c;
  }

  private void doubles(
      long aAt, long bAt, long out, int rows, int columns, int depth, boolean add) {
    Doubles memory = Doubles.OF_THREAD.get();
    double[] a = memory.a;
    double[][] b = memory.b;
    double[] c = memory.c;
    double[] d = memory.d;
    for (int p = 0; p < depth; p++) {
      readDoubles(bAt + p * plan.bRow() * 8, plan.bColumn() * 8, b[p], 0, columns);
    }
    long outStep = plan.outRow() * 8;
    for (int i = 0; i < rows; i += 2) {
      boolean two = i + 1 < rows;
      readDoubles(aAt + i * plan.aRow() * 8, plan.aColumn() * 8, a, 0, depth);
      if (two) {
        readDoubles(aAt + (i + 1) * plan.aRow() * 8, plan.aColumn() * 8, a, BLOCK_K, depth);
      }
      if (add) {
        readDoubles(out + i * outStep, 8, c, 0, columns);
        if (two) {
          readDoubles(out + (i + 1) * outStep, 8, d, 0, columns);
        }
      } else {
        Arrays.fill(c, 0, columns, 0);
        Arrays.fill(d, 0, columns, 0);
      }
      int p = 0;
      for (; p + 4 <= depth; p += 4) {
        addFour(a, p, b[p], b[p + 1], b[p + 2], b[p + 3], c, d, columns);
      }
      for (; p < depth; p++) {
        addOne(a[p], a[BLOCK_K + p], b[p], c, d, columns);
      }
      writeDoubles(c, out + i * outStep, columns);
      if (two) {
        writeDoubles(d, out + (i + 1) * outStep, columns);
      }
    }
  }

  private static void addFour(
      double[] a,
      int p,
      double[] b0,
      double[] b1,
      double[] b2,
      double[] b3,
      double[] c,
      double[] d,
      int columns) {
    double a0 = a[p];
    double a1 = a[p + 1];
    double a2 = a[p + 2];
    double a3 = a[p + 3];
    double e0 = a[BLOCK_K + p];
    double e1 = a[BLOCK_K + p + 1];
    double e2 = a[BLOCK_K + p + 2];
    double e3 = a[BLOCK_K + p + 3];
    for (int j = 0; j < columns; j++) {
      c[j] = fma(a3, b3[j], fma(a2, b2[j], fma(a1, b1[j], fma(a0, b0[j], c[j]))));
      d[j] = fma(e3, b3[j], fma(e2, b2[j], fma(e1, b1[j], fma(e0, b0[j], d[j]))));
    }
  }

  private static void addOne(double x, double y, double[] b, double[] c, double[] d, int columns) {
    for (int j = 0; j < columns; j++) {
      c[j] = fma(x, b[j], c[j]);
      d[j] = fma(y, b[j], d[j]);
    }
  }

  private static void readDoubles(long from, long step, double[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      to[at + i] = ALL.get(JAVA_DOUBLE_UNALIGNED, from + i * step);
    }
  }

  private static void writeDoubles(double[] from, long to, int count) {
    for (int i = 0; i < count; i++) {
      ALL.set(JAVA_DOUBLE_UNALIGNED, to + 8L * i, from[i]);
    }
  }
}
