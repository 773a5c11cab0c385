package jacobi.bench.gpu;

import jacobi.Device;
import jacobi.Jacobi;
import jacobi.backend.Task;
import jacobi.bench.Counts;
import jacobi.bench.JacobiNet;
import jacobi.bench.JacobiPeer;
import jacobi.bench.PlanWalk;
import jacobi.bench.Profile;
import jacobi.bench.Workload;
import jacobi.compile.Plan;
import jacobi.graph.Convolution;
import jacobi.graph.DType;
import jacobi.graph.Op;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Times the generated kernels of a training step one by one. The step is run call by call on
 * made-up numbers; each generated kernel is then run some more times where it is. Between two runs
 * a large array is rewritten, so that nothing a kernel reads is still in a cache; what that takes
 * by itself is taken off.
 */
final class KernelTimes {
  private static final int FLUSHED = 32 << 20;
  private static final double ENOUGH_SECONDS = 0.02;
  private static final int FEWEST = 3;
  private static final int MOST = 100;

  private final Device device;
  private final Memory memory;
  private final Runnable flush;

  /** For each number of runs, the seconds that flushing takes between them. */
  private final Map<Integer, Double> flushing = new LinkedHashMap<>();

  KernelTimes(Device device) {
    this.device = device;
    this.memory = Memory.of(device);
    this.flush = device.isCpu() ? () -> {} : flush();
  }

  /**
   * A kernel of a network's step.
   *
   * @param times how often it runs in a step
   * @param bytes that its operands make it read or write
   * @param seconds of one run
   */
  record Timed(String network, String what, int times, long bytes, double seconds) {
    double perStep() {
      return times * seconds;
    }

    double bytesPerSecond() {
      return bytes / seconds;
    }
  }

  private Runnable flush() {
    Plan plan =
        device.run(
            () -> {
              var add = Jacobi.compiled(x -> x.add(1));
              return add.plan(Jacobi.zeros(FLUSHED).eval());
            });
    long[] in = {memory.allocate(4L * FLUSHED)};
    long[] out = {memory.allocate(4L * FLUSHED)};
    long scratch = memory.allocate(PlanWalk.scratchBytes(plan));
    memory.write(Arena.ofAuto().allocate(4L * FLUSHED), in[0]);
    PlanWalk walk = new PlanWalk(plan, (_, call, addresses, _, _) -> PlanWalk.run(call, addresses));
    return () -> walk.run(in, out, scratch);
  }

  /** All generated kernels of a workload's training step. */
  List<Timed> of(Workload workload) {
    Plan plan =
        device.run(
            () -> {
              JacobiNet net = JacobiNet.of(workload, 1);
              return JacobiPeer.trainingStep(net.module(), 1e-3).plan(net.x(), net.labels());
            });
    int words = workload.vocabulary() > 0 ? workload.vocabulary() : workload.classes();
    int indices = Math.min(words, workload.classes());
    long[] in = plan.inputs().stream().mapToLong(t -> filled(t, indices)).toArray();
    long[] out = new long[plan.outputs().size()];
    for (int o = 0; o < out.length; o++) {
      int alias = plan.aliases().get(o);
      out[o] = alias >= 0 ? in[alias] : memory.allocate(bytes(plan.outputs().get(o)));
    }
    List<Timed> all = new ArrayList<>();
    PlanWalk.Calls calls =
        (of, call, addresses, times, round) -> {
          PlanWalk.run(call, addresses);
          if (round == 0 && isGenerated(call.task())) {
            all.add(
                new Timed(
                    workload.id() + ", batch " + workload.batch(),
                    Profile.name(call.task()),
                    times,
                    Counts.bytes(call, of),
                    seconds(() -> PlanWalk.run(call, addresses))));
          }
        };
    new PlanWalk(plan, calls).run(in, out, memory.allocate(PlanWalk.scratchBytes(plan)));
    memory.await();
    return all;
  }

  /** Products and convolutions are a library's. */
  private static boolean isGenerated(Task task) {
    return !(task instanceof Task.Product) && !(task instanceof Task.Single(Convolution _, _, _));
  }

  private double seconds(Runnable kernel) {
    double guess = time(kernel, FEWEST) / FEWEST;
    int runs = (int) Math.clamp(ENOUGH_SECONDS / guess, FEWEST, MOST);
    double both = time(kernel, runs);
    double alone = flushing.computeIfAbsent(runs, n -> time(() -> {}, n));
    // A kernel of no time at all is one that the clock cannot tell from none.
    return Math.max(1e-9, (both - alone) / runs);
  }

  private double time(Runnable kernel, int runs) {
    memory.await();
    long start = System.nanoTime();
    for (int i = 0; i < runs; i++) {
      flush.run();
      kernel.run();
    }
    memory.await();
    return (System.nanoTime() - start) * 1e-9;
  }

  private static long bytes(Op.Type type) {
    return type.shape().size() * type.dtype().bytes();
  }

  /** Small positive numbers, and valid indices. */
  private long filled(Op.Type type, int indices) {
    long n = type.shape().size();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment s = arena.allocate(Math.max(64, bytes(type)), 64);
      var random = new SplittableRandom(1);
      for (long i = 0; i < n; i++) {
        if (type.dtype() == DType.FLOAT32) {
          s.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextDouble(.01, .1));
        } else if (type.dtype() == DType.INT64) {
          s.setAtIndex(ValueLayout.JAVA_LONG, i, random.nextInt(indices));
        }
      }
      long address = memory.allocate(bytes(type));
      memory.write(s, address);
      return address;
    }
  }
}
