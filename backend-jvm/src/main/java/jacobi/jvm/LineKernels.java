package jacobi.jvm;

import static jacobi.backend.Memory.ALL;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import jacobi.backend.Kernel;
import jacobi.backend.View;
import jacobi.graph.DType;

/** Kernels that walk along one axis: the index of the greatest element, and running sums. */
final class LineKernels {
  private LineKernels() {}

  static Kernel argMax(int axis, View in, View out) {
    DType dtype = in.dtype();
    int size = dtype.bytes();
    Lines lines = Lines.of(in, axis, out.shape());
    int pieces = lines.pieces(in.shape().size() * size);
    long step = lines.step() * size;
    return new Kernel() {
      @Override
      public int pieces() {
        return pieces;
      }

      @Override
      public void run(long[] addresses, int piece) {
        long source = addresses[0] + in.offset() * size;
        long target = addresses[1] + out.offset() * 8;
        int end = cut(lines, piece + 1, pieces);
        for (int i = cut(lines, piece, pieces); i < end; i++) {
          long from = source + lines.begin(i) * size;
          long best =
              switch (dtype) {
                case FLOAT32 -> greatestFloat(from, step, lines.length());
                case FLOAT64 -> greatestDouble(from, step, lines.length());
                case INT32 -> greatestInt(from, step, lines.length());
                case INT64 -> greatestLong(from, step, lines.length());
                case BOOL -> greatestByte(from, step, lines.length());
              };
          ALL.set(JAVA_LONG_UNALIGNED, target + lines.outBegin(i) * 8, best);
        }
      }
    };
  }

  private static int greatestFloat(long from, long step, int length) {
    int best = 0;
    float most = ALL.get(JAVA_FLOAT_UNALIGNED, from);
    for (int i = 1; i < length && !Float.isNaN(most); i++) {
      float x = ALL.get(JAVA_FLOAT_UNALIGNED, from + i * step);
      if (!(x <= most)) {
        most = x;
        best = i;
      }
    }
    return best;
  }

  private static int greatestDouble(long from, long step, int length) {
    int best = 0;
    double most = ALL.get(JAVA_DOUBLE_UNALIGNED, from);
    for (int i = 1; i < length && !Double.isNaN(most); i++) {
      double x = ALL.get(JAVA_DOUBLE_UNALIGNED, from + i * step);
      if (!(x <= most)) {
        most = x;
        best = i;
      }
    }
    return best;
  }

  private static int greatestInt(long from, long step, int length) {
    int best = 0;
    int most = ALL.get(JAVA_INT_UNALIGNED, from);
    for (int i = 1; i < length; i++) {
      int x = ALL.get(JAVA_INT_UNALIGNED, from + i * step);
      if (x > most) {
        most = x;
        best = i;
      }
    }
    return best;
  }

  private static int greatestLong(long from, long step, int length) {
    int best = 0;
    long most = ALL.get(JAVA_LONG_UNALIGNED, from);
    for (int i = 1; i < length; i++) {
      long x = ALL.get(JAVA_LONG_UNALIGNED, from + i * step);
      if (x > most) {
        most = x;
        best = i;
      }
    }
    return best;
  }

  private static int greatestByte(long from, long step, int length) {
    for (int i = 0; i < length; i++) {
      if (ALL.get(JAVA_BYTE, from + i * step) != 0) {
        return i;
      }
    }
    return 0;
  }

  static Kernel cumSum(int axis, boolean reverse, View in, View out) {
    DType dtype = in.dtype();
    int size = dtype.bytes();
    Lines lines = Lines.of(in, axis, out.shape());
    int pieces = lines.pieces(in.shape().size() * size);
    int last = reverse ? Math.max(0, lines.length() - 1) : 0;
    long step = (reverse ? -lines.step() : lines.step()) * size;
    long outStep = (reverse ? -lines.outStep() : lines.outStep()) * size;
    return new Kernel() {
      @Override
      public int pieces() {
        return pieces;
      }

      @Override
      public void run(long[] addresses, int piece) {
        long source = addresses[0] + (in.offset() + last * lines.step()) * size;
        long target = addresses[1] + (out.offset() + last * lines.outStep()) * size;
        int end = cut(lines, piece + 1, pieces);
        for (int i = cut(lines, piece, pieces); i < end; i++) {
          long from = source + lines.begin(i) * size;
          long to = target + lines.outBegin(i) * size;
          switch (dtype) {
            case FLOAT32 -> sumFloats(from, step, to, outStep, lines.length());
            case FLOAT64 -> sumDoubles(from, step, to, outStep, lines.length());
            case INT32 -> sumInts(from, step, to, outStep, lines.length());
            case INT64 -> sumLongs(from, step, to, outStep, lines.length());
            case BOOL -> throw new IllegalStateException("bools are not added");
          }
        }
      }
    };
  }

  private static void sumFloats(long from, long step, long to, long outStep, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += ALL.get(JAVA_FLOAT_UNALIGNED, from + i * step);
      ALL.set(JAVA_FLOAT_UNALIGNED, to + i * outStep, (float) sum);
    }
  }

  private static void sumDoubles(long from, long step, long to, long outStep, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += ALL.get(JAVA_DOUBLE_UNALIGNED, from + i * step);
      ALL.set(JAVA_DOUBLE_UNALIGNED, to + i * outStep, sum);
    }
  }

  private static void sumInts(long from, long step, long to, long outStep, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum += ALL.get(JAVA_INT_UNALIGNED, from + i * step);
      ALL.set(JAVA_INT_UNALIGNED, to + i * outStep, sum);
    }
  }

  private static void sumLongs(long from, long step, long to, long outStep, int length) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum += ALL.get(JAVA_LONG_UNALIGNED, from + i * step);
      ALL.set(JAVA_LONG_UNALIGNED, to + i * outStep, sum);
    }
  }

  private static int cut(Lines lines, int piece, int pieces) {
    return (int) ((long) lines.count() * piece / pieces);
  }
}
