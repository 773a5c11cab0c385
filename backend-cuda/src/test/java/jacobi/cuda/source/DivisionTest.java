package jacobi.cuda.source;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.View;
import jacobi.cuda.sim.SimulatedDevice;
import jacobi.graph.DType;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Integer division as Java does it, but that 0 is a fault to be told later. */
class DivisionTest {
  private static long[] divide(int[] a, int[] b, int[] quotients) {
    View view = View.contiguous(DType.INT32, Shape.of(a.length));
    LoopNest nest =
        new LoopNest(
            view.shape(),
            List.of(false),
            List.of(view, view, view),
            List.of(
                new Inst.Load(0, DType.INT32),
                new Inst.Load(1, DType.INT32),
                new Inst.Binary(BinaryKind.DIV, 0, 1, DType.INT32),
                new Inst.Store(2, 2, DType.INT32)));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_INT, a.length);
      long[] fault =
          SimulatedDevice.get()
              .run(
                  Sources.of(nest),
                  arena.allocate(64, 64).copyFrom(MemorySegment.ofArray(a)).address(),
                  arena.allocate(64, 64).copyFrom(MemorySegment.ofArray(b)).address(),
                  out.address());
      MemorySegment.copy(out, JAVA_INT, 0, quotients, 0, a.length);
      return fault;
    }
  }

  @Test
  void towardsZeroAndWrappingAround() {
    int[] quotients = new int[5];
    long[] fault =
        divide(new int[] {7, -7, 7, Integer.MIN_VALUE, 0}, new int[] {2, 2, -2, -1, 5}, quotients);
    assertThat(quotients).containsExactly(3, -3, -3, Integer.MIN_VALUE, 0);
    assertThat(fault).containsOnly(0);
  }

  @Test
  void byZeroIsReported() {
    int[] quotients = new int[5];
    long[] fault = divide(new int[] {1, 2, 42, 4, 5}, new int[] {1, 1, 0, 1, 1}, quotients);
    assertThat(fault).containsExactly(Fault.DIVISION.code(), 42, 0);
    assertThat(quotients).containsExactly(1, 2, 0, 4, 5);
  }
}
