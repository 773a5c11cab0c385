package jacobi.cuda;

import static jacobi.testkit.SpecGraphs.forEachCase;
import static jacobi.testkit.SpecGraphs.operands;
import static org.assertj.core.api.Assertions.assertThat;

import jacobi.Tensor;
import jacobi.backend.Backend;
import jacobi.backend.Kernel;
import jacobi.backend.Task;
import jacobi.compile.Kernels;
import jacobi.cuda.sim.SimulatedCuda;
import jacobi.cuda.sim.SimulatedDevice;
import jacobi.cuda.source.Sources;
import jacobi.graph.DType;
import jacobi.graph.Graph;
import jacobi.graph.JacobiException;
import jacobi.graph.Node;
import jacobi.graph.Precision;
import jacobi.graph.Shape;
import jacobi.runtime.Engine;
import jacobi.testkit.Backends;
import jacobi.testkit.Data;
import jacobi.testkit.ErrorBounds;
import jacobi.testkit.GraphFuzzer;
import jacobi.testkit.Interpreter;
import jacobi.testkit.Layout;
import jacobi.testkit.OpSpec;
import jacobi.testkit.OpSpec.Slope;
import jacobi.testkit.OpSpecs;
import jacobi.testkit.RandomGraph;
import jacobi.testkit.SpecGraphs;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every operation and random graphs on the GPU, simulated where there is none, against the
 * reference. All kernels of a test are compiled together first: one by one they would take minutes.
 */
class ConformanceTest {
  private static final long SEED = Long.getLong("jacobi.fuzz.seed", 1);
  private static final int COUNT = Integer.getInteger("jacobi.fuzz.count", 40);
  private static final int MOST_SHOWN = 20;

  private static Backends.Setting gpu;

  @BeforeAll
  static void open() {
    CudaAccelerator accelerator = SimulatedCuda.accelerator();
    gpu =
        new Backends.Setting(
            "cuda",
            new Engine(
                new Kernels(List.of(accelerator.backend(0, Precision.FLOAT32)), true),
                accelerator.space(0)));
  }

  /** Notes down what it is asked to compile, and computes nothing. */
  private static final class Recorder implements Backend {
    private final Set<String> codes = ConcurrentHashMap.newKeySet();

    @Override
    public String name() {
      return "recorder";
    }

    @Override
    public int priority() {
      return 0;
    }

    @Override
    public String unavailable() {
      return "";
    }

    @Override
    public String description() {
      return "notes down kernels";
    }

    @Override
    public boolean claims(Task task) {
      return true;
    }

    @Override
    public Kernel compile(Task task) {
      codes.add(Sources.of(task).code());
      return (addresses, piece) -> {};
    }
  }

  /** A graph to check, and what the reference makes of it. */
  private record Case(String name, Graph graph, Map<Node, Data> values, Map<Node, Data> bounds) {
    static Case of(String name, Graph graph) {
      Map<Node, Data> values = Interpreter.evaluate(graph, Backends.inputs(graph));
      return new Case(name, graph, values, ErrorBounds.of(graph, values));
    }

    /** What the GPU computes otherwise; one line, or empty. */
    String difference() {
      try {
        List<String> all = Backends.differences(gpu, graph, values, bounds);
        return all.isEmpty() ? "" : name + ": " + all.getFirst();
      } catch (JacobiException e) {
        return name + ": " + e.getMessage() + " " + SimulatedCuda.said();
      }
    }
  }

  private int counted;

  /** True once in so many calls: one part of the cases of each operation, others of others. */
  private boolean isOneOf(int n) {
    return counted++ % n == 0;
  }

  /** Graphs to check, under names. */
  private final Map<String, Graph> graphs = new LinkedHashMap<>();

  private void put(String name, List<Tensor> results) {
    graphs.put(name, Graph.of(results.stream().map(Tensor::node).toList()));
  }

  private static void compileTogether(Collection<Graph> graphs) {
    if (!SimulatedCuda.isSimulated()) {
      return;
    }
    Recorder recorder = new Recorder();
    Backends.Setting setting =
        new Backends.Setting("recorder", new Engine(new Kernels(List.of(recorder), true), 1));
    graphs.parallelStream().forEach(g -> Backends.compute(setting, g));
    SimulatedDevice.get().prepare(recorder.codes);
  }

  @AfterEach
  void check() {
    compileTogether(graphs.values());
    List<Case> cases =
        graphs.entrySet().parallelStream().map(e -> Case.of(e.getKey(), e.getValue())).toList();
    assertThat(cases.stream().map(Case::difference).filter(d -> !d.isEmpty()).limit(MOST_SHOWN))
        .isEmpty();
  }

  @AfterEach
  void doThingsLate() {
    SimulatedCuda.order(SimulatedCuda.Order.LATE);
  }

  private static String name(OpSpec spec, DType dtype, List<Shape> shapes) {
    return spec + " of " + dtype + shapes;
  }

  @Test
  void operationsAmongNeighbours() {
    for (OpSpec spec : OpSpecs.all()) {
      forEachCase(
          spec,
          (dtype, shapes, seed) -> {
            if (isOneOf(3)) {
              put(name(spec, dtype, shapes), SpecGraphs.amongNeighbours(spec, dtype, shapes, seed));
            }
          });
    }
  }

  @Test
  void operationsOnStridedOperands() {
    SimulatedCuda.order(SimulatedCuda.Order.FIRST_STREAM_AT_ONCE);
    List<Layout> layouts = List.of(Layout.values());
    for (OpSpec spec : OpSpecs.all()) {
      forEachCase(
          spec,
          (dtype, shapes, seed) -> {
            if (isOneOf(6)) {
              Layout layout = layouts.get(seed % layouts.size());
              put(
                  name(spec, dtype, shapes) + " " + layout,
                  List.of(spec.build().apply(operands(spec, dtype, shapes, layout, seed))));
            }
          });
    }
  }

  @Test
  void gradients() {
    SimulatedCuda.order(SimulatedCuda.Order.FIRST_STREAM_LATE);
    for (OpSpec spec : OpSpecs.all()) {
      if (spec.slope() != Slope.NONE) {
        forEachCase(
            spec,
            (dtype, shapes, seed) -> {
              if (dtype == DType.FLOAT32 && isOneOf(3)) {
                List<Tensor> x = operands(spec, dtype, shapes, Layout.CONTIGUOUS, seed);
                put(name(spec, dtype, shapes), SpecGraphs.gradients(spec, x));
              }
            });
      }
    }
  }

  @Test
  void randomGraphs() {
    compileTogether(
        LongStream.range(SEED, SEED + COUNT)
            .parallel()
            .mapToObj(seed -> RandomGraph.of(seed).graph())
            .toList());
    LongStream.range(SEED, SEED + COUNT)
        .parallel()
        .forEach(seed -> assertThat(GraphFuzzer.check(seed, List.of(gpu))).isEmpty());
  }
}
