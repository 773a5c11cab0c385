package jacobi.jvm;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A loop nest with what follows from it: which axes each instruction depends on, and in which pass
 * over the reduced axes it is computed.
 *
 * <p>Axes of extent 1 are left out, except one if there would be none. Strides are in bytes.
 */
final class NestAnalysis {
  /** How the loops are laid out. */
  enum Strategy {
    /** Nothing is reduced. */
    MAP,
    /** The last axes are reduced: some passes over each row. */
    ROWS,
    /** The last axis is kept, an earlier one reduced: all rows added to a row of accumulators. */
    COLUMNS
  }

  final LoopNest nest;
  final List<Inst> body;
  final int rank;
  final int[] extents;
  final boolean[] reduced;
  final Strategy strategy;

  /** [operand][axis], bytes. */
  final long[][] strides;

  /** Passes over the reduced axes; 1 unless the strategy is ROWS. */
  final int stages;

  /** For each instruction the axes it depends on, as bits. */
  private final long[] touches;

  /** For each instruction how many stages must be over before it can be computed. */
  private final int[] ready;

  /** For each store of FULL level the stage it happens in. */
  private final int[] storeStage;

  private final long reducedAxes;

  NestAnalysis(LoopNest nest) {
    this.nest = nest;
    int[] axes = axes(nest);
    rank = Math.max(1, axes.length);
    extents = new int[rank];
    reduced = new boolean[rank];
    extents[0] = 1;
    long mask = 0;
    for (int i = 0; i < axes.length; i++) {
      extents[i] = nest.domain().dim(axes[i]);
      reduced[i] = nest.reduced().get(axes[i]);
      mask |= reduced[i] ? 1L << i : 0;
    }
    reducedAxes = mask;
    strides = new long[nest.operands().size()][rank];
    for (int op = 0; op < strides.length; op++) {
      View view = nest.operands().get(op);
      for (int i = 0; i < axes.length; i++) {
        strides[op][i] = extents[i] == 1 ? 0 : view.stride(axes[i]) * view.dtype().bytes();
      }
    }
    body = nest.body().stream().map(inst -> renumbered(inst, axes)).toList();
    strategy = mask == 0 ? Strategy.MAP : reduced[rank - 1] ? Strategy.ROWS : Strategy.COLUMNS;
    touches = new long[body.size()];
    ready = new int[body.size()];
    for (int i = 0; i < body.size(); i++) {
      analyse(i);
    }
    storeStage = ready.clone();
    int last = 0;
    for (int i = 0; i < body.size(); i++) {
      if (body.get(i) instanceof Inst.Reduce) {
        last = Math.max(last, ready[i] - 1);
      } else if (isFullStore(i)) {
        last = Math.max(last, ready[i]);
      }
    }
    stages = last + 1;
    if (strategy == Strategy.ROWS) {
      delayStores();
    }
  }

  private static int[] axes(LoopNest nest) {
    int rank = nest.domain().rank();
    boolean reduces =
        IntStream.range(0, rank).anyMatch(i -> nest.reduced().get(i) && nest.domain().dim(i) > 1);
    int only = reduces ? -1 : nest.reduced().lastIndexOf(true);
    return IntStream.range(0, rank).filter(i -> nest.domain().dim(i) > 1 || i == only).toArray();
  }

  private static Inst renumbered(Inst inst, int[] axes) {
    if (inst instanceof Inst.Index index) {
      for (int i = 0; i < axes.length; i++) {
        if (axes[i] == index.axis()) {
          return new Inst.Index(i, index.dtype());
        }
      }
      return new Inst.Const(Op.Constant.of(index.dtype(), 0L));
    }
    return inst;
  }

  private void analyse(int i) {
    Inst inst = body.get(i);
    switch (inst) {
      case Inst.Load load -> touches[i] = operandAxes(load.operand());
      case Inst.Const constant -> {}
      case Inst.Index index -> touches[i] = 1L << index.axis();
      case Inst.Reduce reduce -> {
        touches[i] = touches[reduce.a()] & ~reducedAxes;
        ready[i] = ready[reduce.a()] + 1;
      }
      case Inst.Store store -> {
        touches[i] = touches[store.a()] | operandAxes(store.operand());
        ready[i] = ready[store.a()];
      }
      case Inst.Unary unary -> combine(i);
      case Inst.Binary binary -> combine(i);
      case Inst.Compare compare -> combine(i);
      case Inst.Select select -> combine(i);
      case Inst.Cast cast -> combine(i);
    }
  }

  private void combine(int i) {
    for (int a : operands(body.get(i))) {
      touches[i] |= touches[a];
      ready[i] = Math.max(ready[i], ready[a]);
    }
  }

  private long operandAxes(int operand) {
    long axes = 0;
    for (int axis = 0; axis < rank; axis++) {
      axes |= strides[operand][axis] != 0 ? 1L << axis : 0;
    }
    return axes;
  }

  /** Positions of the instructions that one uses. */
  static int[] operands(Inst inst) {
    return switch (inst) {
      case Inst.Load load -> new int[0];
      case Inst.Const constant -> new int[0];
      case Inst.Index index -> new int[0];
      case Inst.Unary unary -> new int[] {unary.a()};
      case Inst.Binary binary -> new int[] {binary.a(), binary.b()};
      case Inst.Compare compare -> new int[] {compare.a(), compare.b()};
      case Inst.Select select -> new int[] {select.condition(), select.a(), select.b()};
      case Inst.Cast cast -> new int[] {cast.a()};
      case Inst.Reduce reduce -> new int[] {reduce.a()};
      case Inst.Store store -> new int[] {store.a()};
    };
  }

  /**
   * A store may overwrite what it was computed from, so it waits until no later stage reads a view
   * like its own.
   */
  private void delayStores() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int stage = 1; stage < stages; stage++) {
        for (int load : passed(stage)) {
          if (!(body.get(load) instanceof Inst.Load l)) {
            continue;
          }
          View view = nest.operands().get(l.operand());
          for (int i = 0; i < body.size(); i++) {
            if (isFullStore(i)
                && storeStage[i] < stage
                && !isStoredAgain(i)
                && body.get(i) instanceof Inst.Store store
                && nest.operands().get(store.operand()).equals(view)) {
              storeStage[i] = stage;
              changed = true;
            }
          }
        }
      }
    }
  }

  /** Whether a later stage writes to the same operand: then this value is kept for it there. */
  private boolean isStoredAgain(int i) {
    int operand = ((Inst.Store) body.get(i)).operand();
    return IntStream.range(0, body.size())
        .anyMatch(
            k ->
                ready[k] > ready[i]
                    && body.get(k) instanceof Inst.Store store
                    && store.operand() == operand);
  }

  /** Whether the result differs along reduced axes. */
  boolean isFull(int i) {
    return (touches[i] & reducedAxes) != 0;
  }

  private boolean isFullStore(int i) {
    return body.get(i) instanceof Inst.Store && isFull(i);
  }

  boolean touches(int i, int axis) {
    return (touches[i] & 1L << axis) != 0;
  }

  /** Number of outermost loops that must be open to compute an instruction. */
  int depth(int i) {
    return 64 - Long.numberOfLeadingZeros(touches[i]);
  }

  int ready(int i) {
    return ready[i];
  }

  boolean isStore(int i) {
    return body.get(i) instanceof Inst.Store;
  }

  /** Reductions done in a stage. */
  List<Integer> reductions(int stage) {
    return IntStream.range(0, body.size())
        .filter(i -> body.get(i) instanceof Inst.Reduce && ready[i] == stage + 1)
        .boxed()
        .toList();
  }

  List<Integer> reductions() {
    return IntStream.range(0, body.size())
        .filter(i -> body.get(i) instanceof Inst.Reduce)
        .boxed()
        .toList();
  }

  /** What is computed at each point of a stage's pass, in order, stores included. */
  List<Integer> passed(int stage) {
    List<Integer> roots = new ArrayList<>();
    for (int i = 0; i < body.size(); i++) {
      if (isFullStore(i) && storeStage[i] == stage) {
        roots.add(i);
      } else if (body.get(i) instanceof Inst.Reduce reduce && ready[i] == stage + 1) {
        roots.add(reduce.a());
      }
    }
    return closure(roots).stream().filter(this::isFull).toList();
  }

  /** The instructions that some need, and these, in order; nothing beyond a reduction. */
  List<Integer> closure(List<Integer> roots) {
    boolean[] needed = new boolean[body.size()];
    roots.forEach(i -> needed[i] = true);
    for (int i = body.size() - 1; i >= 0; i--) {
      if (needed[i] && !(body.get(i) instanceof Inst.Reduce)) {
        for (int a : operands(body.get(i))) {
          needed[a] = true;
        }
      }
    }
    return IntStream.range(0, body.size()).filter(i -> needed[i]).boxed().toList();
  }

  /** Type of the operands of an instruction, where they differ from the result's. */
  DType dtype(int i) {
    return body.get(i).dtype();
  }
}
