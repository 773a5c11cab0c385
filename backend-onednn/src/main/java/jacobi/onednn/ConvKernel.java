package jacobi.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import jacobi.backend.Kernel;
import jacobi.backend.Memory;
import jacobi.graph.Convolution;
import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a convolution by images of the batch, each piece on the calling thread. Where oneDNN wants
 * the filters in a layout of its own, each piece lays them out again in scratch memory; gradients
 * by the filters are partial sums, added in order in the end.
 */
final class ConvKernel implements Kernel {
  /** Multiply-adds below which a piece is not cut further. */
  private static final long SMALLEST_PIECE = 1_000_000;

  /** So that an uneven load of the processors evens out. */
  private static final int PIECES_PER_CORE = 2;

  private static final int ELEMENT_BYTES = Float.BYTES;
  private static final int ALIGNMENT = 64;

  private record Piece(Conv conv, int firstImage, Optional<Reorder> reorder) {}

  private final ConvTask task;
  private final boolean gradient;
  private final List<Piece> pieces;
  private final long filterBytes;

  ConvKernel(ConvTask task, int cores) {
    this.task = task;
    this.gradient = task.op() instanceof Convolution.ConvFilter;
    int most = Math.clamp(task.work() / SMALLEST_PIECE, 1, PIECES_PER_CORE * cores);
    List<Piece> cut = cut(task, Math.min(most, task.images()));
    MemoryDesc layout = cut.getFirst().conv.filters();
    boolean alike = cut.stream().allMatch(p -> p.conv.filters().isLike(layout));
    this.pieces = gradient && !alike ? cut(task, 1) : cut;
    long bytes = pieces.stream().mapToLong(p -> p.conv.filters().byteSize()).max().orElseThrow();
    this.filterBytes = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static List<Piece> cut(ConvTask task, int count) {
    MemoryDesc plain = task.plainFilters();
    boolean gradient = task.op() instanceof Convolution.ConvFilter;
    Map<Integer, Conv> convs = new HashMap<>();
    Map<Integer, Optional<Reorder>> reorders = new HashMap<>();
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int begin = (int) ((long) task.images() * i / count);
      int images = (int) ((long) task.images() * (i + 1) / count) - begin;
      Conv conv =
          convs.computeIfAbsent(
              images,
              n ->
                  Conv.create(task, n)
                      .orElseThrow(() -> new OneDnnException("[oneDNN] cannot run " + task)));
      Optional<Reorder> reorder =
          reorders.computeIfAbsent(
              images,
              n ->
                  conv.filters().isLike(plain)
                      ? Optional.empty()
                      : Optional.of(
                          gradient
                              ? new Reorder(conv.filters(), plain)
                              : new Reorder(plain, conv.filters())));
      pieces.add(new Piece(conv, begin, reorder));
    }
    return List.copyOf(pieces);
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
    boolean needed = gradient ? !isDirect() : pieces.stream().anyMatch(p -> p.reorder.isPresent());
    return needed ? filterBytes * pieces.size() : 0;
  }

  @Override
  public void run(long[] addresses, int index) {
    Piece piece = pieces.get(index);
    long first = addresses[0] + task.first().offset() * ELEMENT_BYTES;
    long second = addresses[1] + task.second().offset() * ELEMENT_BYTES;
    long out = addresses[2] + task.out().offset() * ELEMENT_BYTES;
    long x = imageStart(task.x(), piece);
    long y = imageStart(task.y(), piece);
    if (gradient) {
      long to = isDirect() ? out : addresses[3] + index * filterBytes;
      piece.conv.execute(first + x, second + y, to);
      return;
    }
    long filters = second;
    if (piece.reorder.isPresent()) {
      filters = addresses[3] + index * filterBytes;
      piece.reorder.get().execute(second, filters);
    }
    if (task.op() instanceof Convolution.Conv) {
      piece.conv.execute(first + x, filters, out + y);
    } else {
      piece.conv.execute(first + y, filters, out + x);
    }
  }

  private static long imageStart(Shape s, Piece piece) {
    return s.size() / s.dim(0) * piece.firstImage * ELEMENT_BYTES;
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

  private static void add(long from, long to, long bytes) {
    for (long i = 0; i < bytes; i += ELEMENT_BYTES) {
      Memory.ALL.set(
          JAVA_FLOAT,
          to + i,
          Memory.ALL.get(JAVA_FLOAT, to + i) + Memory.ALL.get(JAVA_FLOAT, from + i));
    }
  }
}
