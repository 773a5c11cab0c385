package jacobi.testkit;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.Graph;
import jacobi.graph.Node;
import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** What an {@link OpSpec} is checked by: tensors to compute, case by case. */
public final class SpecGraphs {
  private SpecGraphs() {}

  /** What to do with one case of a spec, in one element type. */
  public interface Check {
    void run(DType dtype, List<Shape> shapes, int seed);
  }

  /** Runs something for each case and element type; says which one failed. */
  public static void forEachCase(OpSpec spec, Check check) {
    int seed = 0;
    for (List<Shape> shapes : spec.cases()) {
      for (DType dtype : new TreeSet<>(spec.dtypes())) {
        seed++;
        try {
          check.run(dtype, shapes, seed);
        } catch (RuntimeException | AssertionError e) {
          throw new AssertionError(spec + " of " + dtype + shapes + ": " + e.getMessage(), e);
        }
      }
    }
  }

  public static List<Tensor> operands(
      OpSpec spec, DType dtype, List<Shape> shapes, Layout layout, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Tensor> operands = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      operands.add(layout.of(spec.values().get(i).generate(dtype, shapes.get(i), random)));
    }
    return operands;
  }

  /** The operation between others that it may be fused with, and sums of what comes of it. */
  public static List<Tensor> amongNeighbours(
      OpSpec spec, DType dtype, List<Shape> shapes, int seed) {
    List<Tensor> before = new ArrayList<>();
    for (Tensor x : operands(spec, dtype, shapes, Layout.CONTIGUOUS, seed)) {
      before.add(unchanged(x));
    }
    Tensor y = spec.build().apply(before);
    Tensor after = y.dtype() == DType.BOOL ? y.not() : y.mul(2).sub(y);
    List<Tensor> results = new ArrayList<>(List.of(y, after));
    if (y.rank() > 0) {
      results.add(after.sum(-1));
      results.add(after.sum(0));
    }
    return results;
  }

  /** The tensor, with an operation before it that does not change its values. */
  private static Tensor unchanged(Tensor x) {
    Tensor zero = Layout.tensor(Data.zeros(x.dtype(), Shape.scalar()));
    return x.dtype() == DType.BOOL ? x.xor(zero) : x.add(zero);
  }

  /** The gradients, with respect to all floating operands, of the sum of the result's sines. */
  public static List<Tensor> gradients(OpSpec spec, List<Tensor> operands) {
    List<Tensor> x = operands.stream().filter(t -> t.dtype().isFloating()).toList();
    return Jacobi.grad(spec.build().apply(operands).sin().sum(), x).all();
  }

  /** What settings compute otherwise than the reference; empty if nothing. */
  public static List<String> differences(List<Tensor> results, List<Backends.Setting> settings) {
    Graph graph = Graph.of(results.stream().map(Tensor::node).toList());
    Map<Node, Data> values = Interpreter.evaluate(graph, Backends.inputs(graph));
    Map<Node, Data> bounds = ErrorBounds.of(graph, values);
    return settings.stream()
        .flatMap(s -> Backends.differences(s, graph, values, bounds).stream())
        .toList();
  }
}
