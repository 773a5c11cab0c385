package jacobi.runtime;

import jacobi.backend.AddressSpace;
import jacobi.backend.AddressSpace.Region;
import jacobi.backend.AddressSpace.Use;
import jacobi.backend.DeviceException;
import jacobi.compile.Plan;
import jacobi.compile.Plan.Place;
import jacobi.graph.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;

/** A plan with the bookkeeping of its runs. */
final class Executable {
  private final Plan plan;
  private final ConcurrentLinkedDeque<Run> runs = new ConcurrentLinkedDeque<>();

  Executable(Plan plan) {
    this.plan = plan;
  }

  Plan plan() {
    return plan;
  }

  /** Makes what the plan's steps read instead of constant inputs. */
  void prepare(long[] inputs, long prepared, Workers workers) {
    prepare(plan, inputs, prepared, workers);
  }

  private static void prepare(Plan plan, long[] inputs, long prepared, Workers workers) {
    for (Plan.Preparation p : plan.preparations()) {
      workers.run(p.kernel(), new long[] {inputs[p.input()], prepared + p.offset()});
    }
  }

  /**
   * Runs all steps; addresses in the order of the plan's inputs and outputs.
   *
   * @param prepared address of what {@link #prepare} made of the same inputs
   */
  void run(long[] inputs, long[] outputs, long prepared, MemoryPool pool, Workers workers) {
    Run polled = runs.poll();
    Run run = polled == null ? new Run(plan, pool.space(), workers) : polled;
    MemoryPool.Block arena =
        plan.arenaBytes() == 0 ? null : pool.take(plan.arenaBytes(), "intermediate values");
    try {
      run.run(inputs, outputs, arena == null ? 0 : arena.address(), prepared);
    } catch (DeviceException e) {
      throw pool.withLive(e);
    } finally {
      if (arena != null) {
        pool.give(arena);
      }
      runs.push(run);
    }
  }

  /** One run at a time of the whole plan, by way of its space. */
  private static final class Run {
    private final Frame frame;
    private final AddressSpace.Runner runner;
    private final Consumer<long[]> steps;

    Run(Plan plan, AddressSpace space, Workers workers) {
      List<Region> regions = new ArrayList<>();
      plan.inputs().forEach(t -> regions.add(new Region(Use.INPUT, bytes(t))));
      plan.outputs().forEach(t -> regions.add(new Region(Use.OUTPUT, bytes(t))));
      regions.add(new Region(Use.WORK, plan.arenaBytes()));
      regions.add(new Region(Use.PREPARED, plan.preparedBytes()));
      this.frame = new Frame(plan);
      this.runner = space.runner(regions);
      this.steps = bases -> frame.run(bases, workers);
    }

    private static long bytes(Op.Type type) {
      return type.shape().size() * type.dtype().bytes();
    }

    void run(long[] inputs, long[] outputs, long arena, long prepared) {
      runner.run(frame.bases(inputs, outputs, arena, prepared), steps);
    }
  }

  /**
   * Room for the addresses of one run. Where operands lie is worked out beforehand: finding it
   * again in each run costs more than a small kernel.
   */
  private static final class Frame {
    /** Addresses of the inputs, then of the outputs, of the arena and of what is prepared. */
    private final long[] bases;

    /** For each operand of each step, which of the bases it lies behind, and how far. */
    private final int[][] base;

    private final long[][] offset;
    private final long[][] operands;
    private final Action[] actions;

    Frame(Plan plan) {
      int n = plan.steps().size();
      int in = plan.inputs().size();
      int out = plan.outputs().size();
      this.bases = new long[in + out + 2];
      this.base = new int[n][];
      this.offset = new long[n][];
      this.operands = new long[n][];
      this.actions = new Action[n];
      for (int s = 0; s < n; s++) {
        Plan.Step step = plan.steps().get(s);
        int count = step.places().size();
        base[s] = new int[count];
        offset[s] = new long[count];
        operands[s] = new long[count];
        for (int i = 0; i < count; i++) {
          switch (step.places().get(i)) {
            case Place.Input(int index) -> base[s][i] = index;
            case Place.Output(int index) -> base[s][i] = in + index;
            case Place.Arena(long bytes) -> place(s, i, in + out, bytes);
            case Place.Prepared(long bytes) -> place(s, i, in + out + 1, bytes);
          }
        }
        actions[s] =
            switch (step) {
              case Plan.Call call -> (addresses, workers) -> workers.run(call.kernel(), addresses);
              case Plan.Loop loop -> new LoopFrame(loop)::run;
            };
      }
    }

    private void place(int step, int operand, int behind, long bytes) {
      base[step][operand] = behind;
      offset[step][operand] = bytes;
    }

    /** Where this run's memory begins; overwritten by the next call. */
    long[] bases(long[] inputs, long[] outputs, long arena, long prepared) {
      System.arraycopy(inputs, 0, bases, 0, inputs.length);
      System.arraycopy(outputs, 0, bases, inputs.length, outputs.length);
      bases[inputs.length + outputs.length] = arena;
      bases[inputs.length + outputs.length + 1] = prepared;
      return bases;
    }

    void run(long[] bases, Workers workers) {
      for (int s = 0; s < operands.length; s++) {
        long[] addresses = operands[s];
        for (int i = 0; i < addresses.length; i++) {
          addresses[i] = bases[base[s][i]] + offset[s][i];
        }
        actions[s].run(addresses, workers);
      }
    }
  }

  /** What a step does with its operands' addresses. */
  private interface Action {
    void run(long[] addresses, Workers workers);
  }

  /** A loop's inner plan: what of its operands moves from step to step, and how far. */
  private static final class LoopFrame {
    private final Plan.Loop loop;
    private final Frame body;
    private final long[] offsets;
    private final long[] inputs;
    private final long[] strides;
    private final long[] outputs;
    private final long[] outputStrides;
    private final long[] outputOffsets;

    LoopFrame(Plan.Loop loop) {
      this.loop = loop;
      this.body = new Frame(loop.inner());
      int in = loop.inner().inputs().size();
      int out = loop.inner().outputs().size();
      this.offsets = new long[in];
      this.inputs = new long[in];
      this.strides = new long[in];
      this.outputs = new long[out];
      this.outputStrides = new long[out];
      this.outputOffsets = new long[out];
      int sequences = loop.scan().consts() + loop.scan().carries();
      for (int i = 0; i < in; i++) {
        var type = loop.inner().inputs().get(i);
        long bytes = type.dtype().bytes();
        offsets[i] = loop.task().inputs().get(i).offset() * bytes;
        strides[i] = i < sequences ? 0 : type.shape().size() * bytes;
      }
      for (int o = 0; o < out; o++) {
        var type = loop.inner().outputs().get(o);
        long bytes = type.dtype().bytes();
        outputStrides[o] = type.shape().size() * bytes;
        outputOffsets[o] = loop.scan().offset(o) * bytes;
      }
    }

    /**
     * Operands' addresses, then the result's, then that of the body's arena, behind which lies what
     * is prepared for it, if it needs either.
     */
    void run(long[] addresses, Workers workers) {
      int n = inputs.length;
      int consts = loop.scan().consts();
      int carries = loop.scan().carries();
      int steps = loop.scan().steps();
      long arena = addresses.length > n + 1 ? addresses[n + 1] : 0;
      long prepared = arena + loop.inner().arenaBytes();
      for (int k = 0; k < consts; k++) {
        inputs[k] = addresses[k] + offsets[k];
      }
      prepare(loop.inner(), inputs, prepared, workers);
      for (int i = 0; i < steps; i++) {
        int at = loop.scan().reverse() ? steps - 1 - i : i;
        for (int k = 0; k < n; k++) {
          int carry = k - consts;
          // A carry lies where the step before put it out.
          inputs[k] =
              i > 0 && carry >= 0 && carry < carries
                  ? outputs[carry]
                  : addresses[k] + offsets[k] + at * strides[k];
        }
        for (int o = 0; o < outputs.length; o++) {
          outputs[o] = addresses[n] + outputOffsets[o] + at * outputStrides[o];
        }
        body.run(body.bases(inputs, outputs, arena, prepared), workers);
      }
    }
  }
}
