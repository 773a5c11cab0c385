package jacobi.testkit;

import static jacobi.testkit.SpecGraphs.forEachCase;
import static jacobi.testkit.SpecGraphs.gradients;
import static jacobi.testkit.SpecGraphs.operands;
import static org.assertj.core.api.Assertions.assertThat;

import jacobi.GradCheck;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.Graph;
import jacobi.graph.Node;
import jacobi.testkit.OpSpec.Slope;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
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
          check(SpecGraphs.amongNeighbours(spec, dtype, shapes, seed));
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

  private static void assertAgree(GradCheck.Comparison c) {
    assertThat(c.error()).as(c.toString()).isLessThan(GradCheck.TOLERANCE);
  }

  // --- cases ------------------------------------------------------------------------------------

  private static void check(List<Tensor> results) {
    check(results, settings);
  }

  private static void check(List<Tensor> results, List<Backends.Setting> in) {
    assertThat(SpecGraphs.differences(results, in)).isEmpty();
  }
}
