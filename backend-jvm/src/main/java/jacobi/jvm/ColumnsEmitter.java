package jacobi.jvm;

import jacobi.backend.Inst;
import jacobi.graph.DType;
import jacobi.graph.Op.BinaryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Nests that keep the last axis and reduce earlier ones. Rows are added to a row of accumulators in
 * scratch memory, some at a time, so that all memory is read in order; the accumulators are copied
 * to the results in the end, since a result may lie where an operand is still read.
 *
 * <p>Where several pieces share results, each has accumulators of its own, and {@code finish} puts
 * them together in order.
 */
final class ColumnsEmitter extends NestEmitter {
  private static final int CACHE_LINE = 64;
  private final List<Integer> reductions;
  private final long[] offsets;
  private final long chunkBytes;
  private final List<Integer> keptAxes;

  ColumnsEmitter(NestAnalysis nest, NestForm form, NestSplit split, int unroll) {
    super(nest, form, split, unroll);
    reductions = nest.reductions();
    keptAxes = IntStream.range(0, nest.rank).filter(a -> !nest.reduced[a]).boxed().toList();
    long points = 1;
    for (int axis : keptAxes) {
      points *= nest.extents[axis];
    }
    offsets = new long[reductions.size()];
    long bytes = 0;
    for (int k = 0; k < offsets.length; k++) {
      offsets[k] = bytes;
      long row = points * nest.dtype(reductions.get(k)).bytes();
      bytes += (row + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    }
    chunkBytes = bytes;
  }

  private boolean shared() {
    return split.chunks() > 1;
  }

  @Override
  long scratchBytes() {
    return chunkBytes * split.chunks();
  }

  private int accumulator(int k) {
    return super.pointers() + k;
  }

  @Override
  int pointers() {
    return super.pointers() + reductions.size();
  }

  /** Accumulators: [chunk][reduction][kept point]. */
  @Override
  long stride(int pointer, int axis) {
    if (pointer < super.pointers()) {
      return super.stride(pointer, axis);
    }
    if (nest.reduced[axis]) {
      return 0;
    }
    long stride = nest.dtype(reductions.get(pointer - super.pointers())).bytes();
    for (int inner : keptAxes) {
      stride *= inner > axis ? nest.extents[inner] : 1;
    }
    return stride;
  }

  @Override
  long offset(int pointer) {
    int k = pointer - super.pointers();
    return k < 0 ? super.offset(pointer) : offsets[k];
  }

  @Override
  int buffer(int pointer) {
    return Math.min(pointer, super.pointers());
  }

  @Override
  void write() {
    int last = nest.rank - 1;
    List<Integer> passed = passed();
    owner.override(
        "run",
        KernelClass.RUN,
        code -> {
          Frame frame = new Frame(code, true);
          if (shared()) {
            toChunk(code, frame);
          }
          List<Integer> outer = keptAxes.subList(0, keptAxes.size() - 1);
          Range range = frame.ranges.get(last);
          code.scope(() -> frame.loops(outer, List.of(), s -> fill(code, s, range)));
          code.scope(() -> frame.loops(rowAxes(), passed, s -> rows(code, s, frame, passed)));
          if (!shared()) {
            code.scope(() -> results(frame, code));
          }
        });
    if (shared()) {
      owner.override("finish", KernelClass.FINISH, code -> results(new Frame(code, false), code));
    }
  }

  /** Whatever the passes over the rows compute: not what is computed once for each result. */
  private List<Integer> passed() {
    List<Integer> roots = new ArrayList<>();
    for (int i = 0; i < nest.body.size(); i++) {
      if (nest.body.get(i) instanceof Inst.Reduce reduce) {
        roots.add(reduce.a());
      } else if (nest.isStore(i) && nest.isFull(i)) {
        roots.add(i);
      }
    }
    return nest.closure(roots);
  }

  private Value chunkStep(Code code) {
    return size(code, DType.INT64, "chunk bytes", chunkBytes);
  }

  /** Moves the accumulators to this piece's own. */
  private void toChunk(Code code, Frame frame) {
    Value chunk = chunk(code);
    for (int k = 0; k < reductions.size(); k++) {
      Value base = frame.scope.address(accumulator(k)).pointer();
      frame.scope.point(accumulator(k), Address.at(moved(code, base, chunk, chunkStep(code))));
    }
  }

  /**
   * Axes of the loops around the inner method: all but the last, and but the one before it if that
   * is reduced.
   */
  private List<Integer> rowAxes() {
    int q = nest.rank - 2;
    return IntStream.range(0, nest.reduced[q] ? q : q + 1).boxed().toList();
  }

  /** Sets a row of accumulators to what the reductions start from. */
  private void fill(Code caller, Scope outside, Range range) {
    Unit unit = new Unit(this, "fill", caller);
    for (int k = 0; k < reductions.size(); k++) {
      unit.pass(outside, accumulator(k));
    }
    Range inside = unit.pass(range);
    unit.write(
        (code, scope) ->
            innermost(
                code,
                scope,
                inside,
                steps(code, inside, 1),
                List.of(),
                (step, copies) -> {
                  for (int k = 0; k < reductions.size(); k++) {
                    Inst.Reduce reduce = (Inst.Reduce) nest.body.get(reductions.get(k));
                    Number start = Arithmetic.identity(reduce.kind(), reduce.dtype());
                    Value value = step.arithmetic().constant(reduce.dtype(), start);
                    step.arithmetic().store(copies.getFirst().address(accumulator(k)), value);
                  }
                }));
  }

  private void rows(Code code, Scope outside, Frame frame, List<Integer> passed) {
    int q = nest.rank - 2;
    Range range = frame.ranges.get(nest.rank - 1);
    if (!nest.reduced[q]) {
      block(code, outside, range, passed, 1, Optional.empty());
      return;
    }
    Range rows = frame.ranges.get(q);
    Value row = zero(code);
    if (unroll > 1 && rows.most() >= unroll) {
      code.push(rows.length()).push(unroll - 1).emit(c -> c.isub());
      Value limit = code.store(DType.INT32, false);
      code.loop(row, limit, unroll, () -> at(code, outside, frame, row, range, passed, unroll));
    }
    boolean exact = rows.start().isEmpty() && rows.most() % unroll == 0;
    if (unroll == 1 || !exact) {
      code.loop(row, rows.length(), 1, () -> at(code, outside, frame, row, range, passed, 1));
    }
  }

  /** Handles {@code count} rows from {@code row} on. */
  private void at(
      Code code,
      Scope outside,
      Frame frame,
      Value row,
      Range range,
      List<Integer> passed,
      int count) {
    int q = nest.rank - 2;
    Scope scope = outside.inner();
    index(code, scope, q, frame.ranges.get(q), row);
    for (int p = 0; p < pointers(); p++) {
      if (stride(p, q) != 0) {
        scope.point(p, Address.at(moved(code, outside, p, q, row)));
      }
    }
    block(code, scope, range, passed, count, Optional.of(q));
  }

  /**
   * The method for one or more rows.
   *
   * @param axis the rows' axis, if the method has rows to step through
   */
  private void block(
      Code caller,
      Scope outside,
      Range range,
      List<Integer> passed,
      int count,
      Optional<Integer> axis) {
    int last = nest.rank - 1;
    List<Integer> along = passed.stream().filter(i -> nest.touches(i, last)).toList();
    List<Integer> each =
        passed.stream().filter(i -> axis.isPresent() && nest.touches(i, axis.get())).toList();
    List<Integer> eachAlong = each.stream().filter(i -> nest.touches(i, last)).toList();
    List<Integer> eachOnly = each.stream().filter(i -> !nest.touches(i, last)).toList();
    List<Integer> common = along.stream().filter(i -> !each.contains(i)).toList();
    List<Integer> wanted =
        new ArrayList<>(
            passed.stream().filter(i -> along.contains(i) || each.contains(i)).toList());
    wanted.addAll(reductions);
    Unit unit = new Unit(this, "rows" + count, caller);
    unit.pass(outside, wanted);
    for (int k = 0; k < reductions.size(); k++) {
      unit.pass(outside, accumulator(k));
    }
    Optional<Value> row = axis.filter(q -> asksIndex(q)).map(q -> unit.pass(outside.index(q)));
    Range inside = unit.pass(range);
    unit.write(
        (code, scope) -> {
          List<Scope> rows = new ArrayList<>();
          for (int u = 0; u < count; u++) {
            Scope one = scope.inner();
            int plus = u;
            row.ifPresent(
                r -> {
                  code.push(r).push(plus).emit(c -> c.iadd());
                  one.index(axis.orElseThrow(), code.store(DType.INT32, false));
                });
            for (int p = 0; p < pointers(); p++) {
              if (axis.isPresent() && scope.points(p) && stride(p, axis.get()) != 0) {
                Value number = Value.constant(DType.INT32, u);
                one.point(p, Address.at(moved(code, scope, p, axis.get(), number)));
              }
            }
            one.write(nest, eachOnly);
            rows.add(one);
          }
          columns(code, scope, rows, inside, common, eachAlong);
        });
  }

  private boolean asksIndex(int axis) {
    return nest.body.stream().anyMatch(i -> i instanceof Inst.Index x && x.axis() == axis);
  }

  /** The loop over the columns: {@code common} once, {@code each} for every row. */
  private void columns(
      Code code,
      Scope scope,
      List<Scope> rows,
      Range range,
      List<Integer> common,
      List<Integer> each) {
    int last = nest.rank - 1;
    List<Integer> wanted = new ArrayList<>(common);
    wanted.addAll(each);
    wanted.addAll(reductions);
    code.scope(
        () -> {
          Value i = zero(code);
          for (Step step : steps(code, range, 1)) {
            Arithmetic m = step.arithmetic();
            Scope shared = scope.inner(m);
            List<Scope> own = new ArrayList<>();
            if (m.lanes() > 1) {
              shared.splat(nest, wanted);
            }
            for (Scope row : rows) {
              Scope repeated = row.inner(m);
              if (m.lanes() > 1) {
                repeated.splatNew(nest, wanted, row);
              }
              own.add(repeated);
            }
            Value limit = range.length();
            if (m.lanes() > 1) {
              code.push(range.length()).push(m.lanes() - 1).emit(c -> c.isub());
              limit = code.store(DType.INT32, false);
            }
            code.loop(
                i,
                limit,
                m.lanes(),
                () -> {
                  Scope here = shared.inner();
                  index(code, here, last, range, i);
                  along(here, scope, i, 0);
                  here.write(nest, common);
                  List<Value> totals = new ArrayList<>();
                  for (int k = 0; k < reductions.size(); k++) {
                    totals.add(m.load(nest.dtype(reductions.get(k)), here.address(accumulator(k))));
                  }
                  for (int u = 0; u < rows.size(); u++) {
                    Scope there = here.inner();
                    there.adopt(rows.get(u));
                    there.adopt(own.get(u));
                    along(there, rows.get(u), i, 0);
                    there.write(nest, each);
                    for (int k = 0; k < reductions.size(); k++) {
                      Inst.Reduce reduce = (Inst.Reduce) nest.body.get(reductions.get(k));
                      BinaryKind combining = reduce.kind().combining();
                      Value value = there.value(nest, reduce.a());
                      totals.set(k, m.binary(combining, totals.get(k), value));
                    }
                  }
                  for (int k = 0; k < reductions.size(); k++) {
                    m.store(here.address(accumulator(k)), totals.get(k));
                  }
                });
          }
        });
  }

  /** What happens once for each result: the accumulators are done by now. */
  private void results(Frame frame, Code code) {
    int last = nest.rank - 1;
    List<Integer> stores =
        IntStream.range(0, nest.body.size())
            .filter(i -> nest.isStore(i) && !nest.isFull(i))
            .boxed()
            .toList();
    List<Integer> needed = nest.closure(stores);
    List<Integer> along = needed.stream().filter(i -> nest.touches(i, last)).toList();
    List<Integer> outer = keptAxes.subList(0, keptAxes.size() - 1);
    Range range = frame.ranges.get(last);
    List<Integer> outside =
        needed.stream().filter(i -> !(nest.body.get(i) instanceof Inst.Reduce)).toList();
    frame.loops(
        outer,
        outside,
        scope -> {
          Unit unit = new Unit(this, "results", code);
          unit.pass(scope, along);
          for (int k = 0; k < reductions.size(); k++) {
            unit.pass(scope, accumulator(k));
          }
          Range inside = unit.pass(range);
          unit.write((body, inner) -> result(body, inner, inside, along));
        });
  }

  private void result(Code code, Scope scope, Range range, List<Integer> along) {
    innermost(
        code,
        scope,
        range,
        steps(code, range, 1),
        along,
        (step, copies) -> {
          Scope copy = copies.getFirst();
          Arithmetic m = step.arithmetic();
          for (int k = 0; k < reductions.size(); k++) {
            Inst.Reduce reduce = (Inst.Reduce) nest.body.get(reductions.get(k));
            Address first = copy.address(accumulator(k));
            Value total = m.load(reduce.dtype(), first);
            if (shared()) {
              addChunks(code, m, reduce, first, total);
            }
            copy.define(reductions.get(k), total);
          }
          copy.write(nest, along);
        });
  }

  private void addChunks(Code code, Arithmetic m, Inst.Reduce reduce, Address first, Value total) {
    code.scope(
        () -> {
          first.push(code);
          Value pointer = masked(code);
          Value chunk = code.push(1).store(DType.INT32, false);
          code.loop(
              chunk,
              chunks(code),
              1,
              () -> {
                Address at = Address.at(moved(code, pointer, chunk, chunkStep(code)));
                Value part = m.load(reduce.dtype(), at);
                code.push(m.binary(reduce.kind().combining(), total, part));
                code.assign(total);
              });
        });
  }
}
