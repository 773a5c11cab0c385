package jacobi.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import jacobi.backend.Kernel;
import jacobi.backend.Memory;
import jacobi.backend.Prepared;
import jacobi.graph.Convolution;
import jacobi.graph.Shape;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a convolution by images of the batch, each piece on the calling thread; where there are
 * fewer images than processors, by rows of the result. Where oneDNN wants the filters in a layout
 * of its own, each piece lays them out again in scratch memory, unless they stay the same and were
 * laid out once; gradients by the filters are partial sums, added in order in the end.
 */
final class ConvKernel implements Kernel {
  /** Multiply-adds below which a piece is not cut further: some microseconds. */
  private static final long SMALLEST_PIECE = 300_000;

  /** So that an uneven load of the processors evens out. */
  private static final int PIECES_PER_CORE = 2;

  private static final int ELEMENT_BYTES = Float.BYTES;
  private static final int ALIGNMENT = 64;

  /**
   * A part of the batch, compiled.
   *
   * @param x bytes from the start of x to what it reads or writes of it
   * @param y likewise of y
   */
  private record Piece(Conv conv, long x, long y, Optional<Reorder> reorder) {}

  private final ConvTask task;
  private final boolean gradient;
  private final boolean prepared;
  private final List<Piece> pieces;
  private final long filterBytes;

  ConvKernel(ConvTask task, int cores) {
    this(task, cores, false);
  }

  /**
   * Another way to run a convolution.
   *
   * @param prepared whether the filters come in the layout that oneDNN wants
   */
  private ConvKernel(ConvTask task, int cores, boolean prepared) {
    this.task = task;
    this.prepared = prepared;
    this.gradient = task.op() instanceof Convolution.ConvFilter;
    int most = Math.clamp(task.work() / SMALLEST_PIECE, 1, PIECES_PER_CORE * cores);
    Cut cut = new Cut(task);
    int rowCuts = Math.min(most, cores) / task.images();
    if (rowCuts < 2 || !cut.byRows(rowCuts)) {
      cut.byImages(Math.min(most, task.images()));
    }
    MemoryDesc layout = cut.pieces.getFirst().conv.filters();
    if (gradient && !cut.pieces.stream().allMatch(p -> p.conv.filters().isLike(layout))) {
      cut.byImages(1);
    }
    this.pieces = List.copyOf(cut.pieces);
    long bytes = pieces.stream().mapToLong(p -> p.conv.filters().byteSize()).max().orElseThrow();
    this.filterBytes = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** The kernel of a convolution whose filters stay the same, if oneDNN wants them otherwise. */
  static Optional<Prepared> withPreparedFilters(ConvTask task, int cores) {
    if (task.op() instanceof Convolution.ConvFilter) {
      return Optional.empty();
    }
    ConvKernel kernel = new ConvKernel(task, cores, true);
    Piece first = kernel.pieces.getFirst();
    boolean alike =
        kernel.pieces.stream().allMatch(p -> p.conv.filters().isLike(first.conv.filters()));
    if (!alike || first.reorder.isEmpty()) {
      return Optional.empty();
    }
    Reorder reorder = first.reorder.get();
    long start = task.second().offset() * ELEMENT_BYTES;
    return Optional.of(
        new Prepared(
            1,
            (addresses, piece) -> reorder.execute(addresses[0] + start, addresses[1]),
            kernel.filterBytes,
            kernel));
  }

  /** Pieces in the making; those of the same sizes share what is compiled. */
  private static final class Cut {
    private final ConvTask task;
    private final Map<List<Object>, Conv> convs = new HashMap<>();
    private final Map<Conv, Optional<Reorder>> reorders = new HashMap<>();
    private final List<Piece> pieces = new ArrayList<>();

    Cut(ConvTask task) {
      this.task = task;
    }

    void byImages(int count) {
      pieces.clear();
      for (int i = 0; i < count; i++) {
        int begin = part(task.images(), i, count);
        add(task.ofImages(part(task.images(), i + 1, count) - begin), begin, 0, 0);
      }
    }

    /** Each image's rows, where oneDNN is fast at these too. */
    boolean byRows(int count) {
      int rows = task.y().dim(1);
      if (!(task.op() instanceof Convolution.Conv) || rows < count) {
        return false;
      }
      for (int image = 0; image < task.images(); image++) {
        for (int i = 0; i < count; i++) {
          int begin = part(rows, i, count);
          Optional<ConvTask> part = task.ofRows(begin, part(rows, i + 1, count));
          if (part.isEmpty() || !Conv.isFast(part.get())) {
            return false;
          }
          add(part.get(), image, task.firstRowRead(begin), begin);
        }
      }
      return true;
    }

    /** Where the {@code i}-th of {@code count} parts begins. */
    private static int part(int extent, int i, int count) {
      return (int) ((long) extent * i / count);
    }

    private void add(ConvTask part, int image, int xRow, int yRow) {
      Conv conv =
          convs.computeIfAbsent(
              List.of(part.op(), part.x(), part.y()),
              k ->
                  Conv.create(part)
                      .orElseThrow(() -> new OneDnnException("[oneDNN] cannot run " + task)));
      long x = start(task.x(), image, xRow);
      long y = start(task.y(), image, yRow);
      pieces.add(new Piece(conv, x, y, reorders.computeIfAbsent(conv, this::reorder)));
    }

    private static long start(Shape s, int image, int row) {
      long each = s.size() / s.dim(0);
      return (each * image + each / s.dim(1) * row) * ELEMENT_BYTES;
    }

    private Optional<Reorder> reorder(Conv conv) {
      MemoryDesc plain = task.plainFilters();
      if (conv.filters().isLike(plain)) {
        return Optional.empty();
      }
      return Optional.of(
          task.op() instanceof Convolution.ConvFilter
              ? new Reorder(conv.filters(), plain)
              : new Reorder(plain, conv.filters()));
    }
  }

  @Override
  public int pieces() {
    return pieces.size();
  }

  /** Whether the only piece writes its gradient where it belongs. */
  private boolean isDirect() {
    return pieces.size() == 1 && pieces.getFirst().reorder.isEmpty();
  }

  @Override
  public long scratchBytes() {
    boolean needed =
        gradient ? !isDirect() : !prepared && pieces.stream().anyMatch(p -> p.reorder.isPresent());
    return needed ? filterBytes * pieces.size() : 0;
  }

  @Override
  public void run(long[] addresses, int index) {
    Piece piece = pieces.get(index);
    long first = addresses[0] + task.first().offset() * ELEMENT_BYTES;
    long second = addresses[1] + task.second().offset() * ELEMENT_BYTES;
    long out = addresses[2] + task.out().offset() * ELEMENT_BYTES;
    long x = piece.x;
    long y = piece.y;
    if (gradient) {
      long to = isDirect() ? out : addresses[3] + index * filterBytes;
      piece.conv.execute(first + x, second + y, to);
      return;
    }
    long filters = prepared ? addresses[1] : second;
    if (!prepared && piece.reorder.isPresent()) {
      filters = addresses[3] + index * filterBytes;
      piece.reorder.get().execute(second, filters);
    }
    if (task.op() instanceof Convolution.Conv) {
      piece.conv.execute(first + x, filters, out + y);
    } else {
      piece.conv.execute(first + y, filters, out + x);
    }
  }

  @Override
  public void finish(long[] addresses) {
    if (!gradient || isDirect()) {
      return;
    }
    long out = addresses[2] + task.out().offset() * ELEMENT_BYTES;
    long sum = addresses[3];
    Optional<Reorder> reorder = pieces.getFirst().reorder;
    long bytes = pieces.getFirst().conv.filters().byteSize();
    if (reorder.isEmpty()) {
      Memory.ALL.asSlice(out, bytes).copyFrom(Memory.ALL.asSlice(sum, bytes));
      sum = out;
    }
    for (int i = 1; i < pieces.size(); i++) {
      add(addresses[3] + i * filterBytes, sum, bytes);
    }
    if (reorder.isPresent()) {
      reorder.get().execute(sum, out);
    }
  }

  /** Over segments with positions of their own, which C2 vectorises. */
  @SuppressWarnings("restricted")
  private static void add(long from, long to, long bytes) {
    MemorySegment more = MemorySegment.ofAddress(from).reinterpret(bytes);
    MemorySegment sum = MemorySegment.ofAddress(to).reinterpret(bytes);
    int count = Math.toIntExact(bytes / ELEMENT_BYTES);
    for (int i = 0; i < count; i++) {
      sum.setAtIndex(JAVA_FLOAT, i, sum.getAtIndex(JAVA_FLOAT, i) + more.getAtIndex(JAVA_FLOAT, i));
    }
  }
}
