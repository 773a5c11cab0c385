package jacobi.cuda.source;

import jacobi.backend.Inst;
import java.util.List;

/** Reductions among the threads of a block; the accumulator of instruction i is called ai. */
final class Blocks {
  static final int WARP = 32;

  private Blocks() {}

  /** How many of a size it takes, the last one perhaps not full. */
  static long over(long n, long size) {
    return (n + size - 1) / size;
  }

  static long powerOf2(long atLeast) {
    return atLeast <= 1 ? 1 : Long.highestOneBit(atLeast - 1) << 1;
  }

  private static String type(Nest nest, int i) {
    return CType.name(nest.body.get(i).dtype());
  }

  static void declareAccumulator(Code code, Nest nest, int i) {
    Inst.Reduce reduce = (Inst.Reduce) nest.body.get(i);
    code.line(
        "%s a%d = %s;".formatted(type(nest, i), i, CType.identity(reduce.kind(), reduce.dtype())));
  }

  /** The statement that adds a value to what has been reduced so far. */
  static String accumulate(Nest nest, int i, String value) {
    return accumulate(nest, i, "a" + i, value);
  }

  static String accumulate(Nest nest, int i, String a, String value) {
    Inst.Reduce reduce = (Inst.Reduce) nest.body.get(i);
    return "%s = %s;"
        .formatted(a, Expressions.binary(reduce.kind().combining(), reduce.dtype(), a, value));
  }

  /** Room for what the warps of a group have reduced. */
  static void declareShared(Code code, Nest nest, List<Integer> reductions, int group) {
    if (group > WARP) {
      reductions.forEach(
          i -> code.line("__shared__ %s m%d[%d];".formatted(type(nest, i), i, group / WARP)));
    }
  }

  /**
   * Each thread of a group gets what they all have reduced. A group is a block, or a power of 2 of
   * neighbours in a warp.
   */
  static void combine(Code code, Nest nest, List<Integer> reductions, int group) {
    for (int i : reductions) {
      shuffle(code, nest, i, Math.min(group, WARP));
      if (group > WARP) {
        code.open("if (threadIdx.x % 32 == 0)");
        code.line("m%1$d[threadIdx.x / 32] = a%1$d;".formatted(i)).close();
      }
    }
    if (group > WARP && !reductions.isEmpty()) {
      code.line("__syncthreads();");
      for (int i : reductions) {
        code.line("a%1$d = m%1$d[threadIdx.x %% %2$du];".formatted(i, group / WARP));
        shuffle(code, nest, i, group / WARP);
      }
    }
  }

  private static void shuffle(Code code, Nest nest, int i, int width) {
    for (int step = width / 2; step > 0; step /= 2) {
      code.open("");
      code.line(
          "const %s o = __shfl_xor_sync(0xffffffffu, a%d, %d);".formatted(type(nest, i), i, step));
      code.line(accumulate(nest, i, "o")).close();
    }
  }
}
