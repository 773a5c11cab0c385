package jacobi.plot;

/**
 * The two directions in which points vary most (principal components: Pearson 1901), found one
 * after the other by power iteration on the centred points, and where the points lie along them.
 *
 * @param projected [points, 2]; each axis is turned so that its point farthest out is positive
 * @param share of the variance that lies in these two directions, 0 to 1
 */
record Pca(double[][] projected, double share) {
  private static final int MOST_ROUNDS = 500;

  /** Of points [n, d], all of one length. */
  static Pca of(double[][] points) {
    int n = points.length;
    int d = n == 0 ? 0 : points[0].length;
    double[][] x = centred(points, d);
    double total = squares(x);
    double[][] projected = new double[n][2];
    double found = 0;
    for (int k = 0; k < 2; k++) {
      double[] scores = component(x, d);
      double far = 0;
      for (double s : scores) {
        far = Math.abs(s) > Math.abs(far) ? s : far;
      }
      for (int i = 0; i < n; i++) {
        projected[i][k] = far < 0 ? -scores[i] : scores[i];
        found += scores[i] * scores[i];
      }
    }
    return new Pca(projected, total == 0 ? 1 : found / total);
  }

  private static double[][] centred(double[][] points, int d) {
    double[] mean = new double[d];
    for (double[] p : points) {
      for (int j = 0; j < d; j++) {
        mean[j] += p[j] / points.length;
      }
    }
    double[][] x = new double[points.length][d];
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < d; j++) {
        x[i][j] = points[i][j] - mean[j];
      }
    }
    return x;
  }

  private static double squares(double[][] x) {
    double sum = 0;
    for (double[] row : x) {
      sum += dot(row, row);
    }
    return sum;
  }

  /** Where points lie along their first direction, which is then taken out of them. */
  private static double[] component(double[][] x, int d) {
    double[] direction = start(x, d);
    double[] scores = scores(x, direction);
    double before = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double[] next = new double[d];
      for (int i = 0; i < x.length; i++) {
        for (int j = 0; j < d; j++) {
          next[j] += scores[i] * x[i][j];
        }
      }
      double length = Math.sqrt(dot(next, next));
      if (length == 0) {
        break;
      }
      for (int j = 0; j < d; j++) {
        direction[j] = next[j] / length;
      }
      scores = scores(x, direction);
      double now = dot(scores, scores);
      if (now - before <= 1e-12 * now) {
        break;
      }
      before = now;
    }
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < d; j++) {
        x[i][j] -= scores[i] * direction[j];
      }
    }
    return scores;
  }

  /** The point farthest out: not at right angles to the first direction, unless none is there. */
  private static double[] start(double[][] x, int d) {
    double[] far = new double[d];
    for (double[] row : x) {
      far = dot(row, row) > dot(far, far) ? row : far;
    }
    double length = Math.sqrt(dot(far, far));
    double[] direction = new double[d];
    for (int j = 0; j < d && length > 0; j++) {
      direction[j] = far[j] / length;
    }
    return direction;
  }

  private static double[] scores(double[][] x, double[] direction) {
    double[] scores = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      scores[i] = dot(x[i], direction);
    }
    return scores;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
