package jacobi.jvm;

import jacobi.backend.Kernel;
import jacobi.backend.Task;
import jacobi.backend.Task.Activation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the two forms of a product share: pieces, matrices of the batch, and what follows the sums.
 */
abstract class ProductKernel implements Kernel {
  final ProductPlan plan;

  /** Bytes of an element. */
  final int size;

  /** One for each block of rows and columns; empty if nothing follows. */
  private final List<Epilogue> epilogues = new ArrayList<>();

  ProductKernel(ProductPlan plan, int bits) {
    this.plan = plan;
    this.size = plan.task().out().dtype().bytes();
    boolean plain = plan.task().activation() == Activation.NONE && plan.task().bias().isEmpty();
    if (plain || plan.task().out().shape().size() == 0) {
      return;
    }
    record Extents(int rows, int columns) {}

    Map<Extents, Epilogue> known = new HashMap<>();
    for (int i = 0; i < plan.rowCuts(); i++) {
      for (int j = 0; j < plan.columnCuts(); j++) {
        Extents extents =
            new Extents(
                plan.rowCut(i + 1) - plan.rowCut(i), plan.columnCut(j + 1) - plan.columnCut(j));
        epilogues.add(
            known.computeIfAbsent(extents, e -> Epilogue.of(plan, e.rows, e.columns, bits)));
      }
    }
  }

  /**
   * Rows row0 to row1 and columns column0 to column1 of one matrix product, whose matrices begin at
   * the given addresses.
   *
   * @param add whether the product is added to what is there
   */
  abstract void multiply(
      long a, long b, long out, int row0, int row1, int column0, int column1, boolean add);

  /** The product in the form that its shape and a vector width ask for; 0 is plain loops. */
  static ProductKernel of(Task.Product product, int bits) {
    ProductPlan plan = ProductPlan.of(product, bits);
    return bits > 0 && RowProduct.fits(plan) ? RowProduct.of(plan, bits) : of(plan, bits);
  }

  /** A product already cut, which may be added to what is there. */
  static ProductKernel of(ProductPlan plan, int bits) {
    return bits == 0 ? new ScalarProduct(plan) : new VectorProduct(plan, bits);
  }

  @Override
  public final int pieces() {
    return plan.batchCuts() * plan.rowCuts() * plan.columnCuts();
  }

  @Override
  public final void run(long[] addresses, int piece) {
    int column = piece % plan.columnCuts();
    int row = piece / plan.columnCuts() % plan.rowCuts();
    int part = piece / plan.columnCuts() / plan.rowCuts();
    int row0 = plan.rowCut(row);
    int row1 = plan.rowCut(row + 1);
    int column0 = plan.columnCut(column);
    int column1 = plan.columnCut(column + 1);
    boolean biased = plan.task().bias().isPresent();
    long bias = 0;
    if (biased) {
      long first = plan.task().bias().get().offset() + column0 * plan.biasStride();
      bias = addresses[2] + first * size;
    }
    long out = addresses[biased ? 3 : 2] + plan.task().out().offset() * size;
    long matrices = plan.matrices();
    long end = matrices * (part + 1) / plan.batchCuts();
    for (long i = matrices * part / plan.batchCuts(); i < end; i++) {
      long a = plan.task().a().offset() + Lines.at(i, plan.batch(), plan.aBatch());
      long b = plan.task().b().offset() + Lines.at(i, plan.batch(), plan.bBatch());
      long matrix = out + i * plan.m() * plan.n() * size;
      multiply(
          addresses[0] + a * size,
          addresses[1] + b * size,
          matrix,
          row0,
          row1,
          column0,
          column1,
          false);
      if (!epilogues.isEmpty()) {
        epilogues
            .get(row * plan.columnCuts() + column)
            .apply(matrix + ((long) row0 * plan.n() + column0) * size, bias);
      }
    }
  }
}
