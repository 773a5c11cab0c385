package jacobi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.GradCheck;
import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.Graph;
import jacobi.graph.Node;
import jacobi.graph.Shape;
import jacobi.testkit.OpSpec.Slope;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation on every backend. */
class OpSpecsTest {
  private static final Set<String> METHODS_THAT_COMPUTE_NOTHING =
      Set.of("of", "self", "named", "eval");

  private static List<Backends.Setting> settings;

  @BeforeAll
  static void findBackends() {
    settings = Backends.settings();
  }

  static List<OpSpec> specs() {
    return OpSpecs.all();
  }

  static List<OpSpec> sloped() {
    return OpSpecs.all().stream().filter(s -> s.slope() != Slope.NONE).toList();
  }

  static List<OpSpec> smooth() {
    return OpSpecs.all().stream().filter(s -> s.slope() == Slope.SMOOTH).toList();
  }

  // --- rows -------------------------------------------------------------------------------------

  @Test
  void everyTensorMethodHasARow() {
    SortedSet<String> methods = new TreeSet<>();
    for (Method m : Tensor.class.getMethods()) {
      if (m.getReturnType() == Tensor.class) {
        methods.add(m.getName());
      }
    }
    methods.removeAll(METHODS_THAT_COMPUTE_NOTHING);
    assertThat(specs().stream().map(OpSpec::method)).containsAll(methods);
  }

  @Test
  void everyPrimitiveHasARowThatHoldsIt() {
    SortedSet<String> missing = new TreeSet<>(Primitives.all());
    missing.remove("Input");
    for (OpSpec spec : specs()) {
      Set<String> held = new TreeSet<>();
      for (DType dtype : spec.dtypes()) {
        List<Tensor> operands = operands(spec, dtype, spec.cases().getLast(), Layout.CONTIGUOUS, 1);
        for (Node n : Graph.of(List.of(spec.build().apply(operands).node())).nodes()) {
          held.add(Primitives.name(n.op()));
        }
      }
      assertThat(held).as(spec.name()).containsAll(spec.primitives());
      missing.removeAll(spec.primitives());
    }
    assertThat(missing).isEmpty();
  }

  // --- forward ----------------------------------------------------------------------------------

  @ParameterizedTest
  @MethodSource("specs")
  void alone(OpSpec spec) {
    forEachCase(
        spec,
        (dtype, shapes, seed) ->
            check(
                List.of(
                    spec.build().apply(operands(spec, dtype, shapes, Layout.CONTIGUOUS, seed)))));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void onStridedOperands(OpSpec spec) {
    List<Layout> strided =
        List.of(Layout.PERMUTED, Layout.SLICED, Layout.FLIPPED, Layout.BROADCAST);
    forEachCase(
        spec,
        (dtype, shapes, seed) -> {
          Layout layout = strided.get(seed % strided.size());
          check(List.of(spec.build().apply(operands(spec, dtype, shapes, layout, seed))));
        });
  }

  @ParameterizedTest
  @MethodSource("specs")
  void fusedWithNeighbours(OpSpec spec) {
    forEachCase(
        spec,
        (dtype, shapes, seed) -> {
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
          check(results);
        });
  }

  @ParameterizedTest
  @MethodSource("specs")
  void inPlainLoops(OpSpec spec) {
    List<Layout> layouts = List.of(Layout.values());
    Backends.withVectors(
        0,
        plain ->
            forEachCase(
                spec,
                (dtype, shapes, seed) -> {
                  Layout layout = layouts.get(seed % layouts.size());
                  List<Tensor> x = operands(spec, dtype, shapes, layout, seed);
                  List<Tensor> results = new ArrayList<>(List.of(spec.build().apply(x)));
                  if (spec.slope() != Slope.NONE && dtype.isFloating()) {
                    results.addAll(gradients(spec, x));
                  }
                  check(results, plain);
                }));
  }

  // --- gradients --------------------------------------------------------------------------------

  @ParameterizedTest
  @MethodSource("sloped")
  void gradientsOnEveryBackend(OpSpec spec) {
    forEachCase(
        spec,
        (dtype, shapes, seed) -> {
          if (dtype.isFloating()) {
            List<Tensor> x = operands(spec, dtype, shapes, Layout.CONTIGUOUS, seed);
            check(gradients(spec, x));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("sloped")
  void gradientsAgainstDifferences(OpSpec spec) {
    forEachCase(
        spec,
        (dtype, shapes, seed) -> {
          if (dtype == DType.FLOAT64) {
            Tensor[] x =
                operands(spec, dtype, shapes, Layout.CONTIGUOUS, seed).toArray(Tensor[]::new);
            assertAgree(GradCheck.along(spec.build(), seed, x));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("smooth")
  void gradientsOfGradientsAgainstDifferences(OpSpec spec) {
    forEachCase(
        spec,
        (dtype, shapes, seed) -> {
          if (dtype == DType.FLOAT64) {
            Tensor[] x =
                operands(spec, dtype, shapes, Layout.CONTIGUOUS, seed).toArray(Tensor[]::new);
            assertAgree(
                GradCheck.along(
                    in ->
                        gradients(spec, in).stream()
                            .map(g -> g.square().sum())
                            .reduce(Tensor::add)
                            .orElseThrow(),
                    seed,
                    x));
          }
        });
  }

  /** The gradients, with respect to all floating operands, of the sum of the result's sines. */
  private static List<Tensor> gradients(OpSpec spec, List<Tensor> operands) {
    List<Tensor> x = operands.stream().filter(t -> t.dtype().isFloating()).toList();
    return Jacobi.grad(spec.build().apply(operands).sin().sum(), x).all();
  }

  private static void assertAgree(GradCheck.Comparison c) {
    assertThat(c.error()).as(c.toString()).isLessThan(GradCheck.TOLERANCE);
  }

  // --- cases ------------------------------------------------------------------------------------

  private interface Check {
    void run(DType dtype, List<Shape> shapes, int seed);
  }

  private static void forEachCase(OpSpec spec, Check check) {
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

  private static List<Tensor> operands(
      OpSpec spec, DType dtype, List<Shape> shapes, Layout layout, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Tensor> operands = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      operands.add(layout.of(spec.values().get(i).generate(dtype, shapes.get(i), random)));
    }
    return operands;
  }

  /** The tensor, with an operation before it that does not change its values. */
  private static Tensor unchanged(Tensor x) {
    Tensor zero = Layout.tensor(Data.zeros(x.dtype(), Shape.scalar()));
    return x.dtype() == DType.BOOL ? x.xor(zero) : x.add(zero);
  }

  private static void check(List<Tensor> results) {
    check(results, settings);
  }

  private static void check(List<Tensor> results, List<Backends.Setting> in) {
    Graph graph = Graph.of(results.stream().map(Tensor::node).toList());
    Map<Node, Data> values = Interpreter.evaluate(graph, Backends.inputs(graph));
    Map<Node, Data> bounds = ErrorBounds.of(graph, values);
    for (Backends.Setting setting : in) {
      assertThat(Backends.differences(setting, graph, values, bounds)).isEmpty();
    }
  }
}
