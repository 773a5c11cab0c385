package jacobi.graph;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a window moves over the spatial axes of a tensor [batch, spatial…, channels]: one number of
 * each kind for each spatial axis.
 *
 * @param stride how far it moves from one output to the next, from 1
 * @param dilation distance between its neighbouring elements, from 1
 * @param before zeros added before the axis
 * @param after zeros added after the axis
 */
public record Window(Ints stride, Ints dilation, Ints before, Ints after) {
  public Window {
    int axes = stride.size();
    if (axes == 0 || dilation.size() != axes || before.size() != axes || after.size() != axes) {
      throw new ShapeException(
          "[window] stride "
              + stride
              + ", dilation "
              + dilation
              + " and padding "
              + before
              + " before, "
              + after
              + " after need one number for each spatial axis");
    }
    least("stride", stride, 1);
    least("dilation", dilation, 1);
    least("padding", before, 0);
    least("padding", after, 0);
  }

  private static void least(String what, Ints values, int least) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) < least) {
        throw new ShapeException(
            "[window] " + what + " " + values + " has to be at least " + least + " on every axis");
      }
    }
  }

  /** Stride and dilation 1, no padding. */
  public static Window of(int axes) {
    Ints ones = Ints.generate(axes, i -> 1);
    Ints zeros = Ints.generate(axes, i -> 0);
    return new Window(ones, ones, zeros, zeros);
  }

  /** Another stride, the same on every axis or one number an axis. */
  public Window stride(int... steps) {
    return new Window(perAxis("stride", steps), dilation, before, after);
  }

  /** Another dilation, the same on every axis or one number an axis. */
  public Window dilation(int... steps) {
    return new Window(stride, perAxis("dilation", steps), before, after);
  }

  /** As much padding before as after, the same on every axis or one number an axis. */
  public Window padding(int... zeros) {
    Ints both = perAxis("padding", zeros);
    return new Window(stride, dilation, both, both);
  }

  /** Other padding, different before and after. */
  public Window padding(Ints zerosBefore, Ints zerosAfter) {
    return new Window(stride, dilation, zerosBefore, zerosAfter);
  }

  /**
   * Padding that makes the number of outputs the extent divided by the stride, rounded up; of an
   * odd number of zeros, the one more is behind.
   *
   * @param spatial extents of the spatial axes
   * @param kernel extents of the window
   */
  public Window same(Ints spatial, Ints kernel) {
    Ints all =
        Ints.generate(
            axes(),
            i -> {
              int outputs = Math.ceilDiv(spatial.get(i), stride.get(i));
              int needed = (outputs - 1) * stride.get(i) + span(i, kernel.get(i));
              return Math.max(0, needed - spatial.get(i));
            });
    return padding(
        Ints.generate(axes(), i -> all.get(i) / 2),
        Ints.generate(axes(), i -> all.get(i) - all.get(i) / 2));
  }

  private Ints perAxis(String what, int... values) {
    if (values.length != 1 && values.length != axes()) {
      throw new ShapeException(
          "[window] "
              + what
              + " is one number or one for each of "
              + axes()
              + " axes, not "
              + Arrays.toString(values));
    }
    return Ints.generate(axes(), i -> values[values.length == 1 ? 0 : i]);
  }

  /** Number of spatial axes. */
  public int axes() {
    return stride.size();
  }

  /** How much of the axis a window of an extent covers, with what its dilation leaves out. */
  public int span(int axis, int kernel) {
    return dilation.get(axis) * (kernel - 1) + 1;
  }

  /** Whether there is a place for the window at all. */
  public boolean fits(Ints spatial, Ints kernel) {
    for (int i = 0; i < axes(); i++) {
      int room = before.get(i) + spatial.get(i) + after.get(i);
      if (kernel.get(i) < 1 || span(i, kernel.get(i)) > room) {
        return false;
      }
    }
    return true;
  }

  /**
   * Where {@link #outputs} has to round, a sentence that says so with the numbers; empty where the
   * sizes divide.
   */
  public Optional<String> misfit(Ints spatial, Ints kernel) {
    for (int i = 0; i < axes(); i++) {
      int room = before.get(i) + spatial.get(i) + after.get(i) - span(i, kernel.get(i));
      if (room >= 0 && room % stride.get(i) != 0) {
        String padding =
            before.get(i) == after.get(i)
                ? "2*" + before.get(i)
                : before.get(i) + " + " + after.get(i);
        return Optional.of(
            String.format(
                Locale.ROOT,
                "n = (m - f + 2p)/s + 1 = (%d - %d + %s)/%d + 1 is not a whole number on spatial"
                    + " axis %d; choose sizes that divide, or floor() to leave the rest out",
                spatial.get(i),
                span(i, kernel.get(i)),
                padding,
                stride.get(i),
                i));
      }
    }
    return Optional.empty();
  }

  /**
   * How many places there are for the window along each axis, rounded down: n = (m - f + 2p)/s + 1.
   *
   * @param op for messages
   * @param spatial extents of the spatial axes
   * @param kernel extents of the window
   */
  public Ints outputs(String op, Ints spatial, Ints kernel) {
    for (int i = 0; i < axes(); i++) {
      int room = before.get(i) + spatial.get(i) + after.get(i);
      if (kernel.get(i) < 1 || span(i, kernel.get(i)) > room) {
        String padded = room == spatial.get(i) ? "" : " padded to " + room;
        String spread = dilation.get(i) == 1 ? "" : ", which spans " + span(i, kernel.get(i));
        throw new ShapeException(
            kernel.get(i) < 1
                ? "[" + op + "] a kernel of " + kernel + " has no elements"
                : "["
                    + op
                    + "] the kernel is larger than the input: "
                    + kernel.get(i)
                    + spread
                    + ", on spatial axis "
                    + i
                    + " of extent "
                    + spatial.get(i)
                    + padded);
      }
    }
    return Ints.generate(
        axes(),
        i ->
            (before.get(i) + spatial.get(i) + after.get(i) - span(i, kernel.get(i))) / stride.get(i)
                + 1);
  }

  @Override
  public String toString() {
    return "stride " + stride + " dilation " + dilation + " padding " + before + after;
  }
}
