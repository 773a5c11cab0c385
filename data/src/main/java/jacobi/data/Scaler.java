package jacobi.data;

import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A change of scale of features, fitted on training data and repeated on every later row. What
 * counts as a feature is a place along the last axis: a column of a table, a column at all steps of
 * a sequence, a channel of an image at all pixels. It turns into a map of plain values and back
 * without loss, to be stored with a model.
 */
public sealed interface Scaler {

  /** Scales the features of one example in place: {@code x[offset..offset+length-1]}. */
  void apply(float[] x, int offset, int length);

  /** This scaler as a map of strings, numbers and lists. */
  Map<String, Object> toMap();

  /** Leaves features as they are. */
  static Scaler identity() {
    return new Chain(List.of());
  }

  /** This scaler, then another. */
  default Scaler then(Scaler next) {
    return new Chain(Stream.concat(steps(this).stream(), steps(next).stream()).toList());
  }

  private static List<Scaler> steps(Scaler scaler) {
    return scaler instanceof Chain chain ? chain.scalers() : List.of(scaler);
  }

  /** The scaler that makes every feature of {@code train} have mean 0 and variance 1. */
  static Standard fitStandard(Dataset train) {
    int width = train.featureShape().dim(-1);
    double[] mean = new double[width];
    double[] squares = new double[width];
    float[] x = new float[train.featureCount()];
    long seen = 0;
    for (int i = 0; i < train.size(); i++) {
      train.copyFeatures(i, x, 0);
      int count = train.featureCount(i);
      for (int from = 0; from < count; from += width) {
        seen++;
        for (int j = 0; j < width; j++) {
          double delta = x[from + j] - mean[j];
          mean[j] += delta / seen;
          squares[j] += delta * (x[from + j] - mean[j]);
        }
      }
    }
    double[] std = new double[width];
    for (int j = 0; j < width; j++) {
      std[j] = Math.sqrt(squares[j] / seen);
    }
    return new Standard(toFloats(mean), toFloats(std));
  }

  /** The scaler that maps every feature of {@code train} to 0..1. */
  static MinMax fitMinMax(Dataset train) {
    int width = train.featureShape().dim(-1);
    float[] min = new float[width];
    float[] max = new float[width];
    Arrays.fill(min, Float.POSITIVE_INFINITY);
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
    float[] x = new float[train.featureCount()];
    for (int i = 0; i < train.size(); i++) {
      train.copyFeatures(i, x, 0);
      int count = train.featureCount(i);
      for (int k = 0; k < count; k++) {
        int j = k % width;
        min[j] = Math.min(min[j], x[k]);
        max[j] = Math.max(max[j], x[k]);
      }
    }
    return new MinMax(min, max);
  }

  /**
   * {@code (x - mean) / std} for each feature. A feature that did not vary in training, with std 0,
   * is divided by 1.
   */
  final class Standard implements Scaler {
    private final float[] mean;
    private final float[] std;

    public Standard(float[] mean, float[] std) {
      checkLengths("standard", mean, std);
      this.mean = mean.clone();
      this.std = std.clone();
      for (int j = 0; j < std.length; j++) {
        if (this.std[j] == 0) {
          this.std[j] = 1;
        }
      }
    }

    public float[] mean() {
      return mean.clone();
    }

    public float[] std() {
      return std.clone();
    }

    @Override
    public void apply(float[] x, int offset, int length) {
      checkFeatures("standard", mean.length, length);
      for (int from = offset; from < offset + length; from += mean.length) {
        for (int j = 0; j < mean.length; j++) {
          x[from + j] = (x[from + j] - mean[j]) / std[j];
        }
      }
    }

    @Override
    public Map<String, Object> toMap() {
      return ordered("kind", "standard", "mean", toList(mean), "std", toList(std));
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Standard s && Arrays.equals(mean, s.mean) && Arrays.equals(std, s.std);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(mean) + Arrays.hashCode(std);
    }
  }

  /**
   * {@code (x - min) / (max - min)} for each feature: 0..1 over the training data. A feature that
   * did not vary becomes 0 there.
   */
  final class MinMax implements Scaler {
    private final float[] min;
    private final float[] max;

    public MinMax(float[] min, float[] max) {
      checkLengths("minmax", min, max);
      this.min = min.clone();
      this.max = max.clone();
    }

    public float[] min() {
      return min.clone();
    }

    public float[] max() {
      return max.clone();
    }

    @Override
    public void apply(float[] x, int offset, int length) {
      checkFeatures("minmax", min.length, length);
      for (int from = offset; from < offset + length; from += min.length) {
        for (int j = 0; j < min.length; j++) {
          float range = max[j] - min[j];
          x[from + j] = (x[from + j] - min[j]) / (range == 0 ? 1 : range);
        }
      }
    }

    @Override
    public Map<String, Object> toMap() {
      return ordered("kind", "minmax", "min", toList(min), "max", toList(max));
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof MinMax s && Arrays.equals(min, s.min) && Arrays.equals(max, s.max);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(min) + Arrays.hashCode(max);
    }
  }

  /**
   * {@code x / divisor} for every feature, whatever their number.
   *
   * @param divisor finite, not 0
   */
  record DivideBy(float divisor) implements Scaler {
    public DivideBy {
      if (!Float.isFinite(divisor) || divisor == 0) {
        throw new JacobiException("features cannot be divided by " + divisor);
      }
    }

    @Override
    public void apply(float[] x, int offset, int length) {
      for (int j = 0; j < length; j++) {
        x[offset + j] /= divisor;
      }
    }

    @Override
    public Map<String, Object> toMap() {
      return ordered("kind", "divide", "divisor", (double) divisor);
    }
  }

  /** Several scalers, one after the other. */
  record Chain(List<Scaler> scalers) implements Scaler {
    public Chain {
      scalers = List.copyOf(scalers);
    }

    @Override
    public void apply(float[] x, int offset, int length) {
      for (Scaler scaler : scalers) {
        scaler.apply(x, offset, length);
      }
    }

    @Override
    public Map<String, Object> toMap() {
      return ordered("kind", "chain", "scalers", scalers.stream().map(Scaler::toMap).toList());
    }
  }

  /** The scaler that {@link #toMap} wrote. */
  static Scaler fromMap(Map<?, ?> map) {
    Object kind = map.containsKey("kind") ? map.get("kind") : "";
    return switch (String.valueOf(kind)) {
      case "standard" -> new Standard(numbers(map, "mean"), numbers(map, "std"));
      case "minmax" -> new MinMax(numbers(map, "min"), numbers(map, "max"));
      case "divide" -> new DivideBy(number(map.get("divisor"), "divisor"));
      case "chain" -> {
        List<Scaler> scalers = new ArrayList<>();
        for (Object item : list(map, "scalers")) {
          if (!(item instanceof Map<?, ?> inner)) {
            throw new JacobiException("scaler: scalers holds " + item + ", expected maps");
          }
          scalers.add(fromMap(inner));
        }
        yield new Chain(scalers);
      }
      default ->
          throw new JacobiException(
              "scaler: unknown kind \"" + kind + "\", expected standard, minmax, divide or chain");
    };
  }

  /**
   * Keys and values in turn, kept in that order so that a saved model is the same file each time.
   */
  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return Collections.unmodifiableMap(map);
  }

  private static List<?> list(Map<?, ?> map, String key) {
    if (map.get(key) instanceof List<?> list) {
      return list;
    }
    throw new JacobiException("scaler: " + key + " is " + map.get(key) + ", expected a list");
  }

  private static float[] numbers(Map<?, ?> map, String key) {
    List<?> list = list(map, key);
    float[] numbers = new float[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(list.get(i), key);
    }
    return numbers;
  }

  private static float number(Object value, String key) {
    if (value instanceof Number number && Float.isFinite(number.floatValue())) {
      return number.floatValue();
    }
    throw new JacobiException("scaler: " + key + " holds " + value + ", expected a finite number");
  }

  private static void checkLengths(String kind, float[] a, float[] b) {
    if (a.length != b.length) {
      throw new JacobiException(
          "scaler " + kind + ": arrays of " + a.length + " and " + b.length + " numbers differ");
    }
  }

  private static void checkFeatures(String kind, int fitted, int given) {
    if (fitted == 0 || given % fitted != 0) {
      throw new JacobiException(
          "scaler " + kind + ": fitted on " + fitted + " features, applied to " + given);
    }
  }

  private static List<Double> toList(float[] numbers) {
    List<Double> list = new ArrayList<>(numbers.length);
    for (float number : numbers) {
      list.add((double) number);
    }
    return List.copyOf(list);
  }

  private static float[] toFloats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}
