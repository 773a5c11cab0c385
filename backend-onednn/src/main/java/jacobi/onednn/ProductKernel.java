package jacobi.onednn;

import jacobi.backend.Kernel;
import jacobi.backend.Task.Activation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs products piece by piece, each piece on the calling thread. */
final class ProductKernel implements Kernel {
  private static final int ELEMENT_BYTES = Float.BYTES;

  /**
   * A compiled piece.
   *
   * @param a bytes from the start of a product's A to that of the piece's part; likewise for the
   *     others
   */
  private record Piece(
      Multiplication multiplication, Tiling.Tile tile, long a, long b, long bias, long out) {}

  private final boolean hasBias;
  private final boolean relu;
  private final long outRowBytes;
  private final long[] aStarts;
  private final long[] bStarts;
  private final long[] outStarts;
  private final List<Piece> pieces;

  ProductKernel(Products products, int cores) {
    hasBias = products.hasBias();
    relu = products.activation() == Activation.RELU;
    outRowBytes = (long) products.columns() * ELEMENT_BYTES;
    aStarts = inBytes(products.aStarts());
    bStarts = inBytes(products.bStarts());
    outStarts = inBytes(products.outStarts());
    List<Tiling.Tile> tiles =
        Tiling.of(products.count(), products.rows(), products.columns(), products.inner(), cores);
    Map<List<Integer>, Multiplication> compiled = new HashMap<>();
    List<Piece> list = new ArrayList<>();
    for (Tiling.Tile tile : tiles) {
      Multiplication multiplication =
          compiled.computeIfAbsent(
              List.of(tile.rows(), tile.columns()),
              size -> compile(products, tile.rows(), tile.columns()));
      list.add(
          new Piece(
              multiplication,
              tile,
              tile.firstRow() * products.a().rowStride() * ELEMENT_BYTES,
              tile.firstColumn() * products.b().columnStride() * ELEMENT_BYTES,
              (products.biasStart() + tile.firstColumn()) * ELEMENT_BYTES,
              ((long) tile.firstRow() * products.columns() + tile.firstColumn()) * ELEMENT_BYTES));
    }
    pieces = List.copyOf(list);
  }

  private static Multiplication compile(Products products, int rows, int columns) {
    if (Sgemm.isFasterFor(products)) {
      return new Sgemm(
          rows, columns, products.inner(), products.a(), products.b(), products.columns());
    }
    Matrix out = new Matrix(products.rows(), products.columns(), products.columns(), 1);
    Matrix bias = new Matrix(1, products.columns(), products.columns(), 1);
    return Matmul.create(
            products.a().part(rows, products.inner()),
            products.b().part(products.inner(), columns),
            products.hasBias() ? Optional.of(bias.part(1, columns)) : Optional.empty(),
            out.part(rows, columns),
            products.postOp())
        .orElseThrow(() -> new OneDnnException("[oneDNN] no matrix product for " + products));
  }

  private static long[] inBytes(long[] elements) {
    long[] bytes = elements.clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] *= ELEMENT_BYTES;
    }
    return bytes;
  }

  @Override
  public int pieces() {
    return pieces.size();
  }

  @Override
  public void run(long[] addresses, int index) {
    Piece piece = pieces.get(index);
    long a = addresses[0] + piece.a;
    long b = addresses[1] + piece.b;
    long bias = addresses[2] + piece.bias;
    long out = addresses[hasBias ? 3 : 2] + piece.out;
    for (int i = piece.tile.firstProduct(); i < piece.tile.endProduct(); i++) {
      piece.multiplication.execute(a + aStarts[i], b + bStarts[i], bias, out + outStarts[i]);
      if (relu) {
        Relu.inPlace(out + outStarts[i], piece.tile.rows(), piece.tile.columns(), outRowBytes);
      }
    }
  }
}
