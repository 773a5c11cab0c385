package jacobi.plot;

import jacobi.Tensor;
import jacobi.nn.Linear;
import java.util.ArrayList;
import java.util.List;

/**
 * Hidden activations in two dimensions.
 *
 * @param borderLines the straight lines between classes, as a x + b y + c = 0
 */
record HiddenPlane(String xName, String yName, List<double[]> points, List<double[]> borderLines) {

  /** A part of a border that is within a panel. */
  record Line(double x1, double y1, double x2, double y2) {}

  /**
   * Of activations [examples, units] and the linear layer that looks at them. Two units are taken
   * as they are. Of more, the first axis is the signed distance to the border between two classes
   * where there are two, and what the examples vary in most remains for the others.
   */
  static HiddenPlane of(Tensor activations, Linear layer) {
    int n = activations.dim(0);
    int width = activations.dim(1);
    double[][] h = rows(activations.toDoubles(), n, width);
    int outputs = layer.weight().shape().dim(0);
    double[][] w = rows(layer.weight().value().toDoubles(), outputs, width);
    double[] b = layer.bias().map(p -> p.value().toDoubles()).orElse(new double[outputs]);
    if (width == 2) {
      List<double[]> lines = new ArrayList<>();
      if (outputs <= 2) {
        double[] d = difference(w, b);
        lines.add(new double[] {d[0], d[1], d[2]});
      }
      return new HiddenPlane("h1", "h2", points(h, unit(2, 0), 0, unit(2, 1)), lines);
    }
    if (outputs <= 2) {
      double[] d = difference(w, b);
      double[] direction = java.util.Arrays.copyOf(d, width);
      double norm = norm(direction);
      if (norm > 0) {
        scale(direction, 1 / norm);
        double[] across = widest(h, List.of(direction));
        return new HiddenPlane(
            "distance to the border",
            "across it",
            points(h, direction, d[width] / norm, across),
            List.of(new double[] {1, 0, 0}));
      }
    }
    double[] first = widest(h, List.of());
    return new HiddenPlane(
        "first principal component",
        "second principal component",
        points(h, first, 0, widest(h, List.of(first))),
        List.of());
  }

  /** The weights, then the bias, whose sign tells two classes apart. */
  private static double[] difference(double[][] w, double[] b) {
    int width = w[0].length;
    double[] d = new double[width + 1];
    int last = w.length - 1;
    for (int j = 0; j < width; j++) {
      d[j] = w[last][j] - (last == 0 ? 0 : w[0][j]);
    }
    d[width] = b[last] - (last == 0 ? 0 : b[0]);
    return d;
  }

  private static double[][] rows(double[] all, int n, int width) {
    double[][] rows = new double[n][width];
    for (int i = 0; i < n; i++) {
      System.arraycopy(all, i * width, rows[i], 0, width);
    }
    return rows;
  }

  private static double[] unit(int width, int axis) {
    double[] u = new double[width];
    u[axis] = 1;
    return u;
  }

  private static List<double[]> points(double[][] h, double[] x, double offset, double[] y) {
    List<double[]> points = new ArrayList<>();
    for (double[] row : h) {
      points.add(new double[] {dot(row, x) + offset, dot(row, y)});
    }
    return points;
  }

  /** The first principal component of what is orthogonal to some unit vectors. */
  private static double[] widest(double[][] h, List<double[]> without) {
    int width = h[0].length;
    double[] mean = new double[width];
    for (double[] row : h) {
      for (int j = 0; j < width; j++) {
        mean[j] += row[j] / h.length;
      }
    }
    double[] v = new double[width];
    for (int j = 0; j < width; j++) {
      v[j] = 1 + 0.1 * j;
    }
    for (int step = 0; step < 200; step++) {
      remove(v, without);
      double[] next = new double[width];
      for (double[] row : h) {
        double along = dot(row, v) - dot(mean, v);
        for (int j = 0; j < width; j++) {
          next[j] += along * (row[j] - mean[j]);
        }
      }
      remove(next, without);
      double norm = norm(next);
      if (norm < 1e-12) {
        break;
      }
      scale(next, 1 / norm);
      v = next;
    }
    double norm = norm(v);
    scale(v, norm > 0 ? 1 / norm : 0);
    return v;
  }

  private static void remove(double[] v, List<double[]> directions) {
    for (double[] d : directions) {
      double along = dot(v, d);
      for (int j = 0; j < v.length; j++) {
        v[j] -= along * d[j];
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private static double norm(double[] v) {
    return Math.sqrt(dot(v, v));
  }

  private static void scale(double[] v, double by) {
    for (int j = 0; j < v.length; j++) {
      v[j] *= by;
    }
  }

  /** The borders where they cross a panel. */
  List<Line> borders(Panel p) {
    List<Line> lines = new ArrayList<>();
    for (double[] l : borderLines) {
      List<double[]> ends = new ArrayList<>();
      for (double x : new double[] {p.x0(), p.x1()}) {
        double y = -(l[0] * x + l[2]) / l[1];
        if (y >= p.y0() && y <= p.y1()) {
          ends.add(new double[] {x, y});
        }
      }
      for (double y : new double[] {p.y0(), p.y1()}) {
        double x = -(l[1] * y + l[2]) / l[0];
        if (x >= p.x0() && x <= p.x1()) {
          ends.add(new double[] {x, y});
        }
      }
      if (ends.size() >= 2) {
        double[] a = ends.getFirst();
        double[] b = ends.getLast();
        lines.add(new Line(a[0], a[1], b[0], b[1]));
      }
    }
    return lines;
  }
}
