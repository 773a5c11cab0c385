package jacobi.jvm;

import static jacobi.backend.Memory.ALL;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import jacobi.backend.Kernel;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.Arrays;

/** Kernels that find rows by integer indices. */
final class IndexedKernels {
  private IndexedKernels() {}

  /** Reads and checks indices. */
  private record Indices(String op, View view, Shape data, int[] extents) {
    Indices(String op, View view, Shape data) {
      this(op, view, data, view.shape().dims());
    }

    /** The row that position {@code i} names. */
    long row(long address, long i) {
      long at = view.offset() + Lines.at(i, extents, view.strides());
      long row =
          view.dtype() == DType.INT32
              ? ALL.get(JAVA_INT_UNALIGNED, address + at * 4)
              : ALL.get(JAVA_LONG_UNALIGNED, address + at * 8);
      if (row < 0 || row >= data.dim(0)) {
        throw new JacobiException(
            "["
                + op
                + "] index "
                + row
                + " at "
                + Arrays.toString(position(i))
                + " is outside the "
                + data.dim(0)
                + " rows of a tensor of shape "
                + data);
      }
      return row;
    }

    private int[] position(long i) {
      int[] position = extents.clone();
      for (int axis = extents.length - 1; axis >= 0; axis--) {
        position[axis] = (int) (i % extents[axis]);
        i /= extents[axis];
      }
      return position;
    }
  }

  static Kernel gather(View data, View at, View out) {
    int size = data.dtype().bytes();
    Indices indices = new Indices("gather", at, data.shape());
    Copy row = rowCopy(data);
    long rowBytes = rowElements(data) * size;
    long count = at.shape().size();
    int pieces = (int) Math.clamp(Math.min(count, Copy.pieces(count * rowBytes)), 1, count + 1);
    long rowStep = data.stride(0) * size;
    long source = data.offset() * size;
    return new Kernel() {
      @Override
      public int pieces() {
        return pieces;
      }

      @Override
      public void run(long[] addresses, int piece) {
        long to = addresses[2] + out.offset() * size;
        for (long i = count * piece / pieces; i < count * (piece + 1) / pieces; i++) {
          long from = addresses[0] + source + indices.row(addresses[1], i) * rowStep;
          row.run(from, to + i * rowBytes);
        }
      }
    };
  }

  /**
   * Each piece owns some rows of the result and looks at every index, so rows are added in index
   * order whatever the pieces. Where the result lies over the base, only rows that are added to are
   * touched.
   */
  static Kernel scatterAdd(View base, View at, View rows, View out) {
    DType dtype = out.dtype();
    int size = dtype.bytes();
    Indices indices = new Indices("scatteradd", at, out.shape());
    Copy row = rowCopy(base);
    long rowBytes = rowElements(out) * size;
    long count = at.shape().size();
    int axes = out.shape().rank() - 1;
    int indexAxes = at.shape().rank();
    int[] extents = Arrays.copyOfRange(out.shape().dims(), 1, axes + 1);
    long[] rowStrides = Arrays.copyOfRange(CopyKernels.bytes(rows), indexAxes, indexAxes + axes);
    long[] outStrides = Arrays.copyOfRange(CopyKernels.bytes(out), 1, axes + 1);
    int height = out.shape().dim(0);
    int pieces =
        Math.max(
            1, Math.min(height, Copy.pieces((out.shape().size() + rows.shape().size()) * size)));
    // Looking at all indices costs more than adding few rows.
    int inPlacePieces = Math.min(pieces, Copy.pieces(count * rowBytes));
    int[] indexExtents = at.shape().dims();
    Adder adder = new Adder(dtype, extents, rowStrides, outStrides);
    return new Kernel() {
      @Override
      public int pieces() {
        return pieces;
      }

      @Override
      public void run(long[] addresses, int piece) {
        boolean inPlace = addresses[0] == addresses[3];
        int parts = inPlace ? inPlacePieces : pieces;
        if (piece >= parts) {
          return;
        }
        long begin = (long) height * piece / parts;
        long end = (long) height * (piece + 1) / parts;
        long to = addresses[3] + out.offset() * size;
        if (!inPlace) {
          for (long i = begin; i < end; i++) {
            row.run(addresses[0] + (base.offset() + i * base.stride(0)) * size, to + i * rowBytes);
          }
        }
        for (long i = 0; i < count; i++) {
          long index = indices.row(addresses[1], i);
          if (index >= begin && index < end) {
            long from = rows.offset() + Lines.at(i, indexExtents, rows.strides());
            adder.add(0, addresses[2] + from * size, to + index * rowBytes);
          }
        }
      }
    };
  }

  private static long rowElements(View data) {
    return data.shape().with(0, 1).size();
  }

  /** Copies one row of {@code data} into row-major order. */
  private static Copy rowCopy(View data) {
    int rank = data.shape().rank();
    return Copy.gathering(
        data.dtype().bytes(),
        Arrays.copyOfRange(data.shape().dims(), 1, rank),
        Arrays.copyOfRange(CopyKernels.bytes(data), 1, rank));
  }

  /** Adds one strided block to another. Strides are in bytes. */
  private record Adder(DType dtype, int[] extents, long[] from, long[] to) {
    void add(int axis, long source, long target) {
      if (axis < extents.length - 1) {
        for (int i = 0; i < extents[axis]; i++) {
          add(axis + 1, source + i * from[axis], target + i * to[axis]);
        }
        return;
      }
      int count = extents.length == 0 ? 1 : extents[axis];
      long step = extents.length == 0 ? 0 : from[axis];
      switch (dtype) {
        case FLOAT32 -> addFloats(source, step, target, count);
        case FLOAT64 -> addDoubles(source, step, target, count);
        case INT32 -> addInts(source, step, target, count);
        case INT64 -> addLongs(source, step, target, count);
        case BOOL -> throw new IllegalStateException("bools are not added");
      }
    }
  }

  private static void addFloats(long source, long step, long target, int count) {
    for (int i = 0; i < count; i++) {
      long t = target + 4L * i;
      float sum = ALL.get(JAVA_FLOAT_UNALIGNED, t);
      ALL.set(JAVA_FLOAT_UNALIGNED, t, sum + ALL.get(JAVA_FLOAT_UNALIGNED, source + i * step));
    }
  }

  private static void addDoubles(long source, long step, long target, int count) {
    for (int i = 0; i < count; i++) {
      long t = target + 8L * i;
      double sum = ALL.get(JAVA_DOUBLE_UNALIGNED, t);
      ALL.set(JAVA_DOUBLE_UNALIGNED, t, sum + ALL.get(JAVA_DOUBLE_UNALIGNED, source + i * step));
    }
  }

  private static void addInts(long source, long step, long target, int count) {
    for (int i = 0; i < count; i++) {
      long t = target + 4L * i;
      int sum = ALL.get(JAVA_INT_UNALIGNED, t);
      ALL.set(JAVA_INT_UNALIGNED, t, sum + ALL.get(JAVA_INT_UNALIGNED, source + i * step));
    }
  }

  private static void addLongs(long source, long step, long target, int count) {
    for (int i = 0; i < count; i++) {
      long t = target + 8L * i;
      long sum = ALL.get(JAVA_LONG_UNALIGNED, t);
      ALL.set(JAVA_LONG_UNALIGNED, t, sum + ALL.get(JAVA_LONG_UNALIGNED, source + i * step));
    }
  }
}
