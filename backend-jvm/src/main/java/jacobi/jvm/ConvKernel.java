package jacobi.jvm;

import jacobi.backend.Kernel;
import jacobi.backend.Memory;
import jacobi.backend.Task;
import jacobi.backend.Task.Activation;
import jacobi.backend.View;
import jacobi.graph.Convolution;
import jacobi.graph.DType;
import jacobi.graph.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Convolution and its transposes as products with the {@link Columns}, a block of these at a time
 * in scratch memory. Pieces and blocks depend on the shapes alone.
 */
abstract class ConvKernel implements Kernel {
  /** Bytes of columns made at a time: what a second-level cache holds. */
  private static final long BLOCK_BYTES = 1 << 19;

  /** Fewer rows would pack the filters too often. */
  private static final long FEWEST_ROWS = 48;

  /** Places below which a piece is not cut further. */
  private static final long FEWEST_PLACES = 24;

  /** Partial gradients of the filters, each of which is added to the result in the end. */
  private static final long MOST_PARTIALS = 8;

  private static final int ALIGNMENT = 64;

  final DType dtype;
  final int size;
  final int groups;
  final Columns columns;

  /** Elements of a filter. */
  final int depth;

  /** All output channels, and those of one group. */
  final int out;

  final int outEach;
  final long images;
  final long rows;
  final int blockRows;
  final int pieces;
  private final View first;
  private final View second;
  private final View result;

  private ConvKernel(
      Convolution op, View first, View second, View result, Shape x, Shape filters, Shape y) {
    this.dtype = result.dtype();
    this.size = dtype.bytes();
    this.groups = op.groups();
    this.columns = new Columns(op, dtype, x, filters, y);
    this.depth = Math.toIntExact(columns.rowBytes() / size);
    this.out = filters.dim(0);
    this.outEach = out / groups;
    this.images = x.dim(0);
    this.rows = images * columns.placesPerImage();
    this.blockRows =
        Math.toIntExact(Math.min(rows, Math.max(BLOCK_BYTES / columns.rowBytes(), FEWEST_ROWS)));
    long wanted = ProductPlan.pieces(rows * depth * out);
    this.pieces = (int) Math.max(1, Math.min(wanted, mostPieces()));
    this.first = first;
    this.second = second;
    this.result = result;
  }

  /**
   * The kernel of one of the three.
   *
   * @param bits width of vectors, 0 for plain loops
   */
  static Kernel of(Convolution op, View a, View b, View out, int bits) {
    return switch (op) {
      case Convolution.Conv _ -> new Forward(op, a, b, out, bits);
      case Convolution.ConvInput _ -> new Input(op, a, b, out, bits);
      case Convolution.ConvFilter _ -> new Filter(op, a, b, out, bits);
    };
  }

  /** How many pieces the work can be cut into at most. */
  abstract long mostPieces();

  /** Does one piece, given where the operands and the scratch memory begin. */
  abstract void piece(long a, long b, long to, int piece, long scratch);

  @Override
  public final int pieces() {
    return pieces;
  }

  @Override
  public long scratchBytes() {
    return pieces * blockBytes();
  }

  final long blockBytes() {
    return aligned(blockRows * columns.rowBytes());
  }

  static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  @Override
  public final void run(long[] addresses, int piece) {
    piece(
        addresses[0] + first.offset() * size,
        addresses[1] + second.offset() * size,
        resultAddress(addresses),
        piece,
        addresses[3]);
  }

  final long resultAddress(long[] addresses) {
    return addresses[2] + result.offset() * size;
  }

  final View matrix(int m, int n, long row, long column) {
    return new View(dtype, Shape.of(m, n), 0, new long[] {row, column});
  }

  final ProductPlan plan(View a, View b, int bits) {
    View c = View.contiguous(dtype, Shape.of(a.shape().dim(0), b.shape().dim(1)));
    return ProductPlan.of(new Task.Product(a, b, Optional.empty(), Activation.NONE, c), bits);
  }

  /** y = columns(x) filters^T, cut by places. */
  private static final class Forward extends ConvKernel {
    private final ProductKernel product;

    Forward(Convolution op, View x, View filters, View y, int bits) {
      super(op, x, filters, y, x.shape(), filters.shape(), y.shape());
      ProductPlan plan =
          plan(matrix(blockRows, depth, depth, 1), matrix(depth, outEach, 1, depth), bits);
      product = ProductKernel.of(plan.withOutRow(out), bits);
    }

    @Override
    long mostPieces() {
      return rows / FEWEST_PLACES;
    }

    @Override
    void piece(long x, long filters, long y, int piece, long scratch) {
      long block = scratch + piece * blockBytes();
      long end = rows * (piece + 1) / pieces;
      for (long row = rows * piece / pieces; row < end; row += blockRows) {
        int count = (int) Math.min(blockRows, end - row);
        for (int g = 0; g < groups; g++) {
          columns.gather(x, g, row, count, block);
          long w = filters + (long) g * outEach * depth * size;
          long to = y + (row * out + (long) g * outEach) * size;
          product.multiply(block, w, to, 0, count, 0, outEach, false);
        }
      }
    }
  }

  /**
   * Adds y filters back to where the columns came from; cut by images, so that pieces do not meet.
   */
  private static final class Input extends ConvKernel {
    private final ProductKernel product;
    private final long imageBytes;

    Input(Convolution op, View y, View filters, View x, int bits) {
      super(op, y, filters, x, x.shape(), filters.shape(), y.shape());
      imageBytes = x.shape().size() / images * size;
      product =
          ProductKernel.of(
              plan(matrix(blockRows, outEach, out, 1), matrix(outEach, depth, depth, 1), bits),
              bits);
    }

    @Override
    long mostPieces() {
      return images;
    }

    @Override
    void piece(long y, long filters, long x, int piece, long scratch) {
      long block = scratch + piece * blockBytes();
      long firstImage = images * piece / pieces;
      long endImage = images * (piece + 1) / pieces;
      Memory.ALL
          .asSlice(x + firstImage * imageBytes, (endImage - firstImage) * imageBytes)
          .fill((byte) 0);
      long end = endImage * columns.placesPerImage();
      for (long row = firstImage * columns.placesPerImage(); row < end; row += blockRows) {
        int count = (int) Math.min(blockRows, end - row);
        for (int g = 0; g < groups; g++) {
          long w = filters + (long) g * outEach * depth * size;
          long from = y + (row * out + (long) g * outEach) * size;
          product.multiply(from, w, block, 0, count, 0, depth, false);
          columns.scatter(block, g, row, count, x);
        }
      }
    }
  }

  /** filters = y^T columns(x), in a fixed number of partial sums over the places. */
  private static final class Filter extends ConvKernel {
    /** By number of rows that are summed at once. */
    private final Map<Integer, ProductKernel> products = new HashMap<>();

    private final long filterBytes;

    Filter(Convolution op, View x, View y, View filters, int bits) {
      super(op, x, y, filters, x.shape(), filters.shape(), y.shape());
      filterBytes = aligned(filters.shape().size() * size);
      for (int i = 0; i < pieces; i++) {
        long count = rows * (i + 1) / pieces - rows * i / pieces;
        product((int) Math.min(blockRows, count), bits);
        product((int) (count % blockRows), bits);
      }
    }

    private void product(int count, int bits) {
      if (count > 0) {
        products.computeIfAbsent(
            count,
            k ->
                ProductKernel.of(
                    plan(matrix(outEach, k, 1, out), matrix(k, depth, depth, 1), bits), bits));
      }
    }

    @Override
    long mostPieces() {
      return Math.min(MOST_PARTIALS, rows / FEWEST_PLACES);
    }

    @Override
    public long scratchBytes() {
      return super.scratchBytes() + (pieces - 1) * filterBytes;
    }

    private long partial(long scratch, int piece) {
      return scratch + pieces * blockBytes() + (piece - 1) * filterBytes;
    }

    @Override
    void piece(long x, long y, long filters, int piece, long scratch) {
      long block = scratch + piece * blockBytes();
      long to = piece == 0 ? filters : partial(scratch, piece);
      long begin = rows * piece / pieces;
      long end = rows * (piece + 1) / pieces;
      for (long row = begin; row < end; row += blockRows) {
        int count = (int) Math.min(blockRows, end - row);
        ProductKernel product = products.get(count);
        for (int g = 0; g < groups; g++) {
          columns.gather(x, g, row, count, block);
          long from = y + (row * out + (long) g * outEach) * size;
          long part = to + (long) g * outEach * depth * size;
          product.multiply(from, block, part, 0, outEach, 0, depth, row > begin);
        }
      }
    }

    @Override
    public void finish(long[] addresses) {
      for (int i = 1; i < pieces; i++) {
        Columns.add(dtype, partial(addresses[3], i), resultAddress(addresses), (long) out * depth);
      }
    }
  }
}
