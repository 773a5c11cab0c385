package jacobi.jvm;

import static org.junit.jupiter.api.Assertions.fail;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Op.ReduceKind;
import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated kernels against {@link NestInterpreter}, on random nests. */
class RandomNestsTest {
  /** From a single piece to pieces of a few elements. */
  private static final long[] WORK = {NestSplit.GRAIN, 1000, 10_000, 100};

  private static final int NESTS = 250;

  @ParameterizedTest
  @ValueSource(ints = {0, 128, 256, 512})
  void exactArithmeticGivesTheSameBits(int bits) {
    for (long seed = 0; seed < NESTS; seed++) {
      check(seed, bits, true);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 128, 256, 512})
  void functionsAreAccurate(int bits) {
    for (long seed = 0; seed < NESTS; seed++) {
      check(seed, bits, false);
    }
  }

  static void check(long seed, int bits, boolean exact) {
    try (Arena arena = Arena.ofConfined()) {
      RandomNests.Case random = RandomNests.make(seed, exact, arena);
      LoopNest nest = random.nest();
      NestBuffers expected = random.buffers();
      NestBuffers got = expected.copy();
      double largest = NestInterpreter.run(nest, expected);
      if (exact && largest > 1 << 18 && sums(nest)) {
        // Sums of such numbers are no longer exact.
        return;
      }
      try {
        got.run(
            NestCompiler.compile(nest, bits, WORK[(int) (seed % WORK.length)]), new Random(seed));
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + ", bits " + bits + ": " + nest, e);
      }
      for (Inst inst : nest.body()) {
        if (inst instanceof Inst.Store store) {
          compare(seed, bits, nest, store, expected, got, exact ? 0 : 1e-5 * largest);
        }
      }
    }
  }

  private static boolean sums(LoopNest nest) {
    return nest.body().stream()
        .anyMatch(i -> i instanceof Inst.Reduce r && r.kind() == ReduceKind.SUM);
  }

  private static void compare(
      long seed,
      int bits,
      LoopNest nest,
      Inst.Store store,
      NestBuffers want,
      NestBuffers got,
      double tolerance) {
    View view = nest.operands().get(store.operand());
    DType dtype = view.dtype();
    long count = want.get(store.operand()).byteSize() / dtype.bytes();
    for (long i = 0; i < count; i++) {
      double a = want.get(store.operand(), dtype, i).doubleValue();
      double b = got.get(store.operand(), dtype, i).doubleValue();
      boolean same = a == b || (Double.isNaN(a) && Double.isNaN(b)) || Math.abs(a - b) <= tolerance;
      if (!same) {
        fail(
            "seed "
                + seed
                + ", bits "
                + bits
                + ": operand "
                + store.operand()
                + " element "
                + i
                + " is "
                + b
                + ", not "
                + a
                + " in "
                + nest);
      }
    }
  }
}
