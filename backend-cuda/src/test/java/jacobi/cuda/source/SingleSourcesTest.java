package jacobi.cuda.source;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import jacobi.backend.Kernel;
import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.cuda.sim.SimulatedDevice;
import jacobi.graph.DType;
import jacobi.graph.Ints;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import jacobi.reference.ReferenceBackend;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The primitives' CUDA C, run on the simulated GPU, against the reference. */
class SingleSourcesTest {
  private static final ReferenceBackend REFERENCE = new ReferenceBackend();

  /** Room before and behind what an operand's view reaches. */
  private static final int MARGIN = 64;

  /** Draws the i-th element of an operand, as a double or a long. */
  private interface Draw {
    double next(SplittableRandom random);
  }

  private static final Draw NUMBERS = r -> r.nextInt(-9, 10) / 4.0;
  private static final Draw ODD =
      r -> r.nextInt(5) == 0 ? Double.NaN : r.nextInt(4) == 0 ? -0.0 : r.nextInt(-2, 3);

  private static Draw below(int n) {
    return r -> r.nextInt(n);
  }

  private static View view(DType dtype, int... dims) {
    return View.contiguous(dtype, Shape.of(dims));
  }

  /** A view of this shape that is neither contiguous nor begins at the beginning. */
  private static View strided(DType dtype, int... dims) {
    Shape shape = Shape.of(dims);
    long[] strides = new long[dims.length];
    long step = 2;
    long offset = 3;
    for (int i = 0; i < dims.length; i++) {
      strides[i] = i % 2 == 0 ? step : -step;
      offset += i % 2 == 0 ? 0 : step * Math.max(0, dims[i] - 1);
      step *= dims[i] + 1;
    }
    return new View(dtype, shape, offset, strides);
  }

  private static long reach(View v) {
    long most = v.offset();
    for (int i = 0; i < v.shape().rank(); i++) {
      most += Math.max(0, v.stride(i)) * Math.max(0, v.shape().dim(i) - 1);
    }
    return (most + 1) * v.dtype().bytes();
  }

  private static MemorySegment memory(Arena arena, View v) {
    return SimulatedDevice.spoiled(arena, reach(v) + MARGIN);
  }

  private static void fill(MemorySegment memory, DType dtype, Draw draw, SplittableRandom random) {
    for (long i = 0; (i + 1) * dtype.bytes() <= memory.byteSize(); i++) {
      double x = draw.next(random);
      switch (dtype) {
        case FLOAT32 -> memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) x);
        case FLOAT64 -> memory.setAtIndex(ValueLayout.JAVA_DOUBLE, i, x);
        case INT32 -> memory.setAtIndex(ValueLayout.JAVA_INT, i, (int) x);
        case INT64 -> memory.setAtIndex(ValueLayout.JAVA_LONG, i, (long) x);
        case BOOL -> memory.set(JAVA_BYTE, i, (byte) (x > 0 ? 1 : 0));
      }
    }
  }

  /** Something to compute, and how to draw its operands. */
  private record Case(Op op, List<View> in, List<Draw> draws) {
    Task.Single task() {
      Op.Type type = op.type(in.stream().map(v -> new Op.Type(v.dtype(), v.shape())).toList());
      return new Task.Single(
          op, in, new View(type.dtype(), type.shape(), 4, type.shape().strides()));
    }
  }

  private final List<Case> cases = new ArrayList<>();

  private void check(Op op, List<View> in, List<Draw> draws) {
    cases.add(new Case(op, in, draws));
  }

  /** All that a test has put down, compiled together. */
  @AfterEach
  void checkAll() {
    SimulatedDevice.get()
        .prepare(cases.stream().map(c -> SingleSources.of(c.task(), true).code()).toList());
    cases.forEach(SingleSourcesTest::check);
  }

  /**
   * Runs on the simulated GPU and on the reference; the results, and all around them, are alike.
   */
  private static void check(Case c) {
    List<View> in = c.in;
    List<Draw> draws = c.draws;
    Task.Single task = c.task();
    View out = task.out();
    SplittableRandom random = new SplittableRandom(7);
    try (Arena arena = Arena.ofConfined()) {
      List<MemorySegment> operands = new ArrayList<>();
      for (int i = 0; i < in.size(); i++) {
        operands.add(memory(arena, in.get(i)));
        fill(operands.getLast(), in.get(i).dtype(), draws.get(i), random);
      }
      MemorySegment expected = memory(arena, out);
      MemorySegment actual = memory(arena, out);
      long[] addresses = addresses(operands, expected);
      Kernel kernel = REFERENCE.compile(task);
      kernel.run(addresses, 0);
      long[] fault = run(task, addresses(operands, actual));
      assertThat(fault).as("fault of %s", task).containsOnly(0);
      assertThat(text(actual, out)).as(task.toString()).isEqualTo(text(expected, out));
    }
  }

  private static long[] run(Task.Single task, long[] addresses) {
    return SimulatedDevice.get().run(SingleSources.of(task, true), addresses);
  }

  private static long[] addresses(List<MemorySegment> operands, MemorySegment out) {
    long[] all = operands.stream().mapToLong(MemorySegment::address).toArray();
    long[] with = Arrays.copyOf(all, all.length + 1);
    with[all.length] = out.address();
    return with;
  }

  /** All elements, those around the result included. */
  private static String text(MemorySegment memory, View out) {
    return switch (out.dtype()) {
      case FLOAT32 -> Arrays.toString(memory.toArray(ValueLayout.JAVA_FLOAT));
      case FLOAT64 -> Arrays.toString(cut(memory, 8).toArray(ValueLayout.JAVA_DOUBLE));
      case INT32 -> Arrays.toString(cut(memory, 4).toArray(ValueLayout.JAVA_INT));
      case INT64 -> Arrays.toString(cut(memory, 8).toArray(ValueLayout.JAVA_LONG));
      case BOOL -> Arrays.toString(memory.toArray(JAVA_BYTE));
    };
  }

  private static MemorySegment cut(MemorySegment memory, int size) {
    return memory.asSlice(0, memory.byteSize() / size * size);
  }

  // --- rows -------------------------------------------------------------------------------------

  @Test
  void gather() {
    for (DType dtype : DType.values()) {
      check(
          new Op.Gather(),
          List.of(view(dtype, 7, 16), view(DType.INT32, 40)),
          List.of(NUMBERS, below(7)));
      check(
          new Op.Gather(),
          List.of(view(dtype, 7, 3), view(DType.INT64, 5, 9)),
          List.of(NUMBERS, below(7)));
      check(
          new Op.Gather(),
          List.of(strided(dtype, 7, 3, 5), strided(DType.INT64, 5, 9)),
          List.of(NUMBERS, below(7)));
      check(
          new Op.Gather(), List.of(view(dtype, 7), view(DType.INT32)), List.of(NUMBERS, below(7)));
    }
  }

  @Test
  void gatherOfRowsThatAreNotThere() {
    Task.Single task =
        new Task.Single(
            new Op.Gather(),
            List.of(view(DType.FLOAT32, 3, 4), view(DType.INT64, 2)),
            view(DType.FLOAT32, 2, 4));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(48, 64);
      MemorySegment at = arena.allocateFrom(ValueLayout.JAVA_LONG, 1, -5);
      MemorySegment out = SimulatedDevice.spoiled(arena, 64);

      long[] fault = run(task, addresses(List.of(data, at), out));

      assertThat(fault).containsExactly(Fault.GATHER_INDEX.code(), -5, 3);
      assertThat(SimulatedDevice.isSpoiled(out.asSlice(16))).isTrue();
      assertThat(out.get(ValueLayout.JAVA_FLOAT, 0)).isZero();
    }
  }

  @Test
  void scatterAdd() {
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64)) {
      check(
          new Op.ScatterAdd(),
          List.of(view(dtype, 7, 5), view(DType.INT32, 40), view(dtype, 40, 5)),
          List.of(NUMBERS, below(7), NUMBERS));
      check(
          new Op.ScatterAdd(),
          List.of(
              strided(dtype, 9, 2, 70), strided(DType.INT64, 4, 5), strided(dtype, 4, 5, 2, 70)),
          List.of(NUMBERS, below(9), NUMBERS));
      check(
          new Op.ScatterAdd(),
          List.of(view(dtype, 7), view(DType.INT32, 0), view(dtype, 0)),
          List.of(NUMBERS, below(7), NUMBERS));
    }
  }

  @Test
  void scatterAddOfManyRows() {
    check(
        new Op.ScatterAdd(),
        List.of(
            view(DType.FLOAT32, 3000, 2), view(DType.INT32, 30000), view(DType.FLOAT32, 30000, 2)),
        List.of(NUMBERS, below(3000), r -> r.nextDouble()));
  }

  @Test
  void scatterAddInPlaceLeavesOtherRows() {
    View base = view(DType.FLOAT32, 5, 2);
    Task.Single task =
        new Task.Single(
            new Op.ScatterAdd(),
            List.of(base, view(DType.INT32, 3), view(DType.FLOAT32, 3, 2)),
            base);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment all = arena.allocate(64, 64);
      MemorySegment at = arena.allocateFrom(ValueLayout.JAVA_INT, 4, 1, 4);
      MemorySegment rows = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3, 4, 5, 6);
      for (int i = 0; i < 10; i++) {
        all.setAtIndex(ValueLayout.JAVA_FLOAT, i, 10 * i);
      }

      run(task, addresses(List.of(all, at, rows), all));

      assertThat(all.asSlice(0, 40).toArray(ValueLayout.JAVA_FLOAT))
          .containsExactly(0, 10, 23, 34, 40, 50, 60, 70, 86, 98);
    }
  }

  @Test
  void scatterAddToRowsThatAreNotThere() {
    View base = view(DType.FLOAT32, 2, 1);
    Task.Single task =
        new Task.Single(
            new Op.ScatterAdd(),
            List.of(base, view(DType.INT32, 2), view(DType.FLOAT32, 2, 1)),
            base);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment all = arena.allocate(64, 64);
      MemorySegment at = arena.allocateFrom(ValueLayout.JAVA_INT, 2, 1);
      MemorySegment rows = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2);

      long[] fault = run(task, addresses(List.of(all, at, rows), all));

      assertThat(fault).containsExactly(Fault.SCATTER_INDEX.code(), 2, 2);
      assertThat(all.asSlice(0, 8).toArray(ValueLayout.JAVA_FLOAT)).containsExactly(0, 2);
    }
  }

  @Test
  void firstEqual() {
    for (DType dtype : List.of(DType.INT32, DType.INT64)) {
      for (int n : new int[] {0, 1, 2, 300, 5000}) {
        check(new Op.FirstEqual(), List.of(view(dtype, n)), List.of(below(n / 2 + 1)));
      }
      check(new Op.FirstEqual(), List.of(strided(dtype, 100)), List.of(r -> r.nextInt(-9, 9)));
    }
  }

  // --- lines ------------------------------------------------------------------------------------

  @Test
  void argMax() {
    for (DType dtype : DType.values()) {
      for (int length : new int[] {1, 3, 40, 1500}) {
        for (Draw draw : List.of(NUMBERS, ODD)) {
          check(new Op.ArgMax(1), List.of(view(dtype, 9, length)), List.of(draw));
          check(new Op.ArgMax(0), List.of(view(dtype, length, 5)), List.of(draw));
          check(new Op.ArgMax(1), List.of(strided(dtype, 3, length, 2)), List.of(draw));
        }
      }
    }
  }

  @Test
  void cumSum() {
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64)) {
      for (int length : new int[] {1, 3, 40, 1500}) {
        for (boolean reverse : new boolean[] {false, true}) {
          check(new Op.CumSum(1, reverse), List.of(view(dtype, 9, length)), List.of(NUMBERS));
          check(new Op.CumSum(0, reverse), List.of(view(dtype, length, 5)), List.of(NUMBERS));
          check(new Op.CumSum(1, reverse), List.of(strided(dtype, 3, length, 2)), List.of(NUMBERS));
        }
      }
      check(new Op.CumSum(0, false), List.of(view(dtype, 0, 2)), List.of(NUMBERS));
    }
  }

  // --- made -------------------------------------------------------------------------------------

  @Test
  void random() {
    for (DType dtype : DType.values()) {
      for (int n : new int[] {0, 1, 4, 1003}) {
        check(
            new Op.Random(dtype, Shape.of(n), 0x9123456789ABCDEFL),
            List.of(view(DType.INT64)),
            List.of(r -> 1e15 * r.nextDouble()));
      }
    }
  }

  // --- moved ------------------------------------------------------------------------------------

  @Test
  void moved() {
    for (DType dtype : DType.values()) {
      List<Draw> one = List.of(NUMBERS);
      for (View in : List.of(view(dtype, 6, 5, 8), strided(dtype, 6, 5, 8))) {
        check(new Op.Reshape(Shape.of(30, 8)), List.of(in), one);
        check(new Op.Detach(), List.of(in), one);
        check(new Op.Permute(Ints.of(2, 0, 1)), List.of(in), one);
        check(new Op.Slice(Ints.of(1, 0, 2), Ints.of(2, 5, 3), Ints.of(3, 1, 2)), List.of(in), one);
        check(new Op.Flip(Ints.of(0, 2)), List.of(in), one);
        check(new Op.Pad(Ints.of(1, 0, 2), Ints.of(0, 0, 3), Ints.of(2, 0, 1)), List.of(in), one);
        check(new Op.Concat(1), List.of(in, view(dtype, 6, 3, 8)), List.of(NUMBERS, NUMBERS));
      }
      check(new Op.Broadcast(Shape.of(4, 3, 5)), List.of(view(dtype, 4, 1, 5)), one);
      check(
          new Op.Concat(0),
          List.of(view(dtype, 0, 2), view(dtype, 3, 2)),
          List.of(NUMBERS, NUMBERS));
      check(new Op.Reshape(Shape.of(1)), List.of(view(dtype)), one);
      check(new Op.Pad(Ints.of(1), Ints.of(1), Ints.of(0)), List.of(view(dtype, 0)), one);
    }
  }
}
