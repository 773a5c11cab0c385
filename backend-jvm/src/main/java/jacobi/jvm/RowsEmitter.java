package jacobi.jvm;

import jacobi.backend.Inst;
import jacobi.graph.DType;
import jacobi.graph.Op.BinaryKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Nests whose last axes are reduced. Each row is passed over once for each stage; what a pass needs
 * of the row is computed again, from loads that hit the cache.
 *
 * <p>Where a row is shared by several pieces, each leaves its part of every result in scratch
 * memory, and {@code finish} puts them together in order.
 */
final class RowsEmitter extends NestEmitter {
  private static final int SLOT = 8;
  private final int kept;
  private final List<Integer> reductions;
  private final long keptPoints;

  RowsEmitter(NestAnalysis nest, NestForm form, NestSplit split, int unroll) {
    super(nest, form, split, unroll);
    int first = 0;
    long points = 1;
    while (!nest.reduced[first]) {
      points *= nest.extents[first];
      first++;
    }
    kept = first;
    keptPoints = points;
    reductions = nest.reductions();
  }

  private boolean shared() {
    return split.chunks() > 1;
  }

  @Override
  long scratchBytes() {
    return shared() ? reductions.size() * keptPoints * split.chunks() * SLOT : 0;
  }

  /** Partial results: [reduction][kept point][chunk]. */
  @Override
  int pointers() {
    return super.pointers() + (shared() ? reductions.size() : 0);
  }

  @Override
  long stride(int pointer, int axis) {
    if (pointer < super.pointers()) {
      return super.stride(pointer, axis);
    }
    long stride = split.chunks() * (long) SLOT;
    for (int inner = kept - 1; inner > axis; inner--) {
      stride *= nest.extents[inner];
    }
    return axis < kept ? stride : 0;
  }

  @Override
  long offset(int pointer) {
    int reduction = pointer - super.pointers();
    return reduction < 0 ? super.offset(pointer) : reduction * keptPoints * split.chunks() * SLOT;
  }

  @Override
  int buffer(int pointer) {
    return Math.min(pointer, super.pointers());
  }

  @Override
  void write() {
    List<Integer> all = IntStream.range(0, nest.body.size()).boxed().toList();
    List<Integer> rowOnly = all.stream().filter(i -> !nest.isFull(i)).toList();
    // Stores of shared rows are left to finish.
    List<Integer> before =
        rowOnly.stream().filter(i -> nest.ready(i) == 0 && !(shared() && nest.isStore(i))).toList();
    List<Integer> axes = IntStream.range(0, kept).boxed().toList();
    owner.override(
        "run",
        KernelClass.RUN,
        code -> {
          Frame frame = new Frame(code, true);
          Value chunk = shared() ? chunk(code) : Value.constant(DType.INT32, 0);
          frame.loops(axes, before, scope -> row(code, scope, frame.ranges, chunk));
        });
    if (shared()) {
      owner.override(
          "finish",
          KernelClass.FINISH,
          code -> {
            Frame frame = new Frame(code, false);
            List<Integer> loads = rowOnly.stream().filter(i -> nest.ready(i) == 0).toList();
            frame.loops(axes, loads, scope -> combine(code, scope, rowOnly));
          });
    }
  }

  private void row(Code caller, Scope outside, List<Range> ranges, Value chunk) {
    List<Integer> inside =
        IntStream.range(0, nest.body.size())
            .filter(i -> nest.isFull(i) || nest.ready(i) > 0)
            .filter(i -> !(shared() && !nest.isFull(i) && nest.isStore(i)))
            .boxed()
            .toList();
    Unit unit = new Unit(this, "row", caller);
    unit.pass(outside, inside);
    for (int p = super.pointers(); p < pointers(); p++) {
      unit.pass(outside, p);
    }
    List<Range> passed = ranges.stream().map(unit::pass).toList();
    Value slot = unit.pass(chunk);
    unit.write(
        (code, scope) -> {
          for (int stage = 0; stage < nest.stages; stage++) {
            stage(code, scope, passed, stage);
            if (!shared()) {
              int over = stage + 1;
              scope.write(
                  nest,
                  inside.stream().filter(i -> !nest.isFull(i) && nest.ready(i) == over).toList());
            }
          }
          if (shared()) {
            leave(scope, slot);
          }
        });
  }

  /** One pass over a row: makes the results of its reductions known in {@code scope}. */
  private void stage(Code code, Scope scope, List<Range> ranges, int stage) {
    List<Integer> passed = nest.passed(stage);
    List<Integer> results = nest.reductions(stage);
    List<Integer> roots = new ArrayList<>(passed);
    // Also splats what is reduced without depending on the row.
    roots.addAll(results);
    Range range = ranges.getLast();
    List<Step> steps = steps(code, range, unroll);
    Map<Integer, List<Value>> wide = new HashMap<>();
    Map<Integer, Value> single = new HashMap<>();
    Arithmetic scalar = scope.arithmetic();
    boolean vectors = steps.getFirst().arithmetic().lanes() > 1;
    for (int r : results) {
      DType dtype = nest.dtype(r);
      Number identity = Arithmetic.identity(((Inst.Reduce) nest.body.get(r)).kind(), dtype);
      wide.put(
          r,
          Code.copies(
              steps.getFirst().unroll(),
              () -> start(code, steps.getFirst().arithmetic().constant(dtype, identity))));
      if (vectors && steps.getLast().arithmetic().lanes() == 1) {
        single.put(r, start(code, scalar.constant(dtype, identity)));
      }
    }
    List<Integer> axes = IntStream.range(kept, nest.rank - 1).boxed().toList();
    nested(
        code,
        scope,
        ranges,
        axes,
        passed,
        inner ->
            innermost(
                code,
                inner,
                range,
                steps,
                roots,
                (step, copies) -> {
                  for (int u = 0; u < copies.size(); u++) {
                    Scope copy = copies.get(u);
                    copy.write(nest, along(passed));
                    for (int r : results) {
                      boolean tail = vectors && step.arithmetic().lanes() == 1;
                      Value total = tail ? single.get(r) : wide.get(r).get(u);
                      Inst.Reduce reduce = (Inst.Reduce) nest.body.get(r);
                      accumulate(code, copy, total, reduce);
                    }
                  }
                }));
    for (int r : results) {
      Inst.Reduce reduce = (Inst.Reduce) nest.body.get(r);
      BinaryKind combining = reduce.kind().combining();
      Arithmetic m = steps.getFirst().arithmetic();
      List<Value> parts = wide.get(r);
      while (parts.size() > 1) {
        List<Value> halves = new ArrayList<>();
        for (int i = 0; i < parts.size() / 2; i++) {
          halves.add(m.binary(combining, parts.get(i), parts.get(i + parts.size() / 2)));
        }
        parts = halves;
      }
      Value total = m.reduce(reduce.kind(), parts.getFirst());
      if (single.containsKey(r)) {
        total = scalar.binary(combining, total, single.get(r));
      }
      scope.define(r, total);
    }
  }

  private List<Integer> along(List<Integer> instructions) {
    return instructions.stream().filter(i -> nest.touches(i, nest.rank - 1)).toList();
  }

  private static Value start(Code code, Value identity) {
    code.push(identity);
    return code.store(identity.dtype, identity.vector);
  }

  private void accumulate(Code code, Scope scope, Value total, Inst.Reduce reduce) {
    Arithmetic m = scope.arithmetic();
    Value sum = m.binary(reduce.kind().combining(), total, scope.value(nest, reduce.a()));
    code.push(sum);
    code.assign(total);
  }

  private void leave(Scope scope, Value slot) {
    for (int k = 0; k < reductions.size(); k++) {
      Value pointer = scope.address(super.pointers() + k).pointer();
      scope
          .arithmetic()
          .store(
              new Address(pointer, Optional.of(slot), SLOT, 0),
              scope.value(nest, reductions.get(k)));
    }
  }

  /** Puts the parts of a row together, then does what comes after. */
  private void combine(Code code, Scope scope, List<Integer> rowOnly) {
    Arithmetic m = scope.arithmetic();
    for (int k = 0; k < reductions.size(); k++) {
      Inst.Reduce reduce = (Inst.Reduce) nest.body.get(reductions.get(k));
      Value pointer = scope.address(super.pointers() + k).pointer();
      Value total = start(code, m.load(reduce.dtype(), Address.at(pointer)));
      code.scope(
          () -> {
            Value chunk = code.push(1).store(DType.INT32, false);
            code.loop(
                chunk,
                chunks(code),
                1,
                () -> {
                  Address at = new Address(pointer, Optional.of(chunk), SLOT, 0);
                  Value part = m.load(reduce.dtype(), at);
                  code.push(m.binary(reduce.kind().combining(), total, part));
                  code.assign(total);
                });
          });
      scope.define(reductions.get(k), total);
    }
    scope.write(nest, rowOnly.stream().filter(i -> nest.ready(i) == 1).toList());
  }
}
