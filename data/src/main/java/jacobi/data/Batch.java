package jacobi.data;

import jacobi.graph.Shape;

/**
 * Some examples side by side.
 *
 * @param size number of examples, at least 1
 * @param featureShape shape of one example's features
 * @param features all features, row-major: [size, featureShape...]
 * @param labels [size] class labels, or empty where the targets are values
 * @param valueShape shape of one example's target
 * @param values all targets, row-major: [size, valueShape...], or empty where they are classes
 */
public record Batch(
    int size,
    Shape featureShape,
    float[] features,
    int[] labels,
    Shape valueShape,
    float[] values) {

  static Batch gather(Dataset data, int[] indices) {
    int width = data.featureCount();
    float[] features = new float[Math.multiplyExact(indices.length, width)];
    for (int i = 0; i < indices.length; i++) {
      data.copyFeatures(indices[i], features, i * width);
    }
    return switch (data.targets()) {
      case Targets.Classes _ -> {
        int[] labels = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
          labels[i] = data.label(indices[i]);
        }
        yield new Batch(
            indices.length, data.featureShape(), features, labels, Shape.of(0), new float[0]);
      }
      case Targets.Values target -> {
        int count = Math.toIntExact(target.shape().size());
        float[] values = new float[Math.multiplyExact(indices.length, count)];
        for (int i = 0; i < indices.length; i++) {
          data.copyValues(indices[i], values, i * count);
        }
        yield new Batch(
            indices.length, data.featureShape(), features, new int[0], target.shape(), values);
      }
    };
  }
}
