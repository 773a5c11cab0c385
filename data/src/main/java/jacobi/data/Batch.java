package jacobi.data;

import jacobi.Tensor;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.Optional;

/**
 * Some examples side by side.
 *
 * @param features float32, [size, shape of one example's features...]; sequences of different
 *     length have zeros behind their ends
 * @param targets class labels, int32 of shape [size], or values, float32 of shape [size, shape of
 *     one example's target...]; with a target for each step, [size, steps] and [size, steps, ...],
 *     zeros behind the ends
 * @param lengths how many steps each sequence has, int32 of shape [size]; empty where all have all,
 *     as in data that {@link Dataset#continues} but for its end
 * @param targetCount how many targets there are to average over: one an example, or one a step
 *     where each step before the ends has one
 */
public record Batch(Tensor features, Tensor targets, Optional<Tensor> lengths, long targetCount) {

  /** Examples without lengths, a target each. */
  public Batch(Tensor features, Tensor targets) {
    this(features, targets, Optional.empty(), features.dim(0));
  }

  /** Number of examples. */
  public int size() {
    return features.dim(0);
  }

  /** What a compiled function of batches takes: features, targets, and lengths if there are any. */
  public Tensor[] arguments() {
    return lengths.isPresent()
        ? new Tensor[] {features, targets, lengths.get()}
        : new Tensor[] {features, targets};
  }

  /**
   * The examples at some indices.
   *
   * @param steps extent of the axis of steps where examples differ in length
   */
  static Batch gather(Dataset data, int[] indices, int steps) {
    int size = indices.length;
    Shape one = data.featureShape();
    int[] shape = shape(size, one);
    int[] lengths = new int[size];
    long allSteps = 0;
    for (int i = 0; i < size; i++) {
      lengths[i] = data.length(indices[i]);
      allSteps += lengths[i];
    }
    if (data.hasLengths()) {
      shape[1] = steps;
    }
    Tensor targets =
        switch (data.targets()) {
          case Targets.Classes _ -> labels(data, indices);
          case Targets.Values v -> values(data, indices, shape(size, v.shape()));
          case Targets.EachStep s ->
              switch (s.each().one()) {
                case Targets.Values v ->
                    values(data, indices, stepShape(size, shape[1], v.shape()));
                case Targets.Classes _, Targets.EachStep _ -> stepLabels(data, indices, shape[1]);
              };
        };
    return new Batch(
        features(data, indices, shape),
        targets,
        data.hasLengths() && !(data.continues() && allSteps == (long) size * steps)
            ? Optional.of(Tensor.of(lengths, size))
            : Optional.empty(),
        data.targets() instanceof Targets.EachStep ? allSteps : size);
  }

  private static Tensor features(Dataset data, int[] indices, int[] shape) {
    float[] features = new float[count(data, shape)];
    int stride = stride(shape);
    for (int i = 0; i < indices.length; i++) {
      data.copyFeatures(indices[i], features, i * stride);
    }
    return Tensor.of(features, shape);
  }

  private static Tensor labels(Dataset data, int[] indices) {
    int[] labels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      labels[i] = data.label(indices[i]);
    }
    return Tensor.of(labels, indices.length);
  }

  private static Tensor stepLabels(Dataset data, int[] indices, int steps) {
    int[] shape = {indices.length, steps};
    int[] labels = new int[count(data, shape)];
    for (int i = 0; i < indices.length; i++) {
      data.copyLabels(indices[i], labels, i * steps);
    }
    return Tensor.of(labels, shape);
  }

  private static Tensor values(Dataset data, int[] indices, int[] shape) {
    float[] values = new float[count(data, shape)];
    int stride = stride(shape);
    for (int i = 0; i < indices.length; i++) {
      data.copyValues(indices[i], values, i * stride);
    }
    return Tensor.of(values, shape);
  }

  /** How many numbers one example takes. */
  private static int stride(int[] shape) {
    int stride = 1;
    for (int i = 1; i < shape.length; i++) {
      stride *= shape[i];
    }
    return stride;
  }

  private static int count(Dataset data, int[] shape) {
    long count = Shape.of(shape).size();
    if (count > Integer.MAX_VALUE - 8) {
      throw new JacobiException(
          String.format(
              "%s: a batch of %d examples of %d numbers is too large for one array",
              data.name(), shape[0], count / shape[0]));
    }
    return (int) count;
  }

  private static int[] shape(int size, Shape one) {
    int[] shape = new int[1 + one.rank()];
    shape[0] = size;
    System.arraycopy(one.dims(), 0, shape, 1, one.rank());
    return shape;
  }

  private static int[] stepShape(int size, int steps, Shape one) {
    int[] shape = new int[2 + one.rank()];
    shape[0] = size;
    shape[1] = steps;
    System.arraycopy(one.dims(), 0, shape, 2, one.rank());
    return shape;
  }
}
