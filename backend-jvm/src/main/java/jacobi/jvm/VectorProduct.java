package jacobi.jvm;

import jacobi.graph.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A product in vector form, blocked as in Goto and van de Geijn, "Anatomy of high-performance
 * matrix multiplication" (2008): panels of b packed for the second-level cache, rows of a packed
 * for the first, and a register tile written by {@link MicroEmitter}.
 */
final class VectorProduct extends ProductKernel {
  /**
   * Bytes of k summed at a time: a register tile's rows of a then take some 8 KiB of a first-level
   * cache.
   */
  private static final int K_BYTES = 1024;

  /**
   * Rows of a packed at a time, and bytes of a row of b: 100 and 512 KiB, for a second-level cache
   * of 1 MiB.
   */
  private static final int BLOCK_ROWS = 96;

  private static final int BLOCK_COLUMN_BYTES = 2048;

  /** Keeps rows of the packed left operand off each other's cache sets. */
  private static final int ROW_GAP = 64;

  private static final int LEFT_ROW = K_BYTES + ROW_GAP;

  /** Up to this many rows, packing b costs more than reading it where it lies. */
  private static final int DIRECT_ROWS = 32;

  /**
   * Rows of a register tile two vectors wide, where there are 32 vector registers; 6 where there
   * are 16.
   */
  private static final int MOST_TILE_ROWS = 8;

  private static final int ALIGNMENT = 64;

  /**
   * Packed operands and one register tile, inside {@code memory}. Each thread has its own for good:
   * under 1 MiB.
   */
  private record Workspace(MemorySegment memory, long left, long right, long edge, long zeros) {
    static final ThreadLocal<Workspace> OF_THREAD = ThreadLocal.withInitial(Workspace::allocate);

    private static Workspace allocate() {
      long left = (long) BLOCK_ROWS * LEFT_ROW;
      long right = K_BYTES / 4L * (BLOCK_COLUMN_BYTES + 64);
      long edge = MOST_TILE_ROWS * 128;
      MemorySegment memory = Arena.ofAuto().allocate(left + right + edge + 128, ALIGNMENT);
      long at = memory.address();
      long end = at + left + right;
      return new Workspace(memory, at, at + left, end, end + edge);
    }
  }

  private final DType dtype;
  private final int bits;
  private final int vectorElements;
  private final int panel;
  private final int tileRows;
  private final boolean leftByRow;
  private final int blockK;
  private final int blockColumns;
  private final MicroKernel[][] micro;

  VectorProduct(ProductPlan plan, int bits) {
    super(plan, bits);
    this.dtype = plan.task().out().dtype();
    this.bits = bits;
    this.vectorElements = bits / 8 / size;
    this.panel = 2 * vectorElements;
    this.leftByRow = plan.aColumn() == 1 || plan.k() == 1;
    this.blockK = K_BYTES / size;
    this.blockColumns = BLOCK_COLUMN_BYTES / size;
    this.tileRows = Lanes.registers(bits) == 32 ? MOST_TILE_ROWS : 6;
    this.micro = new MicroKernel[tileRows + 1][3];
  }

  @Override
  void multiply(
      long a, long b, long out, int row0, int row1, int column0, int column1, boolean add) {
    Workspace memory = Workspace.OF_THREAD.get();
    long outStep = plan.outRow() * size;
    for (int j = column0; j < column1; j += blockColumns) {
      int columns = Math.min(blockColumns, column1 - j);
      int p = 0;
      do {
        int depth = Math.min(blockK, plan.k() - p);
        long bBlock = b + (p * plan.bRow() + j * plan.bColumn()) * size;
        boolean direct = row1 - row0 <= DIRECT_ROWS && plan.bColumn() == 1;
        packRight(bBlock, depth, columns, memory.right, direct);
        for (int i = row0; i < row1; i += BLOCK_ROWS) {
          int rows = Math.min(BLOCK_ROWS, row1 - i);
          long aBlock = a + (i * plan.aRow() + p * plan.aColumn()) * size;
          long outBlock = out + i * outStep + (long) j * size;
          multiply(
              memory, aBlock, rows, direct ? bBlock : 0, columns, depth, outBlock, add || p > 0);
        }
        p += blockK;
      } while (p < plan.k());
    }
  }

  /**
   * Packs b into panels of whole vectors, the last filled up with zeros; only that last one if the
   * others are read directly.
   */
  private void packRight(long b, int depth, int columns, long to, boolean lastOnly) {
    int first = lastOnly ? columns / panel * panel : 0;
    for (int j = first; j < columns; j += panel) {
      int width = Math.min(panel, columns - j);
      int whole = (width + vectorElements - 1) / vectorElements * vectorElements;
      long at = to + (long) j * depth * size;
      long step = (long) whole * size;
      if (plan.bColumn() == 1 && width == whole) {
        copyPanel(b + (long) j * size, depth, whole / vectorElements, at);
        continue;
      }
      Pack.rows(
          b + j * plan.bColumn() * size,
          plan.bRow() * size,
          plan.bColumn() * size,
          depth,
          width,
          at,
          step,
          size);
      if (width < whole) {
        Pack.zeroTail(at, step, depth, (long) width * size, (long) (whole - width) * size);
      }
    }
  }

  /**
   * Copies rows of whole vectors together: a register tile that starts from them and adds nothing.
   */
  private void copyPanel(long b, int depth, int vectors, long to) {
    long row = plan.bRow() * size;
    long step = (long) vectors * vectorElements * size;
    int height;
    for (int p = 0; p < depth; p += height) {
      height = height(depth - p);
      micro(height, vectors).run(0, 0, 0, 0, b + p * row, row, to + p * step, step);
    }
  }

  private void multiply(
      Workspace memory,
      long a,
      int rows,
      long direct,
      int columns,
      int depth,
      long out,
      boolean add) {
    long outStep = plan.outRow() * size;
    packLeft(a, rows, depth, memory.left);
    for (int j = 0; j < columns; j += panel) {
      int width = Math.min(panel, columns - j);
      int vectors = (width + vectorElements - 1) / vectorElements;
      boolean whole = width == vectors * vectorElements;
      boolean packed = direct == 0 || width < panel;
      long b = packed ? memory.right + (long) j * depth * size : direct + (long) j * size;
      long bStep = packed ? (long) vectors * vectorElements * size : plan.bRow() * size;
      int height;
      for (int i = 0; i < rows; i += height) {
        height = height(rows - i);
        long left = memory.left + (leftByRow ? (long) i * LEFT_ROW : (long) i * depth * size);
        long to = out + i * outStep + (long) j * size;
        if (whole) {
          long from = add ? to : memory.zeros;
          micro(height, vectors).run(left, b, bStep, depth, from, add ? outStep : 0, to, outStep);
        } else {
          edge(memory, left, b, bStep, depth, to, height, width, vectors, add);
        }
      }
    }
  }

  /** A tile that would reach over the matrix's right edge goes through memory of its own. */
  private void edge(
      Workspace memory,
      long left,
      long b,
      long bStep,
      int depth,
      long to,
      int height,
      int width,
      int vectors,
      boolean add) {
    long outStep = plan.outRow() * size;
    long tileStep = (long) vectors * vectorElements * size;
    long tile = memory.edge;
    if (add) {
      Pack.rows(to, outStep, size, height, width, tile, tileStep, size);
    }
    long from = add ? tile : memory.zeros;
    micro(height, vectors).run(left, b, bStep, depth, from, add ? tileStep : 0, tile, tileStep);
    Pack.rows(tile, tileStep, size, height, width, to, outStep, size);
  }

  /**
   * Packs a in the order it lies in: by row, or for each k the elements of a register tile's rows.
   */
  private void packLeft(long a, int rows, int depth, long to) {
    long row = plan.aRow() * size;
    long column = plan.aColumn() * size;
    if (leftByRow) {
      Pack.rows(a, row, size, rows, depth, to, LEFT_ROW, size);
      return;
    }
    int height;
    for (int i = 0; i < rows; i += height) {
      height = height(rows - i);
      long at = to + (long) i * depth * size;
      Pack.rows(a + i * row, column, row, depth, height, at, (long) height * size, size);
    }
  }

  /** Rows of the next register tile. Few heights, so that few kernels have to be compiled. */
  private int height(int rows) {
    return rows >= tileRows ? tileRows : Integer.highestOneBit(rows);
  }

  private MicroKernel micro(int height, int vectors) {
    MicroKernel kernel = micro[height][vectors];
    if (kernel == null) {
      kernel =
          MicroEmitter.kernel(
              new MicroEmitter.Tile(
                  dtype,
                  bits,
                  height,
                  vectors,
                  leftByRow ? LEFT_ROW : size,
                  leftByRow ? size : height * size));
      micro[height][vectors] = kernel;
    }
    return kernel;
  }
}
