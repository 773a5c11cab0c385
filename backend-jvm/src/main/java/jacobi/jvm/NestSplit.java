package jacobi.jvm;

import jacobi.backend.Inst;
import jacobi.graph.DType;
import jacobi.graph.Op.BinaryKind;

/**
 * How a nest is cut into pieces: each axis into blocks of equal size, a piece for each combination
 * of them. Follows from the nest alone.
 *
 * @param blocks length of a block for each axis; the last one may be shorter
 * @param counts number of blocks for each axis
 * @param chunks number of pieces that share each result of a reduction
 */
record NestSplit(int[] blocks, int[] counts, int pieces, int chunks) {
  /** Work of a piece, in simple instructions: some microseconds. */
  static final long GRAIN = 128 * 1024;

  /** Last axes are cut at multiples of this: a cache line of the smallest elements. */
  private static final int ALIGNMENT = 64;

  /**
   * Columns are summed over many rows: of each, a piece reads at least so many elements in a row,
   * half a page of the usual ones.
   */
  private static final int SHORTEST_RUN = 512;

  /**
   * @param work what a piece is to hold, in simple instructions for one element
   */
  static NestSplit of(NestAnalysis nest, long work) {
    long weight = 0;
    for (int i = 0; i < nest.body.size(); i++) {
      weight += weight(nest, i);
    }
    int[] blocks = nest.extents.clone();
    // Elements of a piece.
    long grain = Math.max(1, work / Math.max(1, weight));
    cut(nest, blocks, grain, false);
    boolean cutReduced = false;
    if (pieces(nest, blocks) == 1 && nest.stages == 1) {
      // Few results of long reductions: parts of them, put together at the end.
      cut(nest, blocks, grain, true);
      cutReduced = true;
    }
    int[] counts = new int[nest.rank];
    int pieces = 1;
    int chunks = 1;
    for (int axis = 0; axis < nest.rank; axis++) {
      counts[axis] = (nest.extents[axis] + blocks[axis] - 1) / blocks[axis];
      pieces *= counts[axis];
      chunks *= cutReduced && nest.reduced[axis] ? counts[axis] : 1;
    }
    return new NestSplit(blocks, counts, pieces, chunks);
  }

  /**
   * Cuts kept axes, or reduced ones, from the outermost on until a piece has about {@code grain}
   * elements.
   */
  private static void cut(NestAnalysis nest, int[] blocks, long grain, boolean reduced) {
    long work = 1;
    for (int extent : blocks) {
      work *= extent;
    }
    for (int axis = 0; axis < blocks.length && work > grain; axis++) {
      if (nest.reduced[axis] != reduced || blocks[axis] == 1) {
        continue;
      }
      long each = work / blocks[axis];
      int length = (int) Math.max(1, Math.min(blocks[axis], grain / each));
      if (axis == blocks.length - 1) {
        length = Math.max(1, length / ALIGNMENT) * ALIGNMENT;
        if (nest.strategy == NestAnalysis.Strategy.COLUMNS && work / each > SHORTEST_RUN) {
          length = Math.max(length, SHORTEST_RUN);
        }
      }
      if (length < blocks[axis]) {
        // Blocks of about equal length.
        int count = (blocks[axis] + length - 1) / length;
        int even = (blocks[axis] + count - 1) / count;
        if (axis == blocks.length - 1) {
          even = (even + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
        blocks[axis] = even;
      }
      work = each * blocks[axis];
    }
  }

  private static long pieces(NestAnalysis nest, int[] blocks) {
    long pieces = 1;
    for (int axis = 0; axis < blocks.length; axis++) {
      pieces *= (nest.extents[axis] + blocks[axis] - 1) / blocks[axis];
    }
    return pieces;
  }

  /** About how many simple vector instructions an instruction takes. */
  static int weight(NestAnalysis nest, int i) {
    return switch (nest.body.get(i)) {
      case Inst.Load load -> 1;
      case Inst.Store store -> 1;
      case Inst.Const constant -> 0;
      case Inst.Index index -> 1;
      case Inst.Compare compare -> 1;
      case Inst.Select select -> 1;
      case Inst.Cast cast -> 1;
      case Inst.Reduce reduce -> 1;
      case Inst.Binary binary ->
          binary.kind() == BinaryKind.POW ? 100 : binary.kind() == BinaryKind.DIV ? 4 : 1;
      case Inst.Unary unary ->
          switch (unary.kind()) {
            case NEG, ABS, NOT -> 1;
            case SIGN, FLOOR, CEIL, ROUND -> 4;
            case SQRT -> 5;
            case EXP, EXPM1, LOG, LOG1P, TANH -> unary.dtype() == DType.FLOAT32 ? 25 : 100;
            case SIN, COS, ERF -> 100;
          };
    };
  }
}
