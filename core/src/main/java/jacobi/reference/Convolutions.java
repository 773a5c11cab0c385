package jacobi.reference;

import jacobi.graph.Convolution;
import jacobi.graph.Ints;
import jacobi.graph.Shape;
import jacobi.graph.Window;
import java.util.Arrays;

/**
 * The three primitives of convolution as one sum over triples of elements: of x, of the filters and
 * of y. Summed in double and rounded once.
 */
final class Convolutions {
  private Convolutions() {}

  static void run(Convolution op, Elements a, Elements b, Elements out) {
    switch (op) {
      case Convolution.Conv _ -> {
        double[] sums = sums(out);
        forEachTriple(
            op,
            a.shape(),
            b.shape(),
            out.shape(),
            (x, f, y) -> add(sums, out, y, a.getDouble(x) * b.getDouble(f)));
        write(sums, out);
      }
      case Convolution.ConvInput _ -> {
        double[] sums = sums(out);
        forEachTriple(
            op,
            out.shape(),
            b.shape(),
            a.shape(),
            (x, f, y) -> add(sums, out, x, a.getDouble(y) * b.getDouble(f)));
        write(sums, out);
      }
      case Convolution.ConvFilter _ -> {
        double[] sums = sums(out);
        forEachTriple(
            op,
            a.shape(),
            out.shape(),
            b.shape(),
            (x, f, y) -> add(sums, out, f, a.getDouble(x) * b.getDouble(y)));
        write(sums, out);
      }
    }
  }

  private static double[] sums(Elements out) {
    return new double[Math.toIntExact(out.shape().size())];
  }

  private static void add(double[] sums, Elements out, int[] index, double term) {
    sums[(int) Elements.position(out.shape(), index)] += term;
  }

  private static void write(double[] sums, Elements out) {
    Elements.forEach(
        out.shape(), i -> out.setDouble(i, sums[(int) Elements.position(out.shape(), i)]));
  }

  private interface Triple {
    void visit(int[] x, int[] filter, int[] y);
  }

  /** Every element of x and of the filters that meet in an element of y. */
  private static void forEachTriple(
      Convolution op, Shape x, Shape filters, Shape y, Triple triple) {
    int rank = x.rank();
    int last = rank - 1;
    int inEach = filters.dim(last);
    int outEach = Math.max(1, filters.dim(0) / op.groups());
    Window w = op.window();
    Ints spatial = Convolution.spatial(x);
    int[] from = new int[rank];
    Shape taps = Shape.of(Arrays.copyOfRange(filters.dims(), 1, rank));
    int[] filter = new int[rank];
    Elements.forEach(
        y,
        at ->
            Elements.forEach(
                taps,
                tap -> {
                  from[0] = at[0];
                  from[last] = at[last] / outEach * inEach + tap[last - 1];
                  filter[0] = at[last];
                  System.arraycopy(tap, 0, filter, 1, last);
                  boolean inside = true;
                  for (int i = 0; i < spatial.size(); i++) {
                    int place = at[i + 1] * w.stride().get(i) - w.before().get(i);
                    from[i + 1] = place + tap[i] * w.dilation().get(i);
                    inside &= from[i + 1] >= 0 && from[i + 1] < spatial.get(i);
                  }
                  if (inside) {
                    triple.visit(from, filter, at);
                  }
                }));
  }
}
