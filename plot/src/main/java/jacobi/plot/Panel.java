package jacobi.plot;

import java.util.List;

/**
 * A rectangle with axes for two-dimensional points.
 *
 * @param x0 value at the left edge
 * @param x1 value at the right edge
 * @param y0 value at the lower edge
 * @param y1 value at the upper edge
 * @param left of the rectangle within the picture
 * @param top of the rectangle within the picture
 */
record Panel(
    String xName,
    String yName,
    double x0,
    double x1,
    double y0,
    double y1,
    double left,
    double top) {
  static final double SIZE = 320;
  private static final double LEFT = 74;
  private static final double TOP = 14;
  private static final double BELOW = 52;
  private static final double RIGHT = 16;

  /** One with room around all points. */
  static Panel around(String xName, String yName, List<double[]> points, boolean sameScale) {
    double[] x = range(points, 0);
    double[] y = range(points, 1);
    if (sameScale) {
      x = new double[] {Math.min(x[0], y[0]), Math.max(x[1], y[1])};
      y = x;
    }
    return new Panel(xName, yName, x[0], x[1], y[0], y[1], LEFT, TOP);
  }

  private static double[] range(List<double[]> points, int axis) {
    double low = points.stream().mapToDouble(p -> p[axis]).filter(Double::isFinite).min().orElse(0);
    double high =
        points.stream().mapToDouble(p -> p[axis]).filter(Double::isFinite).max().orElse(1);
    double room = high > low ? 0.15 * (high - low) : 0.5 * Math.max(1e-6, Math.abs(high));
    return new double[] {low - room, high + room};
  }

  /** The same to the right of the first. */
  Panel moved(double right, double down) {
    return new Panel(xName, yName, x0, x1, y0, y1, left + right, top + down);
  }

  double width() {
    return left + SIZE + RIGHT;
  }

  double height() {
    return top + SIZE + BELOW;
  }

  double px(double x) {
    return left + (x - x0) / (x1 - x0) * SIZE;
  }

  double py(double y) {
    return top + (y1 - y) / (y1 - y0) * SIZE;
  }

  /** Draws the border, the ticks and the names of the axes. */
  void frame(Svg svg) {
    svg.rect("frame", left, top, SIZE, SIZE, "fill=\"none\" stroke=\"#57606a\"");
    for (double v : ticks(x0, x1)) {
      svg.line("tick", px(v), top + SIZE, px(v), top + SIZE + 5, "stroke=\"#57606a\"");
      svg.text("note", px(v), top + SIZE + 19, 12, "middle", tick(v));
    }
    for (double v : ticks(y0, y1)) {
      svg.line("tick", left - 5, py(v), left, py(v), "stroke=\"#57606a\"");
      svg.text("note", left - 9, py(v) + 4, 12, "end", tick(v));
    }
    svg.text("name", left + SIZE / 2, top + SIZE + 42, 13, "middle", xName);
    double y = top + SIZE / 2;
    svg.text(
        "name",
        left - 58,
        y,
        13,
        "middle",
        yName,
        "fill=\"#1b1f24\" transform=\"rotate(-90 "
            + Svg.number(left - 58)
            + " "
            + Svg.number(y)
            + ")\"");
  }

  /** A tick's value without the noise of its computation. */
  private static String tick(double v) {
    return Html.number(Math.abs(v) < 1e-12 ? 0 : v).replaceFirst("\\.$", "");
  }

  /** Round values in a range: about five, 1, 2 or 5 times a power of ten apart. */
  static double[] ticks(double low, double high) {
    double step = Math.pow(10, Math.floor(Math.log10((high - low) / 4)));
    double times = (high - low) / 4 / step;
    step *= times >= 5 ? 5 : times >= 2 ? 2 : 1;
    int from = (int) Math.ceil(low / step - 1e-9);
    int to = (int) Math.floor(high / step + 1e-9);
    double[] values = new double[Math.max(0, to - from + 1)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (from + i) * step;
    }
    return values;
  }
}
