package jacobi.cuda.source;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.cuda.sim.SimulatedDevice;
import jacobi.graph.DType;
import jacobi.testkit.NestBackend;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A task with operands full of random numbers, run once by the reference and once as CUDA C on the
 * simulated device.
 */
final class TaskRun {
  /** Bytes behind each buffer that nothing may write. */
  private static final int GUARD = 64;

  private final Task task;
  private final KernelSource source;
  private final List<MemorySegment> wanted = new ArrayList<>();
  private final List<MemorySegment> got = new ArrayList<>();

  private TaskRun(Task task) {
    this.task = task;
    this.source = Sources.of(task);
  }

  /**
   * Both results must be the same, up to a part of the largest number.
   *
   * @param tolerance 0 demands equal values
   */
  static void check(Task task, long seed, double tolerance) {
    try (Arena arena = Arena.ofConfined()) {
      TaskRun run = new TaskRun(task);
      run.fill(arena, new Random(seed));
      try {
        run.run();
        run.compare(tolerance);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed %d: %s\n%s".formatted(seed, task, run.source.code()), e);
      }
    }
  }

  /** Stored operands lie in the buffer of a loaded one with an equal view, if there is one. */
  private void fill(Arena arena, Random random) {
    Map<View, MemorySegment> loaded = new HashMap<>();
    for (int i = 0; i < task.operands().size(); i++) {
      View view = task.operands().get(i);
      if (isStored(i) && loaded.containsKey(view)) {
        MemorySegment shared = loaded.remove(view);
        int at = wanted.indexOf(shared);
        wanted.add(shared);
        got.add(got.get(at));
        continue;
      }
      long count = elements(view);
      MemorySegment data = arena.allocate(count * view.dtype().bytes() + GUARD, 64);
      for (long n = 0; n < count; n++) {
        set(data, view.dtype(), n, random);
      }
      wanted.add(data);
      got.add(arena.allocate(data.byteSize(), 64).copyFrom(data));
      if (!isStored(i)) {
        loaded.put(view, data);
      }
    }
  }

  private boolean isStored(int operand) {
    return task instanceof LoopNest nest
        ? nest.body().stream().anyMatch(i -> i instanceof Inst.Store s && s.operand() == operand)
        : operand == task.operands().size() - 1;
  }

  private static long elements(View view) {
    long last = view.offset();
    for (int axis = 0; axis < view.shape().rank(); axis++) {
      last += Math.max(0, view.stride(axis) * (view.shape().dim(axis) - 1));
    }
    return view.shape().size() == 0 ? 0 : last + 1;
  }

  /** Small multiples of 1/2, so that sums and products of a few are exact; seldom NaN and such. */
  private static void set(MemorySegment data, DType dtype, long n, Random random) {
    double number = (random.nextInt(17) - 8) / 2.0;
    double rare =
        switch (random.nextInt(3000)) {
          case 0 -> Double.NaN;
          case 1 -> Double.POSITIVE_INFINITY;
          case 2 -> Double.NEGATIVE_INFINITY;
          default -> number;
        };
    switch (dtype) {
      case FLOAT32 -> data.setAtIndex(ValueLayout.JAVA_FLOAT, n, (float) rare);
      case FLOAT64 -> data.setAtIndex(ValueLayout.JAVA_DOUBLE, n, rare);
      case INT64 -> data.setAtIndex(ValueLayout.JAVA_LONG, n, (long) (number * 2));
      case INT32 -> data.setAtIndex(ValueLayout.JAVA_INT, n, (int) (number * 2));
      case BOOL -> data.set(ValueLayout.JAVA_BYTE, n, (byte) random.nextInt(2));
    }
  }

  private static double get(MemorySegment data, DType dtype, long n) {
    return switch (dtype) {
      case FLOAT32 -> data.getAtIndex(ValueLayout.JAVA_FLOAT, n);
      case FLOAT64 -> data.getAtIndex(ValueLayout.JAVA_DOUBLE, n);
      case INT64 -> data.getAtIndex(ValueLayout.JAVA_LONG, n);
      case INT32 -> data.getAtIndex(ValueLayout.JAVA_INT, n);
      case BOOL -> data.get(ValueLayout.JAVA_BYTE, n);
    };
  }

  private void run() {
    new NestBackend()
        .compile(task)
        .run(wanted.stream().mapToLong(MemorySegment::address).toArray(), 0);
    long[] fault =
        SimulatedDevice.get().run(source, got.stream().mapToLong(MemorySegment::address).toArray());
    assertThat(fault).containsOnly(0);
  }

  /** Everything: what is not stored must be as it was. */
  private void compare(double tolerance) {
    for (int i = 0; i < wanted.size(); i++) {
      DType dtype = task.operands().get(i).dtype();
      MemorySegment all = got.get(i);
      MemorySegment guard = all.asSlice(all.byteSize() - GUARD);
      assertThat(guard.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
      double largest = 1;
      long count = elements(task.operands().get(i));
      for (long n = 0; n < count; n++) {
        double value = get(wanted.get(i), dtype, n);
        largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
      }
      for (long n = 0; n < count; n++) {
        double a = get(wanted.get(i), dtype, n);
        double b = get(got.get(i), dtype, n);
        boolean same =
            a == b
                || (Double.isNaN(a) && Double.isNaN(b))
                || Math.abs(a - b) <= tolerance * largest;
        if (!same) {
          throw new AssertionError("operand %d, element %d is %s, not %s".formatted(i, n, b, a));
        }
      }
    }
  }
}
