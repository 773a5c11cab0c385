package jacobi.jvm;

import static jacobi.backend.Memory.ALL;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Moves the elements of one strided block to another of the same extents. Strides are in bytes;
 * only bits move.
 */
final class Copy {
  /** Bytes that one piece of a large copy moves. */
  static final long PIECE_BYTES = 1 << 18;

  private static final int MOST_PIECES = 16;

  private record Axis(int extent, long from, long to) {}

  private final int size;
  private final boolean empty;
  private final int[] extents;
  private final long[] from;
  private final long[] to;

  /**
   * Whether the last two axes are to be transposed tile by tile: the second last is the nearer one
   * in the source.
   */
  private final boolean transposing;

  private Copy(int size, boolean empty, List<Axis> axes, boolean transposing) {
    this.size = size;
    this.empty = empty;
    this.extents = axes.stream().mapToInt(Axis::extent).toArray();
    this.from = axes.stream().mapToLong(Axis::from).toArray();
    this.to = axes.stream().mapToLong(Axis::to).toArray();
    this.transposing = transposing;
  }

  /**
   * Between any two layouts.
   *
   * @param size bytes of an element
   * @param to strides of the destination, all at least 0 and no element written twice
   */
  static Copy of(int size, int[] extents, long[] from, long[] to) {
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < extents.length; i++) {
      if (extents[i] != 1) {
        axes.add(new Axis(extents[i], from[i], to[i]));
      }
    }
    axes.sort(Comparator.comparingLong(Axis::to).reversed());
    for (int i = axes.size() - 2; i >= 0; i--) {
      Axis outer = axes.get(i);
      Axis inner = axes.get(i + 1);
      if (outer.from == inner.from * inner.extent
          && outer.to == inner.to * inner.extent
          && (long) outer.extent * inner.extent <= Integer.MAX_VALUE) {
        axes.set(i, new Axis(outer.extent * inner.extent, inner.from, inner.to));
        axes.remove(i + 1);
      }
    }
    if (axes.isEmpty()) {
      axes.add(new Axis(1, size, size));
    }
    int last = axes.size() - 1;
    boolean transposing = false;
    if (last > 0 && axes.get(last).to == size && Math.abs(axes.get(last).from) > size) {
      int near = 0;
      for (int i = 1; i < last; i++) {
        if (Math.abs(axes.get(i).from) < Math.abs(axes.get(near).from)) {
          near = i;
        }
      }
      transposing = Math.abs(axes.get(near).from) == size;
      if (transposing) {
        axes.add(last - 1, axes.remove(near));
      }
    }
    return new Copy(size, Arrays.stream(extents).anyMatch(e -> e == 0), axes, transposing);
  }

  /** Into row-major order. */
  static Copy gathering(int size, int[] extents, long[] from) {
    long[] to = new long[extents.length];
    long step = size;
    for (int i = extents.length - 1; i >= 0; i--) {
      to[i] = step;
      step *= extents[i];
    }
    return of(size, extents, from, to);
  }

  /** A number of pieces worth cutting {@code bytes} bytes into. */
  static int pieces(long bytes) {
    return Math.clamp(bytes / PIECE_BYTES, 1, MOST_PIECES);
  }

  /** Whether source and destination are one run of bytes each. */
  boolean isRun() {
    return extents.length == 1 && from[0] == size && to[0] == size;
  }

  void run(long source, long target) {
    run(source, target, 0, 1);
  }

  /** Part {@code part} of {@code parts}, which together do the whole. */
  void run(long source, long target, int part, int parts) {
    if (empty) {
      return;
    }
    int cut = 0;
    if (extents.length > 1 && extents[0] < parts && extents[1] > extents[0]) {
      cut = 1;
    }
    int begin = (int) ((long) extents[cut] * part / parts);
    int end = (int) ((long) extents[cut] * (part + 1) / parts);
    axis(
        0,
        source + begin * from[cut],
        target + begin * to[cut],
        cut == 0 ? end - begin : extents[0],
        cut == 1 || extents.length < 2 ? end - begin : extents[1]);
  }

  /**
   * Axes from {@code axis} on; the first two extents are given because a part may have less of one.
   */
  private void axis(int axis, long source, long target, int first, int second) {
    int count = axis == 0 ? first : axis == 1 ? second : extents[axis];
    int left = extents.length - axis;
    if (left == 1) {
      line(source, from[axis], count, target, to[axis]);
    } else if (left == 2 && transposing) {
      int inner = axis == 0 ? second : extents[axis + 1];
      Pack.rows(source, from[axis], from[axis + 1], count, inner, target, to[axis], size);
    } else {
      for (int i = 0; i < count; i++) {
        axis(axis + 1, source + i * from[axis], target + i * to[axis], first, second);
      }
    }
  }

  private void line(long source, long sourceStep, int count, long target, long targetStep) {
    if (sourceStep == size && targetStep == size) {
      MemorySegment.copy(ALL, source, ALL, target, (long) count * size);
      return;
    }
    if (sourceStep == 0 && targetStep == size && isZero(source, size)) {
      ALL.asSlice(target, (long) count * size).fill((byte) 0);
      return;
    }
    switch (size) {
      case 1 -> {
        for (int i = 0; i < count; i++) {
          ALL.set(JAVA_BYTE, target + i * targetStep, ALL.get(JAVA_BYTE, source + i * sourceStep));
        }
      }
      case 4 -> {
        for (int i = 0; i < count; i++) {
          ALL.set(
              JAVA_INT_UNALIGNED,
              target + i * targetStep,
              ALL.get(JAVA_INT_UNALIGNED, source + i * sourceStep));
        }
      }
      case 8 -> {
        for (int i = 0; i < count; i++) {
          ALL.set(
              JAVA_LONG_UNALIGNED,
              target + i * targetStep,
              ALL.get(JAVA_LONG_UNALIGNED, source + i * sourceStep));
        }
      }
      default -> throw new IllegalStateException("no element has " + size + " bytes");
    }
  }

  /** Whether an element of so many bytes is 0. */
  static boolean isZero(long source, int size) {
    return switch (size) {
      case 1 -> ALL.get(JAVA_BYTE, source) == 0;
      case 4 -> ALL.get(JAVA_INT_UNALIGNED, source) == 0;
      default -> ALL.get(JAVA_LONG_UNALIGNED, source) == 0;
    };
  }
}
