package jacobi.jvm;

import jacobi.graph.DType;

/**
 * A product in plain Java: parts of it are read into heap arrays, and rows of b, four at a time,
 * are added into three rows of the result by a loop that C2 turns into vector code. Where the rows
 * would be short, it is the transposed product that is computed this way.
 */
final class ScalarProduct extends ProductKernel {
  /** Rows shorter than this are transposed if columns are longer. */
  private static final int SHORT_ROW = 128;

  private final boolean transposed;

  ScalarProduct(ProductPlan plan) {
    super(plan, 0);
    transposed = plan.n() < SHORT_ROW && 2 * plan.n() <= plan.m();
  }

  @Override
  void multiply(
      long a, long b, long out, int row0, int row1, int column0, int column1, boolean add) {
    long first = a + row0 * plan.aRow() * size;
    long second = b + column0 * plan.bColumn() * size;
    long to = out + (row0 * plan.outRow() + column0) * size;
    Operand left = new Operand(first, plan.aRow() * size, plan.aColumn() * size, row1 - row0);
    Operand right =
        new Operand(second, plan.bColumn() * size, plan.bRow() * size, column1 - column0);
    if (transposed) {
      multiply(right, left, to, size, plan.outRow() * size, add);
    } else {
      multiply(left, right, to, plan.outRow() * size, size, add);
    }
  }

  /**
   * One of the two.
   *
   * @param outer bytes from one row of the left, or column of the right, to the next
   * @param inner bytes along what is summed over
   * @param count rows of the left, columns of the right
   */
  private record Operand(long address, long outer, long inner, int count) {}

  private void multiply(
      Operand left, Operand right, long out, long outRow, long outColumn, boolean add) {
    PlainBlock block =
        plan.task().out().dtype() == DType.FLOAT32
            ? FloatBlock.OF_THREAD.get()
            : DoubleBlock.OF_THREAD.get();
    if (left.count == 1 && right.inner == size) {
      block.dots(
          left.address,
          left.inner,
          right.address,
          right.outer,
          plan.k(),
          right.count,
          out,
          outColumn,
          add);
      return;
    }
    int most = PlainBlock.ROW_BYTES / size;
    for (int j = 0; j < right.count; j += most) {
      int columns = Math.min(most, right.count - j);
      for (int i = 0; i < left.count; i += PlainBlock.ROWS) {
        int rows = Math.min(PlainBlock.ROWS, left.count - i);
        long to = out + i * outRow + j * outColumn;
        if (add) {
          block.readResult(to, outRow, outColumn, rows, columns);
        } else {
          block.clear(rows, columns);
        }
        for (int p = 0; p < plan.k(); p += PlainBlock.DEPTH) {
          int depth = Math.min(PlainBlock.DEPTH, plan.k() - p);
          long b = right.address + p * right.inner + j * right.outer;
          block.readRight(b, right.inner, right.outer, depth, columns);
          long a = left.address + i * left.outer + p * left.inner;
          block.add(a, left.outer, left.inner, rows, depth, columns);
        }
        block.writeResult(to, outRow, outColumn, rows, columns);
      }
    }
  }
}
