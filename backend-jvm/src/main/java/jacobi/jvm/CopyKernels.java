package jacobi.jvm;

import jacobi.backend.Kernel;
import jacobi.backend.Memory;
import jacobi.backend.View;
import jacobi.graph.Ints;
import java.util.List;

/** Kernels that only move elements: views given their own memory, joined and padded tensors. */
final class CopyKernels {
  private CopyKernels() {}

  /** Copies {@code from}, in its row-major order, to {@code to}, which is contiguous. */
  static Kernel copy(View from, View to) {
    int size = to.dtype().bytes();
    Copy copy = Copy.gathering(size, from.shape().dims(), bytes(from));
    int pieces = Copy.pieces(to.shape().size() * size);
    long source = from.offset() * size;
    long target = to.offset() * size;
    return new Kernel() {
      @Override
      public int pieces() {
        return pieces;
      }

      @Override
      public void run(long[] addresses, int piece) {
        copy.run(addresses[0] + source, addresses[1] + target, piece, pieces);
      }
    };
  }

  static Kernel concat(int axis, List<View> parts, View out) {
    int size = out.dtype().bytes();
    long[] to = bytes(out);
    Copy[] copies = new Copy[parts.size()];
    long[] sources = new long[parts.size()];
    long[] targets = new long[parts.size()];
    long start = 0;
    for (int i = 0; i < copies.length; i++) {
      View part = parts.get(i);
      copies[i] = Copy.of(size, part.shape().dims(), bytes(part), to);
      sources[i] = part.offset() * size;
      targets[i] = out.offset() * size + start * to[axis];
      start += part.shape().dim(axis);
    }
    int pieces = Copy.pieces(out.shape().size() * size);
    return new Kernel() {
      @Override
      public int pieces() {
        return pieces;
      }

      @Override
      public void run(long[] addresses, int piece) {
        long target = addresses[copies.length];
        for (int i = 0; i < copies.length; i++) {
          copies[i].run(addresses[i] + sources[i], target + targets[i], piece, pieces);
        }
      }
    };
  }

  /**
   * Cut along the first axis: each piece zeros its rows of the result and copies what falls into
   * them.
   */
  static Kernel pad(Ints before, Ints interior, View in, View out) {
    int size = out.dtype().bytes();
    if (out.shape().rank() == 0) {
      return copy(in, out);
    }
    int rank = in.shape().rank();
    int rows = out.shape().dim(0);
    int pieces = Math.max(1, Math.min(rows, Copy.pieces(out.shape().size() * size)));
    long[] outBytes = bytes(out);
    long[] to = new long[rank];
    long first = out.offset() * size;
    for (int i = 0; i < rank; i++) {
      to[i] = outBytes[i] * (1L + interior.get(i));
      if (i > 0) {
        first += before.get(i) * outBytes[i];
      }
    }
    long target = first;
    int step = 1 + interior.get(0);
    int[] begin = new int[pieces];
    Copy[] copies = new Copy[pieces];
    for (int i = 0; i < pieces; i++) {
      begin[i] = rowsBefore(cut(rows, i, pieces) - before.get(0), step, in.shape().dim(0));
      int end = rowsBefore(cut(rows, i + 1, pieces) - before.get(0), step, in.shape().dim(0));
      copies[i] = Copy.of(size, in.shape().with(0, end - begin[i]).dims(), bytes(in), to);
    }
    return new Kernel() {
      @Override
      public int pieces() {
        return pieces;
      }

      @Override
      public void run(long[] addresses, int piece) {
        long zeros = addresses[1] + out.offset() * size + cut(rows, piece, pieces) * outBytes[0];
        long count = cut(rows, piece + 1, pieces) - cut(rows, piece, pieces);
        Memory.ALL.asSlice(zeros, count * outBytes[0]).fill((byte) 0);
        int row = begin[piece];
        copies[piece].run(
            addresses[0] + (in.offset() + row * in.stride(0)) * size,
            addresses[1] + target + (before.get(0) + (long) row * step) * outBytes[0]);
      }
    };
  }

  /** Of rows that lie at 0, step, 2 step, …, how many lie before a position. */
  private static int rowsBefore(long position, int step, int rows) {
    return Math.clamp((position + step - 1) / step, 0, rows);
  }

  private static long cut(int rows, int piece, int pieces) {
    return (long) rows * piece / pieces;
  }

  static long[] bytes(View view) {
    long[] strides = view.strides().clone();
    for (int i = 0; i < strides.length; i++) {
      strides[i] *= view.dtype().bytes();
    }
    return strides;
  }
}
