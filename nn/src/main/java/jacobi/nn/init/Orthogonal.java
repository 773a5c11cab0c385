package jacobi.nn.init;

import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.Shape;
import jacobi.graph.ShapeException;

/** Orthonormal rows from normal ones, in double precision on the Java side. */
final class Orthogonal {
  private Orthogonal() {}

  static Tensor make(RandomKey key, Shape shape, double gain) {
    if (shape.rank() < 2) {
      throw new ShapeException("[orthogonal] needs a matrix, not " + shape);
    }
    int rows = shape.dim(0);
    int columns = Math.toIntExact(Initializers.fanIn(shape));
    int n = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    double[] flat = key.normal(DType.FLOAT64, n, length).toDoubles();
    double[][] v = new double[n][length];
    for (int i = 0; i < n; i++) {
      System.arraycopy(flat, i * length, v[i], 0, length);
      // Subtracting the projections twice makes Gram-Schmidt accurate to the last bits.
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          addMultiple(v[i], -dot(v[i], v[j]), v[j]);
        }
      }
      double norm = Math.sqrt(dot(v[i], v[i]));
      for (int k = 0; k < length; k++) {
        v[i][k] /= norm;
      }
    }
    float[] values = new float[rows * columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        values[r * columns + c] = (float) (gain * (rows <= columns ? v[r][c] : v[c][r]));
      }
    }
    return Tensor.of(values, shape.dims());
  }

  private static double dot(double[] a, double[] b) {
    double s = 0;
    for (int i = 0; i < a.length; i++) {
      s += a[i] * b[i];
    }
    return s;
  }

  private static void addMultiple(double[] a, double factor, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += factor * b[i];
    }
  }
}
