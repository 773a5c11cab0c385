package jacobi.testkit;

import static jacobi.testkit.OpSpec.FLOATS;
import static jacobi.testkit.OpSpec.shapes;
import static jacobi.testkit.Values.distinct;
import static jacobi.testkit.Values.uniform;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.graph.Ints;
import jacobi.graph.Shape;
import jacobi.graph.Window;
import jacobi.testkit.OpSpec.Slope;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** The rows of convolution and pooling. */
final class ConvolutionSpecs {
  private ConvolutionSpecs() {}

  static List<OpSpec> all() {
    Window line = Window.of(1);
    Window plane = Window.of(2);
    Window odd = plane.stride(2, 3).dilation(2, 1).padding(Ints.of(2, 0), Ints.of(0, 3));
    Ints none = Ints.of(0, 0);
    return List.of(
        pair("conv", Tensor::conv)
            .on(
                List.of(
                    shapes(new int[] {1, 1, 1, 1}, new int[] {1, 1, 1, 1}),
                    shapes(new int[] {0, 3, 3, 2}, new int[] {4, 2, 2, 2}),
                    shapes(new int[] {2, 3, 3, 2}, new int[] {0, 2, 2, 2}),
                    shapes(new int[] {2, 5, 4, 3}, new int[] {4, 3, 2, 3}),
                    shapes(new int[] {3, 7, 5}, new int[] {2, 3, 5}),
                    shapes(new int[] {1, 3, 4, 3, 2}, new int[] {3, 2, 2, 2, 2}),
                    shapes(new int[] {3, 8, 7, 9}, new int[] {33, 3, 2, 9})))
            .covers("Conv"),
        pair("conv with everything", (x, f) -> x.conv(f, odd, 1, true))
            .on(
                List.of(
                    shapes(new int[] {2, 1, 1, 1}, new int[] {1, 2, 2, 1}),
                    shapes(new int[] {3, 7, 9, 2}, new int[] {3, 3, 2, 2}),
                    shapes(new int[] {5, 12, 11, 9}, new int[] {17, 3, 5, 9}))),
        pair("conv in groups", (x, f) -> x.conv(f, odd, 2, true))
            .on(
                List.of(
                    shapes(new int[] {1, 5, 4, 2}, new int[] {2, 2, 2, 1}),
                    shapes(new int[] {4, 9, 10, 6}, new int[] {10, 3, 2, 3}))),
        pair("conv by channel", (x, f) -> x.conv(f, line.padding(1), x.dim(-1), false))
            .on(List.of(shapes(new int[] {2, 5, 3}, new int[] {6, 3, 1}))),
        // More than one block of columns in a piece.
        pair("conv of many channels", Tensor::conv)
            .on(List.of(shapes(new int[] {1, 10, 9, 350}, new int[] {2, 3, 3, 350}))),
        pair("convTranspose", (x, f) -> x.convTranspose(f, plane, 1, none))
            .on(
                List.of(
                    shapes(new int[] {1, 1, 1, 1}, new int[] {1, 1, 1, 1}),
                    shapes(new int[] {0, 3, 3, 2}, new int[] {2, 2, 2, 3}),
                    shapes(new int[] {3, 4, 5, 2}, new int[] {2, 3, 2, 5}),
                    shapes(new int[] {4, 7, 6, 17}, new int[] {17, 3, 2, 9})))
            .covers("ConvInput"),
        pair(
                "convTranspose with everything",
                (x, f) ->
                    x.convTranspose(
                        f, plane.stride(2, 3).dilation(1, 2).padding(1), 2, Ints.of(1, 2)))
            .on(
                List.of(
                    shapes(new int[] {1, 2, 1, 2}, new int[] {2, 2, 2, 1}),
                    shapes(new int[] {4, 5, 6, 6}, new int[] {6, 3, 3, 4}))),
        // The gradient by the filters, as an operation of its own.
        pair("conv and its filters' gradient", ConvolutionSpecs::filterGradient)
            .on(
                List.of(
                    shapes(new int[] {2, 4, 4, 2}, new int[] {3, 2, 2, 2}),
                    shapes(new int[] {3, 6, 5, 4}, new int[] {5, 3, 2, 4})))
            .covers("ConvFilter"),
        pool("maxPool", x -> x.maxPool(Ints.of(2, 2), plane.stride(2), false))
            .on(
                List.of(
                    shapes(new int[] {1, 2, 2, 1}),
                    shapes(new int[] {0, 4, 4, 3}),
                    shapes(new int[] {3, 6, 4, 5}),
                    shapes(new int[] {3, 10, 14, 17}))),
        pool("maxPool leaving the rest", x -> x.maxPool(Ints.of(2, 3), plane.stride(2, 3), true))
            .on(List.of(shapes(new int[] {2, 5, 7, 3}))),
        pool(
                "maxPool overlapping",
                x ->
                    x.maxPool(
                        Ints.of(3, 3),
                        plane.stride(2, 1).padding(Ints.of(1, 0), Ints.of(1, 1)),
                        true))
            .on(List.of(shapes(new int[] {1, 1, 3, 2}), shapes(new int[] {3, 9, 8, 5}))),
        new OpSpec(
                "maxPool of a bias and ReLU",
                Set.of(),
                in ->
                    in.get(0).add(in.get(1)).relu().maxPool(Ints.of(2, 2), plane.stride(2), false),
                List.of(distinct(), uniform(-1, 1)),
                List.<List<Shape>>of(),
                FLOATS,
                Slope.ONCE)
            .on(
                List.of(
                    shapes(new int[] {1, 2, 2, 1}, new int[] {1}),
                    shapes(new int[] {3, 6, 4, 17}, new int[] {17}),
                    shapes(new int[] {3, 6, 4, 17}, new int[] {1, 1, 1, 17}))),
        pool("maxPool of lines", x -> x.maxPool(Ints.of(2), line.dilation(3).stride(2), true))
            .on(List.of(shapes(new int[] {3, 9, 4}))),
        pool("avgPool", x -> x.avgPool(Ints.of(2, 2), plane.stride(2), false, true))
            .on(
                List.of(
                    shapes(new int[] {1, 2, 2, 1}),
                    shapes(new int[] {3, 6, 4, 5}),
                    shapes(new int[] {3, 10, 14, 17})))
            .slope(Slope.SMOOTH),
        pool(
                "avgPool overlapping",
                x -> x.avgPool(Ints.of(3, 2), plane.stride(2, 1).padding(1), true, true))
            .on(List.of(shapes(new int[] {1, 1, 1, 1}), shapes(new int[] {3, 9, 8, 5})))
            .slope(Slope.SMOOTH),
        pool(
                "avgPool without padding",
                x -> x.avgPool(Ints.of(3, 2), plane.stride(2, 1).padding(1), true, false))
            .on(List.of(shapes(new int[] {1, 1, 1, 1}), shapes(new int[] {3, 9, 8, 5})))
            .slope(Slope.SMOOTH));
  }

  private static OpSpec pair(String name, BinaryOperator<Tensor> f) {
    return new OpSpec(
        name,
        Set.of(),
        in -> f.apply(in.get(0), in.get(1)),
        List.of(uniform(-1, 1), uniform(-1, 1)),
        List.<List<Shape>>of(),
        FLOATS,
        Slope.SMOOTH);
  }

  private static OpSpec pool(String name, UnaryOperator<Tensor> f) {
    return new OpSpec(
        name,
        Set.of(),
        in -> f.apply(in.getFirst()),
        List.of(distinct()),
        List.<List<Shape>>of(),
        FLOATS,
        Slope.ONCE);
  }

  private static Tensor filterGradient(Tensor x, Tensor filters) {
    Tensor y = x.conv(filters);
    return Jacobi.vjp(y, y.mul(0.1), List.of(filters)).of(filters);
  }
}
