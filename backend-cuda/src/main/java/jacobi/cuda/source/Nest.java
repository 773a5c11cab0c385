package jacobi.cuda.source;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Op;
import jacobi.graph.Op.BinaryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A loop nest with what follows from it: on which axes each instruction depends, and in which pass
 * over the reduced axes it can be computed. Axes of extent 1 are left out.
 */
final class Nest {
  enum Kind {
    /** Nothing is reduced. */
    MAP,
    /** The last axes are reduced. */
    ROWS,
    /** The last axis is kept and some earlier ones are reduced. */
    COLUMNS
  }

  final List<View> operands;
  final List<Inst> body;
  final Kind kind;
  final boolean aligned;
  final int rank;
  final int[] extents;
  final boolean[] reduced;

  /** [operand][axis], in elements. */
  final long[][] strides;

  /** Passes over the reduced axes. */
  final int stages;

  private final long[] touches;
  private final int[] ready;
  private final int[] storeStage;
  private final long reducedAxes;

  /**
   * The nest of a task.
   *
   * @param aligned whether all operands' buffers begin at multiples of 16 bytes
   */
  Nest(LoopNest nest, boolean aligned) {
    this.aligned = aligned;
    int[] axes =
        IntStream.range(0, nest.domain().rank()).filter(i -> nest.domain().dim(i) > 1).toArray();
    operands = nest.operands();
    rank = axes.length;
    extents = new int[rank];
    reduced = new boolean[rank];
    long mask = 0;
    for (int i = 0; i < rank; i++) {
      extents[i] = nest.domain().dim(axes[i]);
      reduced[i] = nest.reduced().get(axes[i]);
      mask |= reduced[i] ? 1L << i : 0;
    }
    reducedAxes = mask;
    kind = mask == 0 ? Kind.MAP : reduced[rank - 1] ? Kind.ROWS : Kind.COLUMNS;
    strides = new long[operands.size()][rank];
    for (int op = 0; op < strides.length; op++) {
      for (int i = 0; i < rank; i++) {
        strides[op][i] = operands.get(op).stride(axes[i]);
      }
    }
    body = nest.body().stream().map(inst -> renumbered(inst, axes)).toList();
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
    delayStores();
  }

  /** Over the axes that are left; the reduction of a single element is that element. */
  private Inst renumbered(Inst inst, int[] axes) {
    return switch (inst) {
      case Inst.Index(int axis, DType dtype) -> {
        int left = IntStream.range(0, rank).filter(i -> axes[i] == axis).findFirst().orElse(-1);
        yield left >= 0 ? new Inst.Index(left, dtype) : new Inst.Const(Op.Constant.of(dtype, 0L));
      }
      case Inst.Reduce(_, int a, DType dtype) when kind == Kind.MAP -> new Inst.Cast(a, dtype);
      default -> inst;
    };
  }

  private void analyse(int i) {
    switch (body.get(i)) {
      case Inst.Load load -> touches[i] = operandAxes(load.operand());
      case Inst.Index index -> touches[i] = 1L << index.axis();
      case Inst.Reduce reduce -> {
        touches[i] = touches[reduce.a()] & ~reducedAxes;
        ready[i] = ready[reduce.a()] + 1;
      }
      case Inst.Store store -> {
        touches[i] = touches[store.a()] | operandAxes(store.operand());
        ready[i] = ready[store.a()];
      }
      default -> {
        for (int a : uses(body.get(i))) {
          touches[i] |= touches[a];
          ready[i] = Math.max(ready[i], ready[a]);
        }
      }
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
  static int[] uses(Inst inst) {
    return switch (inst) {
      case Inst.Load _, Inst.Const _, Inst.Index _ -> new int[0];
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
   * A store may overwrite what it was computed from, so it waits until no later pass reads a view
   * like its own.
   */
  private void delayStores() {
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int i = 0; i < body.size(); i++) {
        if (isFullStore(i)) {
          View place = operands.get(((Inst.Store) body.get(i)).operand());
          int last = storeStage[i];
          for (int stage = last + 1; stage < stages; stage++) {
            last = passed(stage).stream().anyMatch(k -> loads(k, place)) ? stage : last;
          }
          changed |= last > storeStage[i];
          storeStage[i] = last;
        }
      }
    }
  }

  private boolean loads(int i, View view) {
    return body.get(i) instanceof Inst.Load load && operands.get(load.operand()).equals(view);
  }

  /** Whether an instruction's value differs along reduced axes. */
  boolean isFull(int i) {
    return (touches[i] & reducedAxes) != 0;
  }

  boolean touches(int i, int axis) {
    return (touches[i] & 1L << axis) != 0;
  }

  private boolean isFullStore(int i) {
    return body.get(i) instanceof Inst.Store && isFull(i);
  }

  /** How many passes must be over before an instruction can be computed. */
  int ready(int i) {
    return ready[i];
  }

  /** The reductions that a pass makes. */
  List<Integer> reductions(int stage) {
    return reductions().stream().filter(i -> ready[i] == stage + 1).toList();
  }

  List<Integer> reductions() {
    return all().filter(i -> body.get(i) instanceof Inst.Reduce).boxed().toList();
  }

  /** What a pass is for: the operands of its reductions, and its stores at every point. */
  List<Integer> roots(int stage) {
    List<Integer> roots = new ArrayList<>();
    for (int i = 0; i < body.size(); i++) {
      if (isFullStore(i) && storeStage[i] == stage) {
        roots.add(i);
      } else if (body.get(i) instanceof Inst.Reduce reduce && ready[i] == stage + 1) {
        roots.add(reduce.a());
      }
    }
    return roots;
  }

  /** What is computed at each point of a pass, in order. */
  List<Integer> passed(int stage) {
    return closure(roots(stage)).stream().filter(this::isFull).toList();
  }

  /** Stores that happen once a row or column. */
  List<Integer> rowStores() {
    return all().filter(i -> body.get(i) instanceof Inst.Store && !isFull(i)).boxed().toList();
  }

  /** The instructions that some need, and these, in order; nothing beyond a reduction. */
  List<Integer> closure(List<Integer> roots) {
    boolean[] needed = new boolean[body.size()];
    roots.forEach(i -> needed[i] = true);
    for (int i = body.size() - 1; i >= 0; i--) {
      if (needed[i] && !(body.get(i) instanceof Inst.Reduce)) {
        for (int a : uses(body.get(i))) {
          needed[a] = true;
        }
      }
    }
    return all().filter(i -> needed[i]).boxed().toList();
  }

  private IntStream all() {
    return IntStream.range(0, body.size());
  }

  long points() {
    return product(true) * product(false);
  }

  /** How many points there are along the reduced axes, or along the kept ones. */
  long product(boolean ofReduced) {
    long n = 1;
    for (int i = 0; i < rank; i++) {
      n *= reduced[i] == ofReduced ? extents[i] : 1;
    }
    return n;
  }

  /** Whether int does not hold every index and position. */
  boolean isLarge() {
    long most = points();
    for (int op = 0; op < strides.length; op++) {
      long reach = Math.abs(operands.get(op).offset());
      for (int i = 0; i < rank; i++) {
        reach += Math.abs(strides[op][i]) * (extents[i] - 1);
      }
      most = Math.max(most, reach);
    }
    // What is left covers the threads of the last block that have nothing to do.
    return most > Integer.MAX_VALUE - (1 << 20);
  }

  /** Whether an operand is written. */
  boolean isStored(int operand) {
    return body.stream().anyMatch(i -> i instanceof Inst.Store s && s.operand() == operand);
  }

  /** Whether nothing that is written shares an element with this operand. */
  boolean isApart(int operand) {
    return IntStream.range(0, operands.size())
        .noneMatch(i -> isStored(i) && operands.get(i).equals(operands.get(operand)));
  }

  /** Whether an integer may be divided by 0. */
  boolean divides() {
    return body.stream()
        .anyMatch(
            i -> i instanceof Inst.Binary b && b.kind() == BinaryKind.DIV && b.dtype().isInteger());
  }
}
