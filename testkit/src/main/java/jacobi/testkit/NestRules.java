package jacobi.testkit;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What {@link LoopNest} promises to backends, checked. */
public final class NestRules {
  private NestRules() {}

  private enum Level {
    UNIFORM,
    ROW,
    FULL
  }

  /** Throws if a nest is not one a backend may be given. */
  public static void check(LoopNest nest) {
    int rank = nest.domain().rank();
    require(nest, nest.reduced().size() == rank, "as many flags as axes");
    for (int i = 0; i < rank; i++) {
      require(nest, nest.domain().dim(i) > 0, "no extent of 0");
    }
    for (View v : nest.operands()) {
      require(nest, v.shape().equals(nest.domain()), "operands over the whole domain: " + v);
    }
    int first = nest.reduced().indexOf(true);
    boolean rows = first >= 0 && !nest.reduced().subList(first, rank).contains(false);
    boolean columns = first >= 0 && !nest.reduced().get(rank - 1);
    require(nest, first < 0 || rows || columns, "the reduced axes last, or the last axis kept");
    List<Level> levels = new ArrayList<>();
    for (Inst inst : nest.body()) {
      check(nest, inst, levels, columns);
      levels.add(level(nest, inst, levels));
    }
  }

  private static void check(LoopNest nest, Inst inst, List<Level> levels, boolean columns) {
    for (int a : operands(inst)) {
      require(nest, a >= 0 && a < levels.size(), "operands before their use: " + inst);
      require(nest, !(nest.body().get(a) instanceof Inst.Store), "no use of a store: " + inst);
      boolean reduction = nest.body().get(a) instanceof Inst.Reduce;
      require(
          nest,
          !columns || !reduction || inst instanceof Inst.Store,
          "columns only stored: " + inst);
    }
    switch (inst) {
      case Inst.Load load ->
          require(
              nest, nest.operands().get(load.operand()).dtype() == load.dtype(), "the load's type");
      case Inst.Store store -> {
        View v = nest.operands().get(store.operand());
        require(nest, v.dtype() == store.dtype(), "the store's type");
        require(
            nest,
            nest.body().get(store.a()).dtype() == store.dtype(),
            "a stored value of the store's type");
        boolean full = level(nest, v) == Level.FULL;
        require(
            nest,
            full || levels.get(store.a()) != Level.FULL,
            "a place for each point of what is stored: " + store + " to " + v);
        for (int axis = 0; axis < nest.domain().rank(); axis++) {
          boolean kept = full || !nest.reduced().get(axis);
          boolean once = v.stride(axis) != 0 || nest.domain().dim(axis) == 1;
          require(nest, !kept || once, "each point written once: " + store + " to " + v);
        }
      }
      case Inst.Index index ->
          require(nest, index.axis() < nest.domain().rank(), "an axis of the domain: " + index);
      case Inst.Const c -> {}
      case Inst.Unary u ->
          require(nest, nest.body().get(u.a()).dtype() == u.dtype(), "one type: " + u);
      case Inst.Binary b ->
          require(
              nest,
              nest.body().get(b.a()).dtype() == b.dtype()
                  && nest.body().get(b.b()).dtype() == b.dtype(),
              "one type: " + b);
      case Inst.Compare c ->
          require(
              nest,
              nest.body().get(c.a()).dtype() == nest.body().get(c.b()).dtype(),
              "one type: " + c);
      case Inst.Select s ->
          require(
              nest,
              nest.body().get(s.a()).dtype() == s.dtype()
                  && nest.body().get(s.b()).dtype() == s.dtype(),
              "one type: " + s);
      case Inst.Cast c -> {}
      case Inst.Reduce r -> {
        require(nest, nest.reduced().contains(true), "a reduced axis: " + r);
        require(nest, nest.body().get(r.a()).dtype() == r.dtype(), "one type: " + r);
      }
    }
  }

  private static Level level(LoopNest nest, Inst inst, List<Level> levels) {
    return switch (inst) {
      case Inst.Load load -> level(nest, nest.operands().get(load.operand()));
      case Inst.Index index -> nest.reduced().get(index.axis()) ? Level.FULL : Level.ROW;
      case Inst.Reduce reduce -> Level.ROW;
      case Inst.Const c -> Level.UNIFORM;
      case Inst.Unary u -> highest(u, levels);
      case Inst.Binary b -> highest(b, levels);
      case Inst.Compare c -> highest(c, levels);
      case Inst.Select s -> highest(s, levels);
      case Inst.Cast c -> highest(c, levels);
      case Inst.Store s -> highest(s, levels);
    };
  }

  private static Level level(LoopNest nest, View view) {
    Level level = Level.UNIFORM;
    for (int axis = 0; axis < nest.domain().rank(); axis++) {
      if (view.stride(axis) != 0) {
        Level here = nest.reduced().get(axis) ? Level.FULL : Level.ROW;
        level = here.compareTo(level) > 0 ? here : level;
      }
    }
    return level;
  }

  private static Level highest(Inst inst, List<Level> levels) {
    Level level = Level.UNIFORM;
    for (int a : operands(inst)) {
      level = levels.get(a).compareTo(level) > 0 ? levels.get(a) : level;
    }
    return level;
  }

  private static int[] operands(Inst inst) {
    return switch (inst) {
      case Inst.Load l -> new int[0];
      case Inst.Const c -> new int[0];
      case Inst.Index i -> new int[0];
      case Inst.Unary u -> new int[] {u.a()};
      case Inst.Binary b -> new int[] {b.a(), b.b()};
      case Inst.Compare c -> new int[] {c.a(), c.b()};
      case Inst.Select s -> new int[] {s.condition(), s.a(), s.b()};
      case Inst.Cast c -> new int[] {c.a()};
      case Inst.Reduce r -> new int[] {r.a()};
      case Inst.Store s -> new int[] {s.a()};
    };
  }

  /** Throws if something stored overlaps anything else but the very same view. */
  static void checkOverlaps(LoopNest nest, long[] addresses) {
    for (Inst inst : nest.body()) {
      if (inst instanceof Inst.Store store) {
        for (int i = 0; i < nest.operands().size(); i++) {
          View stored = nest.operands().get(store.operand());
          View other = nest.operands().get(i);
          long a = addresses[store.operand()];
          long b = addresses[i];
          boolean same = a == b && stored.equals(other);
          require(
              nest,
              i == store.operand() || same || areApart(stored, a, other, b),
              "no overlap of operand " + store.operand() + " with " + i);
        }
      }
    }
  }

  private static boolean areApart(View stored, long a, View other, long b) {
    return end(stored, a) <= start(other, b)
        || end(other, b) <= start(stored, a)
        || Collections.disjoint(elements(stored, a), elements(other, b));
  }

  /** Where each element lies. */
  private static Set<Long> elements(View v, long address) {
    Set<Long> all = Set.of(address + v.offset() * v.dtype().bytes());
    for (int axis = 0; axis < v.shape().rank(); axis++) {
      long step = v.stride(axis) * v.dtype().bytes();
      Set<Long> next = new HashSet<>();
      for (long start : all) {
        for (int i = 0; i < (step == 0 ? 1 : v.shape().dim(axis)); i++) {
          next.add(start + i * step);
        }
      }
      all = next;
    }
    return all;
  }

  private static long start(View v, long address) {
    return address + reach(v, false) * v.dtype().bytes();
  }

  private static long end(View v, long address) {
    return address + (reach(v, true) + 1) * v.dtype().bytes();
  }

  private static long reach(View v, boolean up) {
    long at = v.offset();
    for (int axis = 0; axis < v.shape().rank(); axis++) {
      long move = (v.shape().dim(axis) - 1) * v.stride(axis);
      at += up == move > 0 ? move : 0;
    }
    return at;
  }

  private static void require(LoopNest nest, boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("a nest needs " + what + "\n" + nest);
    }
  }
}
