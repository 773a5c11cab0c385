package jacobi.data;

import jacobi.Tensor;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;

/**
 * Some examples side by side.
 *
 * @param features float32, [size, shape of one example's features...]
 * @param targets class labels, int32 of shape [size], or values, float32 of shape [size, shape of
 *     one example's target...]
 */
public record Batch(Tensor features, Tensor targets) {

  /** Number of examples. */
  public int size() {
    return features.dim(0);
  }

  static Batch gather(Dataset data, int[] indices) {
    int width = data.featureCount();
    float[] features = new float[count(data, indices.length, width)];
    for (int i = 0; i < indices.length; i++) {
      data.copyFeatures(indices[i], features, i * width);
    }
    return new Batch(
        Tensor.of(features, shape(indices.length, data.featureShape())),
        switch (data.targets()) {
          case Targets.Classes _ -> labels(data, indices);
          case Targets.Values target -> values(data, indices, target.shape());
        });
  }

  private static Tensor labels(Dataset data, int[] indices) {
    int[] labels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      labels[i] = data.label(indices[i]);
    }
    return Tensor.of(labels, indices.length);
  }

  private static Tensor values(Dataset data, int[] indices, Shape one) {
    int width = Math.toIntExact(one.size());
    float[] values = new float[count(data, indices.length, width)];
    for (int i = 0; i < indices.length; i++) {
      data.copyValues(indices[i], values, i * width);
    }
    return Tensor.of(values, shape(indices.length, one));
  }

  private static int count(Dataset data, int size, int width) {
    long count = (long) size * width;
    if (count > Integer.MAX_VALUE - 8) {
      throw new JacobiException(
          String.format(
              "%s: a batch of %d examples of %d numbers is too large for one array",
              data.name(), size, width));
    }
    return (int) count;
  }

  private static int[] shape(int size, Shape one) {
    int[] shape = new int[1 + one.rank()];
    shape[0] = size;
    System.arraycopy(one.dims(), 0, shape, 1, one.rank());
    return shape;
  }
}
