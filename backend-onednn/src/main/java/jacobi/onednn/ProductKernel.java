package jacobi.onednn;

import jacobi.backend.Kernel;
import jacobi.backend.Prepared;
import jacobi.backend.Task.Activation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs products piece by piece, each piece on the calling thread. B is read where it lies, or each
 * piece lays its part of B out as oneDNN likes it best: in scratch memory in each run, or once, in
 * memory that the runs then get in place of B.
 */
final class ProductKernel implements Kernel {
  private static final int ELEMENT_BYTES = Float.BYTES;
  private static final int ALIGNMENT = 64;

  /** Where B is read. */
  private enum Source {
    OPERAND,
    SCRATCH,
    PREPARED
  }

  /** A compiled product of parts, and how its part of B is laid out for it if it is. */
  private record Compiled(
      Multiplication multiplication, Optional<Reorder> pack, long packedBytes) {}

  /**
   * A piece.
   *
   * @param a bytes from the start of a product's A to that of the piece's part; likewise for the
   *     others
   * @param packed bytes from the start of all parts of B laid out for oneDNN to the piece's
   */
  private record Piece(
      Compiled compiled, Tiling.Tile tile, long a, long b, long packed, long bias, long out) {}

  private final Source source;
  private final boolean hasBias;
  private final boolean relu;
  private final long outRowBytes;
  private final long[] aStarts;
  private final long[] bStarts;
  private final long[] outStarts;
  private final List<Piece> pieces;
  private final long packedBytes;

  private ProductKernel(Products products, Source source, int cores) {
    this.source = source;
    hasBias = products.hasBias();
    relu = products.activation() == Activation.RELU;
    outRowBytes = (long) products.columns() * ELEMENT_BYTES;
    aStarts = inBytes(products.aStarts());
    bStarts = inBytes(products.bStarts());
    outStarts = inBytes(products.outStarts());
    List<Tiling.Tile> tiles =
        Tiling.of(products.count(), products.rows(), products.columns(), products.inner(), cores);
    Map<List<Integer>, Compiled> known = new HashMap<>();
    List<Piece> list = new ArrayList<>();
    long packed = 0;
    for (Tiling.Tile tile : tiles) {
      Compiled compiled =
          known.computeIfAbsent(
              List.of(tile.rows(), tile.columns()),
              size -> compile(products, source, tile.rows(), tile.columns()));
      list.add(
          new Piece(
              compiled,
              tile,
              tile.firstRow() * products.a().rowStride() * ELEMENT_BYTES,
              tile.firstColumn() * products.b().columnStride() * ELEMENT_BYTES,
              packed,
              (products.biasStart() + tile.firstColumn()) * ELEMENT_BYTES,
              ((long) tile.firstRow() * products.columns() + tile.firstColumn()) * ELEMENT_BYTES));
      packed += (compiled.packedBytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
    pieces = List.copyOf(list);
    packedBytes = packed;
  }

  /** The kernel of products whose operands may all change from run to run. */
  static Kernel of(Products products, int cores) {
    return DeepProduct.of(products, cores)
        .orElseGet(
            () ->
                new ProductKernel(
                    products, products.packsB() ? Source.SCRATCH : Source.OPERAND, cores));
  }

  /** The kernel of products whose B stays the same, if laying it out once makes it faster. */
  static Optional<Prepared> withPreparedB(Products products, int cores) {
    if (!products.gainsFromPreparedB()) {
      return Optional.empty();
    }
    ProductKernel kernel = new ProductKernel(products, Source.PREPARED, cores);
    return kernel.pieces.stream().allMatch(p -> p.compiled.pack.isPresent())
        ? Optional.of(new Prepared(1, kernel.packing(), kernel.packedBytes, kernel))
        : Optional.empty();
  }

  private static Compiled compile(Products products, Source source, int rows, int columns) {
    if (source == Source.OPERAND && Sgemm.isFasterFor(products)) {
      return new Compiled(
          new Sgemm(
              rows, columns, products.inner(), products.a(), products.b(), products.columns()),
          Optional.empty(),
          0);
    }
    Matrix out = new Matrix(products.rows(), products.columns(), products.columns(), 1);
    Matrix bias = new Matrix(1, products.columns(), products.columns(), 1);
    MemoryDesc b = products.b().part(products.inner(), columns);
    Matmul matmul =
        Matmul.create(
                products.a().part(rows, products.inner()),
                source == Source.OPERAND
                    ? b
                    : MemoryDesc.any(new long[] {products.inner(), columns}),
                products.hasBias() ? Optional.of(bias.part(1, columns)) : Optional.empty(),
                out.part(rows, columns),
                products.postOp())
            .orElseThrow(() -> new OneDnnException("[oneDNN] no matrix product for " + products));
    return matmul.b().isLike(b)
        ? new Compiled(matmul, Optional.empty(), 0)
        : new Compiled(matmul, Optional.of(new Reorder(b, matmul.b())), matmul.b().byteSize());
  }

  private static long[] inBytes(long[] elements) {
    long[] bytes = elements.clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] *= ELEMENT_BYTES;
    }
    return bytes;
  }

  /** Lays out all parts of the only product's B; gets its address, then where to. */
  private Kernel packing() {
    return new Kernel() {
      @Override
      public int pieces() {
        return pieces.size();
      }

      @Override
      public void run(long[] addresses, int index) {
        Piece piece = pieces.get(index);
        piece
            .compiled
            .pack
            .orElseThrow()
            .execute(addresses[0] + piece.b + bStarts[0], addresses[1] + piece.packed);
      }
    };
  }

  @Override
  public int pieces() {
    return pieces.size();
  }

  @Override
  public long scratchBytes() {
    return source == Source.SCRATCH ? packedBytes : 0;
  }

  @Override
  public void run(long[] addresses, int index) {
    Piece piece = pieces.get(index);
    long a = addresses[0] + piece.a;
    long bias = addresses[2] + piece.bias;
    int last = hasBias ? 3 : 2;
    long out = addresses[last] + piece.out;
    for (int i = piece.tile.firstProduct(); i < piece.tile.endProduct(); i++) {
      long b = addresses[1] + piece.b + bStarts[i];
      if (source == Source.PREPARED) {
        b = addresses[1] + piece.packed;
      } else if (piece.compiled.pack.isPresent()) {
        long packed = addresses[last + 1] + piece.packed;
        piece.compiled.pack.get().execute(b, packed);
        b = packed;
      }
      piece.compiled.multiplication.execute(a + aStarts[i], b, bias, out + outStarts[i]);
      if (relu) {
        Relu.inPlace(out + outStarts[i], piece.tile.rows(), piece.tile.columns(), outRowBytes);
      }
    }
  }
}
