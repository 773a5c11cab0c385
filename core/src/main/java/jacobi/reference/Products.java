package jacobi.reference;

import jacobi.backend.Task;

/** Matrix products, summed in double and rounded once, and what may follow them. */
final class Products {
  private Products() {}

  static void matMul(Elements a, Elements b, Elements out) {
    int row = out.shape().rank() - 2;
    int column = row + 1;
    Elements.forEach(
        out.shape(),
        i -> {
          int[] left = i.clone();
          int[] right = i.clone();
          double sum = 0;
          for (int k = 0; k < a.shape().dim(column); k++) {
            left[column] = k;
            right[row] = k;
            sum += a.getDouble(left) * b.getDouble(right);
          }
          out.setDouble(i, sum);
        });
  }

  static void addBias(Elements bias, Elements out) {
    Elements.forEach(out.shape(), i -> out.setDouble(i, out.getDouble(i) + bias.getDouble(i)));
  }

  static void activate(Task.Activation activation, Elements out) {
    Elements.forEach(out.shape(), i -> out.setDouble(i, activate(activation, out.getDouble(i))));
  }

  private static double activate(Task.Activation activation, double x) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> Math.max(x, 0);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
    };
  }
}
