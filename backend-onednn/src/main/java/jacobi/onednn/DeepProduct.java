package jacobi.onednn;

import jacobi.backend.Kernel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A product with many summands for few results, cut along the summands: each piece reads its own
 * part of both operands and leaves sums in scratch memory, which are added up in order. Cut along
 * rows or columns, each piece would read all of one operand.
 *
 * <p>Measured two threads, AVX-512, cut along rows or columns and along the summands: 128x100x16384
 * 125 and 133 GFLOP/s (156 transposed), 128x128x16384 147 and 176, 20x100x16384 67 and 89,
 * 128x256x4096 200 and 215, 512x512x4096 195 and 205, 700x200x10000 208 and 209.
 */
final class DeepProduct implements Kernel {
  private static final long LEAST_WORK = 500_000;
  private static final int LEAST_SUMMANDS = 512;

  /** Summands are cut at multiples of what fills a cache line. */
  private static final int UNIT = 16;

  /** Rows from which on they fill the columns of the transposed product. */
  private static final int MANY_ROWS = 64;

  private record Piece(Multiplication product, long a, long b) {}

  private final long aStart;
  private final long bStart;
  private final long outStart;
  private final boolean transposed;
  private final List<Piece> pieces;
  private final Sum sum;
  private final long partBytes;

  private DeepProduct(Products products, int count) {
    aStart = products.aStarts()[0] * Float.BYTES;
    bStart = products.bStarts()[0] * Float.BYTES;
    outStart = products.outStarts()[0] * Float.BYTES;
    partBytes = (long) products.rows() * products.columns() * Float.BYTES;
    transposed = transposed(products, products.inner() / count).isPresent();
    Map<Integer, Multiplication> known = new HashMap<>();
    List<Piece> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int first = cut(products.inner(), count, i);
      int summands = cut(products.inner(), count, i + 1) - first;
      list.add(
          new Piece(
              known.computeIfAbsent(summands, s -> product(products, s)),
              first * products.a().columnStride() * Float.BYTES,
              first * products.b().rowStride() * Float.BYTES));
    }
    pieces = List.copyOf(list);
    int rows = products.rows();
    int columns = products.columns();
    Matrix part =
        transposed ? new Matrix(rows, columns, 1, rows) : new Matrix(rows, columns, columns, 1);
    sum =
        new Sum(
            Collections.nCopies(count, part.part(rows, columns)),
            new Matrix(rows, columns, columns, 1).part(rows, columns));
  }

  /** The kernel of products, if they are such a one and worth cutting. */
  static Optional<Kernel> of(Products products, int cores) {
    double work = (double) products.rows() * products.columns() * products.inner();
    int most = Math.min(cores, products.inner() / LEAST_SUMMANDS);
    int count = (int) Math.min(most, work / LEAST_WORK);
    return products.isDeep() && count > 1
        ? Optional.of(new DeepProduct(products, count))
        : Optional.empty();
  }

  private static int cut(int inner, int count, int i) {
    long units = (inner + UNIT - 1L) / UNIT;
    return (int) Math.min(inner, units * i / count * UNIT);
  }

  private Multiplication product(Products products, int summands) {
    Matrix out = new Matrix(products.rows(), products.columns(), products.columns(), 1);
    if (transposed) {
      return transposed(products, summands).orElseThrow();
    }
    if (Sgemm.isFasterFor(products)) {
      return new Sgemm(
          products.rows(),
          products.columns(),
          summands,
          products.a(),
          products.b(),
          products.columns());
    }
    return Matmul.create(
            products.a().part(products.rows(), summands),
            products.b().part(summands, products.columns()),
            Optional.empty(),
            out.part(products.rows(), products.columns()),
            Optional.empty())
        .orElseThrow(() -> new OneDnnException("[oneDNN] no matrix product for " + products));
  }

  /**
   * The transposed product, if that is faster: where {@link Sgemm}, which computes three vectors of
   * columns at a time, would compute a quarter more columns than there are.
   */
  private static Optional<Matmul> transposed(Products products, int summands) {
    int rows = products.rows();
    int columns = products.columns();
    if (!Sgemm.isFasterFor(products) || rows < MANY_ROWS) {
      return Optional.empty();
    }
    Matrix out = new Matrix(columns, rows, rows, 1);
    return Matmul.create(
            products.b().transposed().part(columns, summands),
            products.a().transposed().part(summands, rows),
            Optional.empty(),
            out.part(columns, rows),
            Optional.empty())
        .filter(
            m -> {
              String code = m.primitive().implementation();
              int together = code.contains("avx512") ? 48 : 24;
              int computed = (columns + together - 1) / together * together;
              return code.startsWith("brg") && 4 * computed > 5 * columns;
            });
  }

  @Override
  public int pieces() {
    return pieces.size();
  }

  @Override
  public long scratchBytes() {
    return pieces.size() * partBytes;
  }

  @Override
  public void run(long[] addresses, int index) {
    Piece piece = pieces.get(index);
    long a = addresses[0] + aStart + piece.a;
    long b = addresses[1] + bStart + piece.b;
    long part = addresses[3] + index * partBytes;
    piece.product.execute(transposed ? b : a, transposed ? a : b, 0, part);
  }

  @Override
  public void finish(long[] addresses) {
    sum.execute(addresses[3], partBytes, addresses[2] + outStart);
  }
}
