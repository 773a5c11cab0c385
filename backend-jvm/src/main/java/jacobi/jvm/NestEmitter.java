package jacobi.jvm;

import static java.lang.constant.ConstantDescs.CD_int;

import jacobi.backend.Inst;
import jacobi.graph.DType;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Writes the class of a loop nest. {@code run} opens the outer loops and calls a static method for
 * the inner ones: the JIT compiles that after a few calls, where one large method would have to
 * wait until its loops have run very often.
 *
 * <p>What nests of one form may differ in is not written into the code but passed to it as sizes:
 * extents, offsets, and strides but those of the innermost loop, without which C2 could neither
 * make vectors nor drop bounds checks.
 */
abstract class NestEmitter {
  /**
   * No address sets the top bits, but C2 cannot know: once they are masked off, it sees that every
   * access lies inside {@link jacobi.backend.Memory#ALL} and drops the bounds checks.
   */
  private static final long ADDRESS_BITS = (1L << 62) - 1;

  /** Axes up to this extent are written into the code: C2 unrolls loops over them. */
  private static final int SHORT = 16;

  final NestAnalysis nest;
  final NestForm form;
  final NestSplit split;
  final int unroll;
  final KernelClass owner = new KernelClass();

  NestEmitter(NestAnalysis nest, NestForm form, NestSplit split, int unroll) {
    this.nest = nest;
    this.form = form;
    this.split = split;
    this.unroll = unroll;
  }

  /** Writes all methods. */
  abstract void write();

  /** Bytes of scratch memory, beginning with the first accumulator. */
  long scratchBytes() {
    return 0;
  }

  /** A number that nests of this form may differ in; {@code role} says which. */
  final Value size(Code code, DType dtype, String role, long value) {
    int at = owner.size(role, value);
    return code.hoist(
        role,
        dtype,
        false,
        c -> {
          c.aload(code.sizes()).loadConstant(at).laload();
          if (dtype == DType.INT32) {
            c.l2i();
          }
        });
  }

  /** Step in bytes along an axis other than the last. */
  final Value step(Code code, int pointer, int axis) {
    return size(code, DType.INT64, "stride " + pointer + " " + axis, stride(pointer, axis));
  }

  /** The number of pieces' parts that make up a result. */
  final Value chunks(Code code) {
    return size(code, DType.INT32, "chunks", split.chunks());
  }

  final Arithmetic scalar(Code code) {
    return new ScalarArithmetic(code, owner);
  }

  /** The innermost loop's arithmetic. */
  final Arithmetic wide(Code code) {
    return form.bits() == 0 ? scalar(code) : new VectorArithmetic(code, form.bits(), form.home());
  }

  /** Operands, and after them pointers to accumulators in scratch memory. */
  int pointers() {
    return nest.strides.length;
  }

  /** Step in bytes along an axis. */
  long stride(int pointer, int axis) {
    return nest.strides[pointer][axis];
  }

  /** Bytes from the beginning of the pointer's buffer to element 0. */
  long offset(int pointer) {
    var view = nest.nest.operands().get(pointer);
    return view.offset() * view.dtype().bytes();
  }

  /** The number of the pointer's buffer among the addresses. */
  int buffer(int pointer) {
    return pointer;
  }

  /**
   * Where a piece begins and how long it is along an axis. Loops begin at 0 all the same, which
   * tells C2 that addresses do not wrap.
   */
  record Range(Optional<Value> start, Value length, int most) {}

  /** What {@code run} and {@code finish} share: all operands pointed to, ranges of all axes. */
  final class Frame {
    final Code code;
    final Scope scope;
    final List<Range> ranges = new ArrayList<>();

    /**
     * @param cut whether the ranges are those of a piece, whose number is in local variable 2,
     *     rather than whole axes
     */
    Frame(Code code, boolean cut) {
      this.code = code;
      this.scope = new Scope(scalar(code));
      for (int axis = 0; axis < nest.rank; axis++) {
        ranges.add(cut && split.counts()[axis] > 1 ? piece(axis) : whole(axis));
      }
      for (int p = 0; p < pointers(); p++) {
        scope.point(p, Address.at(base(p)));
      }
    }

    private Range whole(int axis) {
      int extent = nest.extents[axis];
      return new Range(
          Optional.empty(),
          extent <= SHORT ? Value.constant(DType.INT32, extent) : extent(axis),
          extent);
    }

    private Value extent(int axis) {
      return size(code, DType.INT32, "extent " + axis, nest.extents[axis]);
    }

    private Range piece(int axis) {
      int block = split.blocks()[axis];
      Value length = size(code, DType.INT32, "block " + axis, block);
      pushBlock(code, axis);
      code.push(length).emit(c -> c.imul());
      Value start = code.store(DType.INT32, false);
      code.push(extent(axis)).push(start).emit(c -> c.isub()).push(length);
      code.invokeStatic(
          ScalarArithmetic.desc(Math.class), "min", MethodTypeDesc.of(CD_int, CD_int, CD_int));
      return new Range(Optional.of(start), code.store(DType.INT32, false), block);
    }

    private Value base(int pointer) {
      code.emit(c -> c.aload(KernelClass.ADDRESSES)).push(buffer(pointer)).emit(c -> c.laload());
      code.push(size(code, DType.INT64, "offset " + pointer, offset(pointer)));
      code.emit(c -> c.ladd());
      for (int axis = 0; axis < nest.rank; axis++) {
        if (ranges.get(axis).start.isPresent() && stride(pointer, axis) != 0) {
          code.push(ranges.get(axis).start.get()).emit(c -> c.i2l());
          code.push(step(code, pointer, axis)).emit(c -> c.lmul().ladd());
        }
      }
      return masked(code);
    }

    /** Loops over axes, outermost first; what depends on nothing deeper is computed on the way. */
    void loops(List<Integer> axes, List<Integer> instructions, Consumer<Scope> inside) {
      Scope inner = scope.inner();
      inner.write(nest, at(instructions, 0));
      nested(code, inner, ranges, axes, instructions, inside);
    }
  }

  /** Which of its blocks along an axis the piece has. */
  private void pushBlock(Code code, int axis) {
    int below = 1;
    for (int inner = axis + 1; inner < nest.rank; inner++) {
      below *= split.counts()[inner];
    }
    code.emit(c -> c.iload(KernelClass.PIECE));
    code.push(size(code, DType.INT32, "pieces below " + axis, below)).emit(c -> c.idiv());
    code.push(size(code, DType.INT32, "count " + axis, split.counts()[axis])).emit(c -> c.irem());
  }

  /** The number of the piece among those that share a result. */
  final Value chunk(Code code) {
    code.push(0);
    for (int axis = 0; axis < nest.rank; axis++) {
      int count = split.counts()[axis];
      if (count > 1 && nest.reduced[axis]) {
        code.push(size(code, DType.INT32, "count " + axis, count)).emit(c -> c.imul());
        pushBlock(code, axis);
        code.emit(c -> c.iadd());
      }
    }
    return code.store(DType.INT32, false);
  }

  private List<Integer> at(List<Integer> instructions, int depth) {
    return instructions.stream().filter(i -> nest.depth(i) == depth).toList();
  }

  /** As {@link Frame#loops}, anywhere. */
  final void nested(
      Code code,
      Scope scope,
      List<Range> ranges,
      List<Integer> axes,
      List<Integer> instructions,
      Consumer<Scope> inside) {
    if (axes.isEmpty()) {
      inside.accept(scope);
      return;
    }
    int axis = axes.getFirst();
    code.scope(
        () -> {
          Range range = ranges.get(axis);
          Value i = zero(code);
          code.loop(
              i,
              range.length,
              1,
              () -> {
                Scope inner = scope.inner();
                index(code, inner, axis, range, i);
                for (int p = 0; p < pointers(); p++) {
                  if (scope.points(p) && stride(p, axis) != 0) {
                    inner.point(p, Address.at(moved(code, scope, p, axis, i)));
                  }
                }
                inner.write(nest, at(instructions, axis + 1));
                nested(code, inner, ranges, axes.subList(1, axes.size()), instructions, inside);
              });
        });
  }

  /** The pointer {@code i} steps along an axis. */
  final Value moved(Code code, Scope scope, int pointer, int axis, Value i) {
    return moved(code, scope.address(pointer).pointer(), i, step(code, pointer, axis));
  }

  static Value moved(Code code, Value pointer, Value i, Value step) {
    code.push(pointer).push(i).emit(c -> c.i2l()).push(step).emit(c -> c.lmul().ladd());
    return masked(code);
  }

  static Value masked(Code code) {
    code.push(ADDRESS_BITS).emit(c -> c.land());
    return code.store(DType.INT64, false);
  }

  static Value zero(Code code) {
    return code.push(0).store(DType.INT32, false);
  }

  /** Makes the index along an axis known where the nest asks for it. */
  final void index(Code code, Scope scope, int axis, Range range, Value i) {
    boolean asked =
        nest.body.stream().anyMatch(inst -> inst instanceof Inst.Index x && x.axis() == axis);
    if (!asked) {
      return;
    }
    if (range.start.isEmpty()) {
      scope.index(axis, i);
    } else {
      code.push(i).push(range.start.get()).emit(c -> c.iadd());
      scope.index(axis, code.store(DType.INT32, false));
    }
  }

  /** One of the forms that an innermost loop takes: {@code unroll} times the lanes at a time. */
  record Step(Arithmetic arithmetic, int unroll) {
    int width() {
      return arithmetic.lanes() * unroll;
    }
  }

  /** How to get through a range: unrolled vectors, vectors, elements. */
  final List<Step> steps(Code code, Range range, int unroll) {
    List<Step> steps = new ArrayList<>();
    Arithmetic wide = wide(code);
    int left = range.most;
    boolean exact = range.start.isEmpty();
    if (unroll > 1 && left >= wide.lanes() * unroll) {
      steps.add(new Step(wide, unroll));
      left = exact ? left % (wide.lanes() * unroll) : left;
    }
    if (wide.lanes() > 1 && left >= wide.lanes()) {
      steps.add(new Step(wide, 1));
      left = exact ? left % wide.lanes() : left;
    }
    if (left > 0) {
      steps.add(new Step(scalar(code), 1));
    }
    return steps;
  }

  /**
   * Writes the loops over the last axis, one for each step. {@code inside} gets the scope for each
   * of the unrolled copies.
   */
  final void innermost(
      Code code,
      Scope scope,
      Range range,
      List<Step> steps,
      List<Integer> instructions,
      BiConsumer<Step, List<Scope>> inside) {
    int axis = nest.rank - 1;
    code.scope(
        () -> {
          Value i = zero(code);
          for (Step step : steps) {
            Scope prepared = scope.inner(step.arithmetic);
            if (step.arithmetic.lanes() > 1) {
              prepared.splat(nest, instructions);
            }
            Value limit = range.length;
            if (step.width() > 1) {
              code.push(range.length).push(step.width() - 1).emit(c -> c.isub());
              limit = code.store(DType.INT32, false);
            }
            code.loop(
                i,
                limit,
                step.width(),
                () -> {
                  index(code, prepared, axis, range, i);
                  List<Scope> copies = new ArrayList<>();
                  for (int u = 0; u < step.unroll; u++) {
                    Scope copy = prepared.inner();
                    along(copy, scope, i, u * step.arithmetic.lanes());
                    copies.add(copy);
                  }
                  inside.accept(step, copies);
                });
          }
        });
  }

  /** Points operands to element {@code i + plus} of the last axis. */
  final void along(Scope copy, Scope base, Value i, int plus) {
    int axis = nest.rank - 1;
    copy.plus(plus);
    for (int p = 0; p < pointers(); p++) {
      if (base.points(p) && stride(p, axis) != 0) {
        Value pointer = base.address(p).pointer();
        copy.point(p, Address.indexed(pointer, i, stride(p, axis), plus));
      }
    }
  }
}
