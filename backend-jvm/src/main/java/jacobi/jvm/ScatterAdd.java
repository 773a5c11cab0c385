package jacobi.jvm;

import static jacobi.backend.Memory.ALL;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import jacobi.backend.Inst;
import jacobi.backend.Kernel;
import jacobi.backend.LoopNest;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Rows added at indices. Each piece owns some columns and looks at every index, so rows are added
 * in index order whatever the pieces, and pieces are alike where some indices come often. Where the
 * result lies over the base, only rows that are added to are touched.
 */
final class ScatterAdd implements Kernel {
  /** Narrower rows are not worth a call each of a generated kernel. */
  private static final int COLUMNS = 16;

  private final IndexedKernels.Indices indices;
  private final View base;
  private final View rows;
  private final int size;
  private final int height;
  private final int width;
  private final long count;
  private final long offset;

  /** Whether the base is one number, again and again. */
  private final boolean one;

  private final Copy all;
  private final Adder adder;
  private final int[] indexExtents;
  private final int pieces;

  /** How many columns all pieces but the last have. */
  private final int step;

  /** Those that add the columns of a piece, and of the last; none where rows are narrow. */
  private final List<Kernel> lines;

  ScatterAdd(View base, View at, View rows, View out) {
    DType dtype = out.dtype();
    this.indices = new IndexedKernels.Indices("scatteradd", at, out.shape());
    this.base = base;
    this.rows = rows;
    this.size = dtype.bytes();
    this.height = out.shape().dim(0);
    this.width = Math.toIntExact(IndexedKernels.rowElements(out));
    this.count = at.shape().size();
    this.offset = out.offset() * size;
    this.one = Arrays.stream(base.strides()).allMatch(stride -> stride == 0);
    this.all = Copy.gathering(size, base.shape().dims(), CopyKernels.bytes(base));
    int axes = out.shape().rank() - 1;
    int indexAxes = at.shape().rank();
    this.adder =
        new Adder(
            dtype,
            Arrays.copyOfRange(out.shape().dims(), 1, axes + 1),
            Arrays.copyOfRange(CopyKernels.bytes(rows), indexAxes, indexAxes + axes),
            Arrays.copyOfRange(CopyKernels.bytes(out), 1, axes + 1));
    this.indexExtents = at.shape().dims();
    boolean wide = rows.isContiguous() && width >= COLUMNS;
    int most = wide && (one || base.isContiguous()) ? width / COLUMNS / 3 : 1;
    int worth = Copy.pieces((out.shape().size() + rows.shape().size()) * size);
    int units = Math.max(1, Math.ceilDiv(width, COLUMNS));
    this.step = COLUMNS * Math.ceilDiv(units, Math.clamp(worth, 1, Math.max(1, most)));
    this.pieces = Math.max(1, Math.ceilDiv(width, step));
    this.lines =
        wide
            ? List.of(line(dtype, Math.min(width, step)), line(dtype, width - (pieces - 1) * step))
            : List.of();
  }

  /** Adds the first of its operands to the second, which is the third too. */
  private static Kernel line(DType dtype, int columns) {
    View row = View.contiguous(dtype, Shape.of(columns));
    List<Inst> body =
        List.of(
            new Inst.Load(0, dtype),
            new Inst.Load(1, dtype),
            new Inst.Binary(BinaryKind.ADD, 1, 0, dtype),
            new Inst.Store(2, 2, dtype));
    LoopNest nest =
        new LoopNest(Shape.of(columns), List.of(false), Collections.nCopies(3, row), body);
    return NestCompiler.compile(nest, Lanes.bits(), Long.MAX_VALUE);
  }

  @Override
  public int pieces() {
    return pieces;
  }

  @Override
  public void run(long[] addresses, int piece) {
    int begin = step * piece;
    long to = addresses[3] + offset;
    if (addresses[0] != addresses[3]) {
      copyBase(addresses[0] + base.offset() * size, to, begin, Math.min(width, begin + step));
    }
    long from = addresses[2] + rows.offset() * size;
    if (lines.isEmpty()) {
      for (long i = 0; i < count; i++) {
        long row = from + Lines.at(i, indexExtents, rows.strides()) * size;
        adder.add(0, row, to + indices.row(addresses[1], i) * width * size);
      }
      return;
    }
    Kernel line = piece < pieces - 1 ? lines.getFirst() : lines.getLast();
    long rowBytes = (long) width * size;
    long[] operands = new long[3];
    for (long i = 0; i < count; i++) {
      operands[0] = from + i * rowBytes + (long) begin * size;
      operands[1] = to + indices.row(addresses[1], i) * rowBytes + (long) begin * size;
      operands[2] = operands[1];
      line.run(operands, 0);
    }
  }

  /** Columns of the base into the result. */
  private void copyBase(long from, long to, int begin, int end) {
    if (pieces == 1) {
      all.run(from, to);
      return;
    }
    long bytes = (long) (end - begin) * size;
    boolean zero = one && Copy.isZero(from, size);
    for (long i = 0; i < height; i++) {
      long target = to + (i * width + begin) * size;
      if (zero) {
        ALL.asSlice(target, bytes).fill((byte) 0);
      } else if (one) {
        for (long k = 0; k < bytes; k += size) {
          MemorySegment.copy(ALL, from, ALL, target + k, size);
        }
      } else {
        MemorySegment.copy(ALL, from + (i * width + begin) * size, ALL, target, bytes);
      }
    }
  }

  /** Adds one strided block to another. Strides are in bytes. */
  private record Adder(DType dtype, int[] extents, long[] from, long[] to) {
    void add(int axis, long source, long target) {
      if (axis < extents.length - 1) {
        for (int i = 0; i < extents[axis]; i++) {
          add(axis + 1, source + i * from[axis], target + i * to[axis]);
        }
        return;
      }
      int count = extents.length == 0 ? 1 : extents[axis];
      long step = extents.length == 0 ? 0 : from[axis];
      addLine(dtype, source, step, target, count);
    }
  }

  /** Adds elements {@code step} bytes apart to adjacent ones. */
  private static void addLine(DType dtype, long source, long step, long target, int count) {
    switch (dtype) {
      case FLOAT32 -> addFloats(source, step, target, count);
      case FLOAT64 -> addDoubles(source, step, target, count);
      case INT32 -> addInts(source, step, target, count);
      case INT64 -> addLongs(source, step, target, count);
      case BOOL -> throw new IllegalStateException("bools are not added");
    }
  }

  private static void addFloats(long source, long step, long target, int count) {
    for (int i = 0; i < count; i++) {
      long t = target + 4L * i;
      float sum = ALL.get(JAVA_FLOAT_UNALIGNED, t);
      ALL.set(JAVA_FLOAT_UNALIGNED, t, sum + ALL.get(JAVA_FLOAT_UNALIGNED, source + i * step));
    }
  }

  private static void addDoubles(long source, long step, long target, int count) {
    for (int i = 0; i < count; i++) {
      long t = target + 8L * i;
      double sum = ALL.get(JAVA_DOUBLE_UNALIGNED, t);
      ALL.set(JAVA_DOUBLE_UNALIGNED, t, sum + ALL.get(JAVA_DOUBLE_UNALIGNED, source + i * step));
    }
  }

  private static void addInts(long source, long step, long target, int count) {
    for (int i = 0; i < count; i++) {
      long t = target + 4L * i;
      int sum = ALL.get(JAVA_INT_UNALIGNED, t);
      ALL.set(JAVA_INT_UNALIGNED, t, sum + ALL.get(JAVA_INT_UNALIGNED, source + i * step));
    }
  }

  private static void addLongs(long source, long step, long target, int count) {
    for (int i = 0; i < count; i++) {
      long t = target + 8L * i;
      long sum = ALL.get(JAVA_LONG_UNALIGNED, t);
      ALL.set(JAVA_LONG_UNALIGNED, t, sum + ALL.get(JAVA_LONG_UNALIGNED, source + i * step));
    }
  }
}
