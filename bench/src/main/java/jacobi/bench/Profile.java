package jacobi.bench;

import jacobi.backend.LoopNest;
import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.compile.Plan;
import jacobi.graph.Op;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Times each kernel of a plan, on one thread, with made-up values. */
public final class Profile {
  private final Plan plan;
  private final MemorySegment arena;
  private final List<MemorySegment> inputs;
  private final List<MemorySegment> outputs = new ArrayList<>();

  /** Takes the workload, default W1, and the number of steps, default 100. */
  public static void main(String[] args) {
    Workload workload = Workload.named(args.length > 0 ? args[0] : "W1");
    int steps = args.length > 1 ? Integer.parseInt(args[1]) : 100;
    System.out.print(new Profile(JacobiPeer.trainingPlan(workload)).run(steps));
  }

  Profile(Plan plan) {
    this.plan = plan;
    Arena memory = Arena.ofAuto();
    this.arena = memory.allocate(Math.max(64, plan.arenaBytes()), 64);
    this.inputs = plan.inputs().stream().map(t -> values(t, memory)).toList();
    for (int o = 0; o < plan.outputs().size(); o++) {
      int alias = plan.aliases().get(o);
      outputs.add(alias >= 0 ? inputs.get(alias) : values(plan.outputs().get(o), memory));
    }
  }

  private static MemorySegment values(Op.Type type, Arena memory) {
    long n = type.shape().size();
    MemorySegment s = memory.allocate(Math.max(64, n * type.dtype().bytes()), 64);
    if (type.dtype().isFloating() && type.dtype().bytes() == 4) {
      var random = new SplittableRandom(1);
      for (long i = 0; i < n; i++) {
        s.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextDouble(.01, .1));
      }
    }
    return s;
  }

  /** A line for each kernel: its fastest tenth of so many steps, in microseconds, and its task. */
  String run(int steps) {
    List<Plan.Step> all = plan.steps();
    var micros = new double[all.size()][steps];
    for (int i = 0; i < steps; i++) {
      for (int s = 0; s < all.size(); s++) {
        if (all.get(s) instanceof Plan.Call call) {
          micros[s][i] = time(call);
        }
      }
    }
    var out = new StringBuilder();
    double sum = 0;
    for (int s = 0; s < all.size(); s++) {
      double t = Compare.percentile(micros[s], 10);
      sum += t;
      out.append(String.format(Locale.ROOT, "%10.1f us  %s%n", t, name(all.get(s).task())));
    }
    return out.append(String.format(Locale.ROOT, "%10.1f us  in all%n", sum)).toString();
  }

  private double time(Plan.Call call) {
    long[] addresses = call.places().stream().mapToLong(this::address).toArray();
    long start = System.nanoTime();
    for (int piece = 0; piece < call.kernel().pieces(); piece++) {
      call.kernel().run(addresses, piece);
    }
    call.kernel().finish(addresses);
    return (System.nanoTime() - start) * 1e-3;
  }

  private long address(Plan.Place place) {
    return switch (place) {
      case Plan.Place.Input(int i) -> inputs.get(i).address();
      case Plan.Place.Output(int i) -> outputs.get(i).address();
      case Plan.Place.Arena(long offset) -> arena.address() + offset;
    };
  }

  private static String name(Task task) {
    return switch (task) {
      case LoopNest nest ->
          "loops over %s, reduced %s, %d instructions"
              .formatted(nest.domain(), nest.reduced(), nest.body().size());
      case Task.Product p ->
          "product %s x %s%s %s"
              .formatted(
                  p.a().shape(),
                  p.b().shape(),
                  p.bias().isPresent() ? " + bias" : "",
                  p.activation());
      case Task.Single s ->
          s.op()
              + s.inputs().stream()
                  .map(View::shape)
                  .map(Object::toString)
                  .collect(Collectors.joining(" ", " ", ""));
    };
  }
}
