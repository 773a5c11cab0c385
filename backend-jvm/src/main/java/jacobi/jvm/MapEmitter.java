package jacobi.jvm;

import java.util.List;
import java.util.stream.IntStream;

/** Nests without reduction: every point by itself. */
final class MapEmitter extends NestEmitter {
  MapEmitter(NestAnalysis nest, NestForm form, NestSplit split) {
    super(nest, form, split, 1);
  }

  @Override
  void write() {
    int last = nest.rank - 1;
    List<Integer> all = IntStream.range(0, nest.body.size()).boxed().toList();
    List<Integer> along = all.stream().filter(i -> nest.touches(i, last)).toList();
    owner.override(
        "run",
        KernelClass.RUN,
        code -> {
          Frame frame = new Frame(code, true);
          List<Integer> axes = IntStream.range(0, last).boxed().toList();
          frame.loops(axes, all, scope -> line(code, scope, frame.ranges.get(last), along));
        });
  }

  private void line(Code caller, Scope outside, Range range, List<Integer> along) {
    if (along.isEmpty()) {
      return;
    }
    Unit unit = new Unit(this, "line", caller);
    unit.pass(outside, along);
    Range inside = unit.pass(range);
    unit.write(
        (code, scope) ->
            innermost(
                code,
                scope,
                inside,
                steps(code, inside, unroll),
                along,
                (step, copies) -> copies.forEach(copy -> copy.write(nest, along))));
  }
}
