package jacobi.data;

/**
 * Changes the size of images: each new pixel is a mean of the old ones around its place, weighted
 * by a triangle as wide as a new pixel (or an old one, if those are larger), one axis after the
 * other.
 */
final class Resize {
  private Resize() {}

  /** The part of an axis that is kept, and how it becomes another number of pixels. */
  private record Axis(int from, double start, double step, int to) {
    static Axis of(int from, double kept, int to) {
      double start = (from - kept) / 2;
      double step = kept / to;
      return new Axis(from, step == 1 ? Math.floor(start) : start, step, to);
    }

    boolean changesNothing() {
      return from == to && step == 1;
    }
  }

  /** An image [height, width, channels] in another size. */
  static float[] to(ImageFormat format, float[] pixels, int height, int width) {
    double stepY = (double) height / format.height();
    double stepX = (double) width / format.width();
    double both = Math.min(stepY, stepX);
    double keptY = format.crop() ? both * format.height() : height;
    double keptX = format.crop() ? both * format.width() : width;
    Axis down = Axis.of(height, keptY, format.height());
    Axis right = Axis.of(width, keptX, format.width());
    float[] lower = along(down, pixels, 1, width * format.channels());
    return along(right, lower, format.height(), format.channels());
  }

  /** The middle axis of [outer, axis, inner] in another extent. */
  private static float[] along(Axis axis, float[] x, int outer, int inner) {
    if (axis.changesNothing()) {
      return x;
    }
    float[] y = new float[outer * axis.to() * inner];
    double reach = Math.max(1, axis.step());
    for (int i = 0; i < axis.to(); i++) {
      double centre = axis.start() + (i + 0.5) * axis.step();
      int first = Math.max(0, (int) Math.floor(centre - reach));
      int last = Math.min(axis.from() - 1, (int) Math.ceil(centre + reach));
      double total = 0;
      for (int k = first; k <= last; k++) {
        total += weight(k, centre, reach);
      }
      for (int k = first; k <= last; k++) {
        float weight = (float) (weight(k, centre, reach) / total);
        for (int o = 0; o < outer && weight > 0; o++) {
          int from = (o * axis.from() + k) * inner;
          int to = (o * axis.to() + i) * inner;
          for (int c = 0; c < inner; c++) {
            y[to + c] += weight * x[from + c];
          }
        }
      }
    }
    return y;
  }

  private static double weight(int pixel, double centre, double reach) {
    return Math.max(0, 1 - Math.abs(pixel + 0.5 - centre) / reach);
  }
}
