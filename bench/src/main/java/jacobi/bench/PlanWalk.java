package jacobi.bench;

import jacobi.compile.Plan;
import jacobi.graph.Op;
import java.util.List;

/**
 * Runs a plan call by call, as {@code jacobi.runtime.Executable} does, so that each can be timed.
 *
 * @param plan with everything that it prepares behind its arena
 * @param calls what to do with each call
 */
public record PlanWalk(Plan plan, Calls calls) {

  /** What to do with a call and the addresses of its operands, such as to run it. */
  public interface Calls {
    /**
     * Called as often as the plan has it run.
     *
     * @param in the plan that has the call: the whole one or the body of a loop
     * @param times how often it comes in one run of the whole plan
     * @param round from 0, which of those it is
     */
    void call(Plan in, Plan.Call call, long[] addresses, int times, int round);
  }

  /** Runs all pieces of a call. */
  public static void run(Plan.Call call, long[] addresses) {
    for (int piece = 0; piece < call.kernel().pieces(); piece++) {
      call.kernel().run(addresses, piece);
    }
    call.kernel().finish(addresses);
  }

  /** Bytes of what lies between inputs and outputs, and of what is prepared behind it. */
  public static long scratchBytes(Plan plan) {
    return plan.arenaBytes() + plan.preparedBytes();
  }

  /** Prepares, then runs all steps, on memory at these addresses. */
  public void run(long[] inputs, long[] outputs, long scratch) {
    prepare(plan, inputs, scratch);
    run(plan, inputs, outputs, scratch, 1, 0);
  }

  private void run(Plan of, long[] in, long[] out, long scratch, int times, int round) {
    for (Plan.Step step : of.steps()) {
      long[] addresses =
          step.places().stream().mapToLong(p -> at(of, p, in, out, scratch)).toArray();
      switch (step) {
        case Plan.Call call -> calls.call(of, call, addresses, times, round);
        case Plan.Loop loop -> rounds(loop, addresses, times, round);
      }
    }
  }

  /** What is prepared lies behind the arena. */
  private static void prepare(Plan of, long[] in, long scratch) {
    for (Plan.Preparation p : of.preparations()) {
      long[] addresses = {in[p.input()], scratch + of.arenaBytes() + p.offset()};
      for (int piece = 0; piece < p.kernel().pieces(); piece++) {
        p.kernel().run(addresses, piece);
      }
      p.kernel().finish(addresses);
    }
  }

  private void rounds(Plan.Loop loop, long[] addresses, int times, int round) {
    Op.Scan scan = loop.scan();
    List<Op.Type> types = loop.inner().inputs();
    long[] in = new long[types.size()];
    long[] out = new long[loop.inner().outputs().size()];
    for (int i = 0; i < scan.steps(); i++) {
      int at = scan.reverse() ? scan.steps() - 1 - i : i;
      for (int k = 0; k < in.length; k++) {
        int carry = k - scan.consts();
        long moved = carry < scan.carries() ? 0 : at * bytes(types.get(k));
        in[k] =
            i > 0 && carry >= 0 && carry < scan.carries()
                ? out[carry]
                : addresses[k]
                    + loop.task().inputs().get(k).offset() * types.get(k).dtype().bytes()
                    + moved;
      }
      for (int o = 0; o < out.length; o++) {
        Op.Type type = loop.inner().outputs().get(o);
        out[o] = addresses[in.length] + scan.offset(o) * type.dtype().bytes() + at * bytes(type);
      }
      long scratch = addresses.length > in.length + 1 ? addresses[in.length + 1] : 0;
      if (i == 0) {
        prepare(loop.inner(), in, scratch);
      }
      run(loop.inner(), in, out, scratch, times * scan.steps(), round * scan.steps() + i);
    }
  }

  private static long bytes(Op.Type type) {
    return type.shape().size() * type.dtype().bytes();
  }

  private static long at(Plan of, Plan.Place place, long[] in, long[] out, long scratch) {
    return switch (place) {
      case Plan.Place.Input(int i) -> in[i];
      case Plan.Place.Output(int i) -> out[i];
      case Plan.Place.Arena(long offset) -> scratch + offset;
      case Plan.Place.Prepared(long offset) -> scratch + of.arenaBytes() + offset;
    };
  }
}
