package jacobi.jvm;

import static jacobi.backend.Memory.ALL;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import jacobi.backend.Task.Activation;
import jacobi.graph.DType;
import java.lang.foreign.ValueLayout;

/** Bias and activation over a tile of a product's result while it is still in the cache. */
interface Epilogue {

  /**
   * Finishes one tile in place.
   *
   * @param out first element of the tile; {@code step} bytes between its rows
   * @param bias the element of the bias for the first column, 0 if there is none; {@code biasStep}
   *     bytes between its elements
   */
  void apply(long out, long step, int rows, int columns, long bias, long biasStep);

  /** In plain Java. */
  static Epilogue scalar(DType dtype, Activation activation) {
    return dtype == DType.FLOAT32
        ? (out, step, rows, columns, bias, biasStep) -> {
          for (int i = 0; i < rows; i++) {
            row32(activation, out + i * step, columns, bias, biasStep);
          }
        }
        : (out, step, rows, columns, bias, biasStep) -> {
          for (int i = 0; i < rows; i++) {
            row64(activation, out + i * step, columns, bias, biasStep);
          }
        };
  }

  private static void row32(
      Activation activation, long out, int columns, long bias, long biasStep) {
    ValueLayout.OfFloat f = JAVA_FLOAT_UNALIGNED;
    if (bias != 0) {
      for (int j = 0; j < columns; j++) {
        ALL.set(f, out + 4L * j, ALL.get(f, out + 4L * j) + ALL.get(f, bias + j * biasStep));
      }
    }
    switch (activation) {
      case NONE -> {}
      case RELU -> {
        for (int j = 0; j < columns; j++) {
          ALL.set(f, out + 4L * j, Math.max(ALL.get(f, out + 4L * j), 0));
        }
      }
      case SIGMOID -> {
        for (int j = 0; j < columns; j++) {
          ALL.set(f, out + 4L * j, (float) (1 / (1 + Math.exp(-ALL.get(f, out + 4L * j)))));
        }
      }
      case TANH -> {
        for (int j = 0; j < columns; j++) {
          ALL.set(f, out + 4L * j, (float) Math.tanh(ALL.get(f, out + 4L * j)));
        }
      }
    }
  }

  private static void row64(
      Activation activation, long out, int columns, long bias, long biasStep) {
    ValueLayout.OfDouble d = JAVA_DOUBLE_UNALIGNED;
    if (bias != 0) {
      for (int j = 0; j < columns; j++) {
        ALL.set(d, out + 8L * j, ALL.get(d, out + 8L * j) + ALL.get(d, bias + j * biasStep));
      }
    }
    switch (activation) {
      case NONE -> {}
      case RELU -> {
        for (int j = 0; j < columns; j++) {
          ALL.set(d, out + 8L * j, Math.max(ALL.get(d, out + 8L * j), 0));
        }
      }
      case SIGMOID -> {
        for (int j = 0; j < columns; j++) {
          ALL.set(d, out + 8L * j, 1 / (1 + Math.exp(-ALL.get(d, out + 8L * j))));
        }
      }
      case TANH -> {
        for (int j = 0; j < columns; j++) {
          ALL.set(d, out + 8L * j, Math.tanh(ALL.get(d, out + 8L * j)));
        }
      }
    }
  }
}
