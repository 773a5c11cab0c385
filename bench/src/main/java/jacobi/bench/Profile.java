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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Times each kernel of a plan, on one thread, with made-up values. */
public final class Profile {
  private final Plan plan;
  private final MemorySegment arena;
  private final List<MemorySegment> inputs;
  private final List<MemorySegment> outputs = new ArrayList<>();

  /** By kernel: of this step, and of each step so far. */
  private final Map<Plan.Step, Double> taken = new IdentityHashMap<>();

  private final Map<Plan.Step, List<Double>> micros = new IdentityHashMap<>();

  /** Takes the workload, default W1, and the number of steps, default 100. */
  public static void main(String[] args) {
    Workload workload = Workload.named(args.length > 0 ? args[0] : "W1");
    int steps = args.length > 1 ? Integer.parseInt(args[1]) : 100;
    System.out.print(new Profile(JacobiPeer.trainingPlan(workload)).run(steps));
  }

  Profile(Plan plan) {
    this.plan = plan;
    Arena memory = Arena.ofAuto();
    this.arena = memory.allocate(Math.max(64, PlanWalk.scratchBytes(plan)), 64);
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

  /**
   * A line for each kernel: its fastest tenth of so many steps, in microseconds, and its task. What
   * runs in a loop is timed over all its rounds and stands behind the loop's line.
   */
  String run(int steps) {
    PlanWalk walk = new PlanWalk(plan, (_, call, addresses, _, _) -> time(call, addresses));
    for (int i = 0; i < steps; i++) {
      walk.run(addresses(inputs), addresses(outputs), arena.address());
      taken.forEach((step, t) -> micros.computeIfAbsent(step, s -> new ArrayList<>()).add(t));
      taken.clear();
    }
    var out = new StringBuilder();
    double sum = lines(plan, "", out);
    return out.append(String.format(Locale.ROOT, "%10.1f us  in all%n", sum)).toString();
  }

  private double lines(Plan of, String indent, StringBuilder out) {
    double sum = 0;
    for (Plan.Step step : of.steps()) {
      if (step instanceof Plan.Loop loop) {
        var inside = new StringBuilder();
        double t = lines(loop.inner(), indent + "  ", inside);
        sum += t;
        out.append(line(t, indent, "loop of " + loop.scan().steps())).append(inside);
      } else {
        double[] all = micros.get(step).stream().mapToDouble(Double::doubleValue).toArray();
        double t = Compare.percentile(all, 10);
        sum += t;
        out.append(line(t, indent, name(step.task())));
      }
    }
    return sum;
  }

  private static String line(double micros, String indent, String name) {
    return String.format(Locale.ROOT, "%10.1f us  %s%s%n", micros, indent, name);
  }

  private void time(Plan.Call call, long[] addresses) {
    long start = System.nanoTime();
    PlanWalk.run(call, addresses);
    taken.merge(call, (System.nanoTime() - start) * 1e-3, Double::sum);
  }

  private static long[] addresses(List<MemorySegment> segments) {
    return segments.stream().mapToLong(MemorySegment::address).toArray();
  }

  /** What a task is, in short. */
  public static String name(Task task) {
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
