package jacobi.testkit;

import static jacobi.testkit.OpSpec.shapes;
import static jacobi.testkit.OpSpecs.binary;
import static jacobi.testkit.OpSpecs.row;

import jacobi.Jacobi;
import jacobi.Scan;
import jacobi.Tensor;
import jacobi.testkit.OpSpec.Slope;
import java.util.List;

/** Rows for what applies a step again and again. */
final class ScanSpecs {
  private ScanSpecs() {}

  static List<OpSpec> all() {
    return List.of(
        binary("scan", (h, x) -> Jacobi.scan(h, x, (s, v) -> s.mul(v).add(v)))
            .on(
                List.of(
                    shapes(new int[] {}, new int[] {4}),
                    shapes(new int[] {1}, new int[] {1, 1}),
                    shapes(new int[] {0}, new int[] {3, 0}),
                    shapes(new int[] {33}, new int[] {9, 33}),
                    shapes(new int[] {2, 3}, new int[] {5, 2, 3}))),
        row("scan of a simple network", in -> network(in, false), 4, Slope.SMOOTH)
            .on(
                List.of(
                    shapes(
                        new int[] {1, 1}, new int[] {1, 1, 1}, new int[] {1, 1}, new int[] {1, 1}),
                    shapes(
                        new int[] {2, 3}, new int[] {6, 2, 5}, new int[] {5, 3}, new int[] {3, 3}),
                    shapes(
                        new int[] {17, 33},
                        new int[] {3, 17, 9},
                        new int[] {9, 33},
                        new int[] {33, 33})))
            .covers("Scan"),
        row("scan backwards", in -> network(in, true), 4, Slope.SMOOTH)
            .on(
                List.of(
                    shapes(
                        new int[] {2, 3},
                        new int[] {6, 2, 5},
                        new int[] {5, 3},
                        new int[] {3, 3}))));
  }

  private static Tensor network(List<Tensor> in, boolean reverse) {
    Tensor w = in.get(2);
    Tensor u = in.get(3);
    return Jacobi.scan(
            List.of(in.get(0)),
            List.of(in.get(1)),
            reverse,
            (s, x) ->
                Scan.Next.of(x.getFirst().matmul(w).add(s.getFirst().matmul(u)).mul(0.2).tanh()))
        .states()
        .getFirst();
  }
}
