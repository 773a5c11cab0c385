package jacobi.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Op.UnaryKind;
import jacobi.graph.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The float32 functions against double precision, over all exponents and all special values. */
class MathFunctionsTest {
  private static final int STEP = 49_999;

  @ParameterizedTest
  @CsvSource({
    "EXP, 1.0",
    "EXPM1, 1.5",
    "LOG, 1.0",
    "LOG1P, 1.5",
    "TANH, 2.5",
    "FLOOR, 0.0",
    "CEIL, 0.0",
    "ROUND, 0.0",
    "SIGN, 0.0",
    "SQRT, 0.5"
  })
  void errorInUnitsOfTheLastPlace(UnaryKind kind, double bound) {
    int count = (int) ((1L << 32) / STEP) + SPECIAL.length;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(4L * count, 64);
      for (int i = 0; i < count; i++) {
        int at = i - SPECIAL.length;
        float x = at < 0 ? SPECIAL[i] : Float.intBitsToFloat(at * STEP);
        in.setAtIndex(ValueLayout.JAVA_FLOAT, i, x);
      }
      float[] scalar = apply(kind, in, count, 0, arena);
      for (int i = 0; i < count; i++) {
        float x = in.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        check(kind, x, scalar[i], bound);
      }
      for (int bits : new int[] {128, 256, 512}) {
        float[] vector = apply(kind, in, count, bits, arena);
        for (int i = 0; i < count; i++) {
          // All NaNs are one.
          int want = Float.floatToIntBits(scalar[i]);
          float x = in.getAtIndex(ValueLayout.JAVA_FLOAT, i);
          assertEquals(want, Float.floatToIntBits(vector[i]), kind + "(" + x + "), " + bits);
        }
      }
    }
  }

  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    88.72283f,
    88.72284f,
    -87.33655f,
    -103.97207f,
    -103.97208f,
    0.5f,
    -0.5f,
    1.5f,
    2.5f,
    8388607.5f,
    -8388607.5f,
    9.02f,
    -17.4f
  };

  private static float[] apply(UnaryKind kind, MemorySegment in, int count, int bits, Arena arena) {
    Shape shape = Shape.of(count);
    View view = View.contiguous(DType.FLOAT32, shape);
    LoopNest nest =
        new LoopNest(
            shape,
            List.of(false),
            List.of(view, view),
            List.of(
                new Inst.Load(0, DType.FLOAT32),
                new Inst.Unary(kind, 0, DType.FLOAT32),
                new Inst.Store(1, 1, DType.FLOAT32)));
    NestBuffers buffers = new NestBuffers(arena);
    buffers.add(4L * count).copyFrom(in);
    MemorySegment out = buffers.add(4L * count);
    buffers.run(NestCompiler.compile(nest, bits, NestSplit.GRAIN), new Random(1));
    return out.toArray(ValueLayout.JAVA_FLOAT);
  }

  private static void check(UnaryKind kind, float x, float got, double bound) {
    double exact = exact(kind).applyAsDouble(x);
    float want = (float) exact;
    if (Float.isNaN(want) || Float.isInfinite(want) || want == 0 || bound == 0) {
      boolean near = Math.abs(exact) > Float.MAX_VALUE || want == 0;
      assertTrue(
          Float.compare(want, got) == 0
              || (want == 0 && got == 0)
              || (near && ulps(exact, got) <= 1),
          kind + "(" + x + ") = " + got + ", not " + want);
      return;
    }
    assertTrue(
        ulps(exact, got) <= bound,
        () -> kind + "(" + x + ") = " + got + ", " + ulps(exact, got) + " ulp from " + exact);
  }

  private static double ulps(double exact, float got) {
    return Math.abs(exact - got) / Math.ulp((float) exact);
  }

  private static DoubleUnaryOperator exact(UnaryKind kind) {
    return switch (kind) {
      case EXP -> Math::exp;
      case EXPM1 -> Math::expm1;
      case LOG -> Math::log;
      case LOG1P -> Math::log1p;
      case TANH -> Math::tanh;
      case FLOOR -> Math::floor;
      case CEIL -> Math::ceil;
      case ROUND -> Math::rint;
      case SIGN -> Math::signum;
      case SQRT -> Math::sqrt;
      case NEG, ABS, SIN, COS, ERF, NOT -> throw new IllegalArgumentException(kind.name());
    };
  }
}
