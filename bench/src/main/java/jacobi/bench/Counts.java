package jacobi.bench;

import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.compile.Plan;
import jacobi.graph.Op;
import java.util.List;
import java.util.Locale;

/**
 * What a plan does, whatever the machine.
 *
 * @param kernels runs of kernels, those of a loop each time round
 * @param bytes read or written by them, each operand of each run once
 */
public record Counts(long kernels, long bytes) {

  static Counts of(Plan plan) {
    long kernels = 0;
    long bytes = 0;
    for (Plan.Step step : plan.steps()) {
      switch (step) {
        case Plan.Call call -> {
          kernels++;
          bytes += bytes(call, plan);
        }
        case Plan.Loop loop -> {
          Counts inner = of(loop.inner());
          kernels += inner.kernels * loop.scan().steps();
          bytes += inner.bytes * loop.scan().steps();
        }
      }
    }
    return new Counts(kernels, bytes);
  }

  /** What one run of a kernel must read or write. */
  public static long bytes(Plan.Call call, Plan plan) {
    return isInPlace(call, plan) ? touched(call.task()) : bytes(call.task());
  }

  /** Whether rows are added to a table where it lies. */
  private static boolean isInPlace(Plan.Call call, Plan plan) {
    return call.task() instanceof Task.Single(Op.ScatterAdd _, _, _)
        && call.places().get(0) instanceof Plan.Place.Input(int in)
        && call.places().get(3) instanceof Plan.Place.Output(int out)
        && plan.aliases().get(out) == in;
  }

  /** Indices and rows once, and the table's rows read and written. */
  private static long touched(Task task) {
    return bytes(task.operands().get(1)) + 3 * bytes(task.operands().get(2));
  }

  private static long bytes(Task task) {
    List<View> operands = task.operands();
    if (task instanceof Task.Single(Op.Gather _, _, View out)) {
      // Not the whole table is read, only as much as is written.
      return bytes(operands.get(1)) + 2 * bytes(out);
    }
    return operands.stream().mapToLong(Counts::bytes).sum();
  }

  private static long bytes(View v) {
    long elements = 1;
    for (int i = 0; i < v.shape().rank(); i++) {
      elements *= v.stride(i) == 0 ? 1 : v.shape().dim(i);
    }
    return elements * v.dtype().bytes();
  }

  String line(String what) {
    return String.format(
        Locale.ROOT, "%s: %d kernels, %.1f MB read or written", what, kernels, bytes * 1e-6);
  }
}
