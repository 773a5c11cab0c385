package jacobi.compile;

import jacobi.backend.View;
import jacobi.graph.Ints;
import jacobi.graph.Node;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import java.util.Arrays;
import java.util.Optional;

/** How an operand reads a value through views: which base, aligned how, and at which strides. */
final class Chain {
  private Chain() {}

  /**
   * Follows one view: given, for each axis of {@code view}, the consumer's axis it runs along (-1:
   * extent 1 or fixed at 0), the same for the axes of its operand; empty if the view is not a plain
   * rearrangement of axes.
   */
  static Optional<int[]> through(Node view, int[] axes) {
    Shape in = view.input(0).shape();
    return switch (view.op()) {
      case Op.Permute p -> {
        int[] m = new int[in.rank()];
        for (int i = 0; i < m.length; i++) {
          m[p.axes().get(i)] = axes[i];
        }
        yield Optional.of(m);
      }
      case Op.Broadcast _ -> {
        int[] m = axes.clone();
        for (int i = 0; i < m.length; i++) {
          if (in.dim(i) == 1) {
            m[i] = -1;
          }
        }
        yield Optional.of(m);
      }
      case Op.Detach _ -> Optional.of(axes);
      case Op.Reshape r -> {
        if (!Arrays.equals(squeezed(in), squeezed(r.shape()))) {
          yield Optional.empty();
        }
        int[] m = new int[in.rank()];
        int at = 0;
        for (int i = 0; i < m.length; i++) {
          if (in.dim(i) == 1) {
            m[i] = -1;
          } else {
            while (r.shape().dim(at) == 1) {
              at++;
            }
            m[i] = axes[at++];
          }
        }
        yield Optional.of(m);
      }
      default -> Optional.empty();
    };
  }

  /** The extents that are not 1. */
  static int[] squeezed(Shape s) {
    return Arrays.stream(s.dims()).filter(d -> d != 1).toArray();
  }

  /**
   * The view that a view operation takes of its operand, itself a view; empty if only a copy can do
   * it.
   */
  static Optional<View> apply(Node view, View in) {
    Shape out = view.shape();
    long[] strides = in.strides();
    return switch (view.op()) {
      case Op.Permute p ->
          Optional.of(
              new View(
                  in.dtype(),
                  out,
                  in.offset(),
                  Arrays.stream(p.axes().toArray()).mapToLong(a -> strides[a]).toArray()));
      case Op.Broadcast _ -> {
        long[] s = strides.clone();
        for (int i = 0; i < s.length; i++) {
          if (in.shape().dim(i) == 1 && out.dim(i) != 1) {
            s[i] = 0;
          }
        }
        yield Optional.of(new View(in.dtype(), out, in.offset(), s));
      }
      case Op.Slice sl -> {
        long[] s = strides.clone();
        long offset = in.offset();
        for (int i = 0; i < s.length; i++) {
          offset += sl.starts().get(i) * strides[i];
          s[i] *= sl.steps().get(i);
        }
        yield Optional.of(new View(in.dtype(), out, offset, s));
      }
      case Op.Flip f -> {
        long[] s = strides.clone();
        long offset = in.offset();
        Ints axes = f.axes();
        for (int i = 0; i < axes.size(); i++) {
          int a = axes.get(i);
          offset += (in.shape().dim(a) - 1) * s[a];
          s[a] = -s[a];
        }
        yield Optional.of(new View(in.dtype(), out, offset, s));
      }
      case Op.Detach _ -> Optional.of(in);
      case Op.Reshape _ -> reshape(in, out);
      default -> throw new IllegalStateException(view + " is not a view");
    };
  }

  /** Splits and merges axes where the strides allow it. */
  private static Optional<View> reshape(View in, Shape out) {
    int[] from = in.shape().dims();
    long[] stride = in.strides();
    long[] result = new long[out.rank()];
    int i = 0;
    int o = 0;
    while (i < from.length && o < out.rank()) {
      int i0 = i;
      int o0 = o;
      long a = from[i++];
      long b = out.dim(o++);
      while (a != b) {
        if (a < b) {
          if (i == from.length) {
            return Optional.empty();
          }
          a *= from[i++];
        } else {
          if (o == out.rank()) {
            return Optional.empty();
          }
          b *= out.dim(o++);
        }
      }
      long step = 0;
      long expected = -1;
      for (int k = i - 1; k >= i0; k--) {
        if (from[k] == 1) {
          continue;
        }
        if (expected == -1) {
          step = stride[k];
        } else if (stride[k] != expected) {
          return Optional.empty();
        }
        expected = stride[k] * from[k];
      }
      long s = step;
      for (int k = o - 1; k >= o0; k--) {
        result[k] = s;
        s *= out.dim(k);
      }
    }
    return Optional.of(new View(in.dtype(), out, in.offset(), result));
  }
}
