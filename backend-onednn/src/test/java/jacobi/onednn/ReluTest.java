package jacobi.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class ReluTest {

  @Test
  void isTheGreaterOfAValueAndZeroAndKeepsNanOfEitherSign() {
    float negativeNan = Float.intBitsToFloat(0xffc00000);
    float inf = Float.POSITIVE_INFINITY;
    float[] in = {
      -1, 1, -0f, 0, inf, -inf, Float.NaN, negativeNan, -Float.MIN_VALUE, Float.MAX_VALUE
    };
    float[] expected = {0, 1, 0, 0, inf, 0, Float.NaN, Float.NaN, 0, Float.MAX_VALUE};
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = arena.allocateFrom(JAVA_FLOAT, in);
      Relu.inPlace(values.address(), 2, 5, 5 * Float.BYTES);
      assertArrayEquals(expected, values.toArray(JAVA_FLOAT));
    }
  }

  @Test
  void leavesWhatLiesBetweenTheRows() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = arena.allocateFrom(JAVA_FLOAT, -1, -2, -3, -4, -5, -6, -7);
      Relu.inPlace(values.address(), 2, 2, 3 * Float.BYTES);
      assertArrayEquals(new float[] {0, 0, -3, 0, 0, -6, -7}, values.toArray(JAVA_FLOAT));
    }
  }
}
