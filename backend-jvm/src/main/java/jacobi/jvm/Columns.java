package jacobi.jvm;

import static jacobi.backend.Memory.ALL;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import jacobi.graph.Convolution;
import jacobi.graph.DType;
import jacobi.graph.Shape;
import jacobi.graph.Window;
import java.lang.foreign.MemorySegment;

/**
 * A convolution as a product (im2col; Chellapilla et al. 2006, "High Performance Convolutional
 * Neural Networks for Document Processing"): row r of the columns holds what the window sees at
 * place r, counted over the batch, in the order of a filter's elements.
 */
final class Columns {
  /** Bytes up to which a loop copies faster than a call. */
  private static final long SHORT_RUN = 96;

  private final DType dtype;
  private final int size;
  private final int axes;
  private final int[] in;
  private final int[] places;
  private final int[] kernel;
  private final Window window;
  private final int channels;
  private final int each;

  /** Bytes from one element to the next along each spatial axis of x. */
  private final long[] steps;

  /** Bytes of a filter's elements from each of its axes on. */
  private final long[] blocks;

  private final long imageBytes;

  /** Whether neighbours under the window lie side by side in x. */
  private final boolean dense;

  Columns(Convolution op, DType dtype, Shape x, Shape filters, Shape y) {
    this.dtype = dtype;
    this.size = dtype.bytes();
    this.window = op.window();
    this.axes = window.axes();
    this.in = Convolution.spatial(x).toArray();
    this.places = Convolution.spatial(y).toArray();
    this.kernel = Convolution.spatial(filters).toArray();
    this.channels = x.dim(-1);
    this.each = filters.dim(-1);
    this.dense = op.groups() == 1 && window.dilation().get(axes - 1) == 1;
    this.steps = new long[axes];
    this.blocks = new long[axes + 1];
    long step = (long) channels * size;
    long block = (long) each * size;
    blocks[axes] = block;
    for (int i = axes - 1; i >= 0; i--) {
      steps[i] = step;
      step *= in[i];
      block *= kernel[i];
      blocks[i] = block;
    }
    this.imageBytes = step;
  }

  /** Bytes of a row: of what a window sees of one group's channels. */
  long rowBytes() {
    return blocks[0];
  }

  /** Places in one image. */
  long placesPerImage() {
    long n = 1;
    for (int p : places) {
      n *= p;
    }
    return n;
  }

  /** Copies rows {@code first} on, of a group, from the images at {@code x}. */
  void gather(long x, int group, long first, int rows, long to) {
    Cursor c = new Cursor(first);
    for (int i = 0; i < rows; i++) {
      gather(c, 0, x + c.image * imageBytes + (long) group * each * size, to + i * rowBytes());
      c.next();
    }
  }

  /** The reverse of {@link #gather}: adds the rows to the images. */
  void scatter(long from, int group, long first, int rows, long x) {
    Cursor c = new Cursor(first);
    for (int i = 0; i < rows; i++) {
      scatter(c, 0, x + c.image * imageBytes + (long) group * each * size, from + i * rowBytes());
      c.next();
    }
  }

  /** A place of the window: which image, and where its first element lies, padding included. */
  private final class Cursor {
    private long image;
    private final int[] place = new int[axes];
    private final int[] at = new int[axes];

    Cursor(long row) {
      long rest = row;
      for (int i = axes - 1; i >= 0; i--) {
        place[i] = (int) (rest % places[i]);
        rest /= places[i];
        locate(i);
      }
      image = rest;
    }

    private void locate(int axis) {
      at[axis] = place[axis] * window.stride().get(axis) - window.before().get(axis);
    }

    void next() {
      for (int i = axes - 1; i >= 0; i--) {
        place[i]++;
        if (place[i] < places[i]) {
          locate(i);
          return;
        }
        place[i] = 0;
        locate(i);
      }
      image++;
    }
  }

  private void gather(Cursor c, int axis, long x, long to) {
    int at = c.at[axis];
    long block = blocks[axis + 1];
    if (axis == axes - 1 && dense) {
      int low = Math.clamp(-at, 0, kernel[axis]);
      int high = Math.clamp(in[axis] - at, low, kernel[axis]);
      zero(to, low * block);
      copy(x + (at + low) * steps[axis], to + low * block, (high - low) * block);
      zero(to + high * block, (kernel[axis] - high) * block);
      return;
    }
    int dilation = window.dilation().get(axis);
    for (int k = 0; k < kernel[axis]; k++) {
      int position = at + k * dilation;
      if (position < 0 || position >= in[axis]) {
        zero(to + k * block, block);
      } else if (axis == axes - 1) {
        copy(x + position * steps[axis], to + k * block, block);
      } else {
        gather(c, axis + 1, x + position * steps[axis], to + k * block);
      }
    }
  }

  private void scatter(Cursor c, int axis, long x, long from) {
    int at = c.at[axis];
    long block = blocks[axis + 1];
    if (axis == axes - 1 && dense) {
      int low = Math.clamp(-at, 0, kernel[axis]);
      int high = Math.clamp(in[axis] - at, low, kernel[axis]);
      add(dtype, from + low * block, x + (at + low) * steps[axis], (high - low) * block / size);
      return;
    }
    int dilation = window.dilation().get(axis);
    for (int k = 0; k < kernel[axis]; k++) {
      int position = at + k * dilation;
      if (position >= 0 && position < in[axis]) {
        if (axis == axes - 1) {
          add(dtype, from + k * block, x + position * steps[axis], each);
        } else {
          scatter(c, axis + 1, x + position * steps[axis], from + k * block);
        }
      }
    }
  }

  private static void zero(long to, long bytes) {
    if (bytes > SHORT_RUN) {
      ALL.asSlice(to, bytes).fill((byte) 0);
      return;
    }
    for (int i = 0; i < bytes; i += 4) {
      ALL.set(JAVA_INT_UNALIGNED, to + i, 0);
    }
  }

  private static void copy(long from, long to, long bytes) {
    if (bytes > SHORT_RUN) {
      MemorySegment.copy(ALL, from, ALL, to, bytes);
      return;
    }
    for (int i = 0; i < bytes; i += 4) {
      ALL.set(JAVA_INT_UNALIGNED, to + i, ALL.get(JAVA_INT_UNALIGNED, from + i));
    }
  }

  /** Adds {@code count} elements to others. */
  static void add(DType dtype, long from, long to, long count) {
    if (dtype == DType.FLOAT32) {
      for (long i = 0; i < 4 * count; i += 4) {
        ALL.set(
            JAVA_FLOAT_UNALIGNED,
            to + i,
            ALL.get(JAVA_FLOAT_UNALIGNED, to + i) + ALL.get(JAVA_FLOAT_UNALIGNED, from + i));
      }
    } else {
      for (long i = 0; i < 8 * count; i += 8) {
        ALL.set(
            JAVA_DOUBLE_UNALIGNED,
            to + i,
            ALL.get(JAVA_DOUBLE_UNALIGNED, to + i) + ALL.get(JAVA_DOUBLE_UNALIGNED, from + i));
      }
    }
  }
}
