package jacobi.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jacobi.backend.Kernel;
import jacobi.backend.Prepared;
import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.graph.Convolution;
import jacobi.graph.DType;
import jacobi.graph.Ints;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import jacobi.graph.Window;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How convolutions are cut into pieces; their values are in the specifications of operations. */
class ConvKernelTest {
  @BeforeEach
  void needsTheNativeLibrary() {
    OneDnnBackend backend = new OneDnnBackend();
    assumeTrue(backend.unavailable().isEmpty(), backend::unavailable);
  }

  @Test
  void fewImagesAreCutByRows() {
    Window plane = Window.of(2);
    Shape filters = Shape.of(16, 5, 3, 16);
    for (Window w :
        List.of(
            plane,
            plane.padding(2),
            plane.padding(Ints.of(4, 0), Ints.of(1, 3)),
            plane.padding(3, 1).stride(2, 1),
            plane.padding(2).dilation(2, 1),
            plane.stride(3, 1).dilation(2, 1).padding(1))) {
      for (int cores = 2; cores <= 5; cores++) {
        check(task(Shape.of(1, 31, 40, 16), filters, w, 1), cores);
      }
    }
    check(task(Shape.of(2, 31, 40, 16), filters, plane.padding(2), 1), 5);
    check(task(Shape.of(1, 31, 40, 16), Shape.of(16, 5, 3, 8), plane.padding(2), 2), 3);
    check(task(Shape.of(1, 300, 16), Shape.of(32, 5, 16), Window.of(1).padding(2), 1), 3);
    check(task(Shape.of(1, 12, 9, 14, 8), Shape.of(8, 3, 3, 3, 8), Window.of(3).padding(1), 1), 3);
    check(task(Shape.of(1, 60, 60, 1), Shape.of(32, 5, 5, 1), plane.padding(2), 1), 3);
  }

  @Test
  void partialGradientsAreAdded() {
    Window same = Window.of(2).padding(1);
    Shape x = Shape.of(7, 20, 20, 8);
    Convolution op = new Convolution.ConvFilter(same, 1, Ints.of(3, 3));
    check(new ConvTask(op, view(x), view(x.with(3, 16)), view(Shape.of(16, 3, 3, 8))), 2);
  }

  private static ConvTask task(Shape x, Shape filters, Window window, int groups) {
    Convolution op = new Convolution.Conv(window, groups);
    Op.Type out =
        op.type(List.of(new Op.Type(DType.FLOAT32, x), new Op.Type(DType.FLOAT32, filters)));
    return ConvTask.of(new Task.Single(op, List.of(view(x), view(filters)), view(out.shape())))
        .orElseThrow();
  }

  private static View view(Shape shape) {
    return View.contiguous(DType.FLOAT32, shape);
  }

  /** In more pieces, and those by rows, it gives the same. */
  private static void check(ConvTask task, int cores) {
    ConvKernel whole = new ConvKernel(task, 1);
    ConvKernel cut = new ConvKernel(task, cores);
    assertThat(whole.pieces()).isEqualTo(Math.min(2, task.images()));
    assertThat(cut.pieces()).isBetween(Math.max(2, cores - 1), 2 * cores);
    Optional<Prepared> prepared = ConvKernel.withPreparedFilters(task, cores);
    if (prepared.isPresent()) {
      assertThat(run(prepared.get(), task)).isEqualTo(run(cut, task));
    }
    float[] expected = run(whole, task);
    float[] actual = run(cut, task);
    float tolerance = task.op() instanceof Convolution.ConvFilter ? 1e-3f : 1e-4f;
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]))
          .describedAs("element %d in %d pieces of %s", i, cut.pieces(), task)
          .isLessThan(tolerance);
    }
  }

  @Test
  void constantFiltersAreLaidOutOnce() {
    ConvTask forward = task(Shape.of(1, 31, 40, 16), Shape.of(16, 5, 3, 16), Window.of(2), 1);
    ConvKernel kernel = new ConvKernel(forward, 2);
    assertThat(kernel.scratchBytes()).isPositive();
    Prepared prepared = ConvKernel.withPreparedFilters(forward, 2).orElseThrow();
    assertThat(prepared.kernel().scratchBytes()).isZero();
    Shape x = Shape.of(7, 20, 20, 8);
    Convolution op = new Convolution.ConvFilter(Window.of(2).padding(1), 1, Ints.of(3, 3));
    ConvTask gradient = new ConvTask(op, view(x), view(x.with(3, 16)), view(Shape.of(16, 3, 3, 8)));
    assertThat(ConvKernel.withPreparedFilters(gradient, 2)).isEmpty();
  }

  private static float[] run(Prepared prepared, ConvTask task) {
    Kernel preparing =
        new Kernel() {
          @Override
          public int pieces() {
            return prepared.kernel().pieces();
          }

          @Override
          public void run(long[] addresses, int piece) {
            try (Arena arena = Arena.ofConfined()) {
              long form = arena.allocate(prepared.bytes(), 64).address();
              prepared.prepare().run(new long[] {addresses[1], form}, 0);
              prepared.kernel().run(new long[] {addresses[0], form, addresses[2]}, piece);
            }
          }
        };
    return run(preparing, task);
  }

  private static float[] run(Kernel kernel, ConvTask task) {
    try (Arena arena = Arena.ofConfined()) {
      SplittableRandom random = new SplittableRandom(1);
      long[] addresses = new long[4];
      List<View> views = List.of(task.first(), task.second(), task.out());
      MemorySegment out = MemorySegment.NULL;
      for (int i = 0; i < 3; i++) {
        out = arena.allocate(views.get(i).shape().size() * Float.BYTES, 64);
        for (long j = 0; j < views.get(i).shape().size(); j++) {
          out.setAtIndex(JAVA_FLOAT, j, i == 2 ? Float.NaN : (float) random.nextDouble(-1, 1));
        }
        addresses[i] = out.address();
      }
      addresses[3] = arena.allocate(Math.max(64, kernel.scratchBytes()), 64).address();
      for (int piece = 0; piece < kernel.pieces(); piece++) {
        kernel.run(addresses, piece);
      }
      kernel.finish(addresses);
      return out.toArray(JAVA_FLOAT);
    }
  }
}
