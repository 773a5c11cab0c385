package jacobi.runtime;

import jacobi.compile.Plan;
import jacobi.compile.Plan.Place;
import java.util.concurrent.ConcurrentLinkedDeque;

/** A plan with the bookkeeping of its runs. */
final class Executable {
  private final Plan plan;
  private final ConcurrentLinkedDeque<long[][]> frames = new ConcurrentLinkedDeque<>();

  Executable(Plan plan) {
    this.plan = plan;
  }

  Plan plan() {
    return plan;
  }

  /** Runs all steps; addresses in the order of the plan's inputs and outputs. */
  void run(long[] inputs, long[] outputs, MemoryPool pool, Workers workers) {
    long[][] frame = frames.poll();
    if (frame == null) {
      frame = plan.steps().stream().map(s -> new long[s.places().size()]).toArray(long[][]::new);
    }
    MemoryPool.Block arena =
        plan.arenaBytes() == 0 ? null : pool.take(plan.arenaBytes(), "intermediate values");
    try {
      long base = arena == null ? 0 : arena.address();
      for (int s = 0; s < frame.length; s++) {
        Plan.Step step = plan.steps().get(s);
        long[] addresses = frame[s];
        for (int i = 0; i < addresses.length; i++) {
          addresses[i] =
              switch (step.places().get(i)) {
                case Place.Input(int index) -> inputs[index];
                case Place.Output(int index) -> outputs[index];
                case Place.Arena(long offset) -> base + offset;
              };
        }
        workers.run(step.kernel(), addresses);
      }
    } finally {
      if (arena != null) {
        pool.give(arena);
      }
      frames.push(frame);
    }
  }
}
