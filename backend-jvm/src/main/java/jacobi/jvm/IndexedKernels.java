package jacobi.jvm;

import static jacobi.backend.Memory.ALL;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import jacobi.backend.Kernel;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.Arrays;

/** Reading rows by integer indices; {@link ScatterAdd} adds to them. */
final class IndexedKernels {
  private IndexedKernels() {}

  /** Reads and checks indices. */
  record Indices(
      String op, View view, Shape data, int height, boolean flat, int[] extents, long[] strides) {
    Indices(String op, View view, Shape data) {
      this(
          op,
          view,
          data,
          data.dim(0),
          view.isContiguous(),
          view.shape().dims(),
          view.strides().clone());
    }

    /** The row that position {@code i} names. */
    long row(long address, long i) {
      long at = view.offset() + (flat ? i : Lines.at(i, extents, strides));
      long row =
          view.dtype() == DType.INT32
              ? ALL.get(JAVA_INT_UNALIGNED, address + at * 4)
              : ALL.get(JAVA_LONG_UNALIGNED, address + at * 8);
      if (row < 0 || row >= height) {
        throw outside(row, i);
      }
      return row;
    }

    private JacobiException outside(long row, long i) {
      return new JacobiException(
          "["
              + op
              + "] index "
              + row
              + " at "
              + Arrays.toString(position(i))
              + " is outside the "
              + height
              + " rows of a tensor of shape "
              + data);
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

  static long rowElements(View data) {
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
}
