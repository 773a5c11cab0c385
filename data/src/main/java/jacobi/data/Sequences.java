package jacobi.data;

import jacobi.data.SequenceDataset.Answers;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.List;

/**
 * Data sets of sequences, [steps, features], which may differ in length: batches put zeros behind
 * the shorter ones ({@link Batch#lengths}, {@link Batches#buckets}). Every sequence needs a step at
 * least.
 */
public final class Sequences {
  private Sequences() {}

  /**
   * A class for each sequence, numbered 0 to the greatest label.
   *
   * @param features [sequence][step][feature]
   */
  public static Dataset of(float[][][] features, int[] labels) {
    SequenceDataset data = of("array", features);
    checkCount(data, data.size(), labels.length);
    return data.with(labels(labels));
  }

  /**
   * A class for each step, numbered 0 to the greatest label.
   *
   * @param features [sequence][step][feature]
   * @param labels [sequence][step]
   */
  public static Dataset of(float[][][] features, int[][] labels) {
    SequenceDataset data = of("array", features);
    checkCount(data, data.size(), labels.length);
    int[] flat = new int[data.starts()[data.size()]];
    for (int i = 0; i < labels.length; i++) {
      checkSteps(data, i, labels[i].length);
      System.arraycopy(labels[i], 0, flat, data.starts()[i], labels[i].length);
    }
    return data.with(eachStep(labels(flat)));
  }

  /**
   * Numbers to predict for each sequence.
   *
   * @param features [sequence][step][feature]
   * @param values [sequence][number]
   */
  public static Dataset of(float[][][] features, float[][] values) {
    SequenceDataset data = of("array", features);
    checkCount(data, data.size(), values.length);
    return data.with(values(values));
  }

  /**
   * Numbers to predict at each step.
   *
   * @param features [sequence][step][feature]
   * @param values [sequence][step][number]
   */
  public static Dataset of(float[][][] features, float[][][] values) {
    SequenceDataset data = of("array", features);
    checkCount(data, data.size(), values.length);
    float[][] flat = new float[data.starts()[data.size()]][];
    for (int i = 0; i < values.length; i++) {
      checkSteps(data, i, values[i].length);
      System.arraycopy(values[i], 0, flat, data.starts()[i], values[i].length);
    }
    return data.with(eachStep(values(flat)));
  }

  /** Sequences without targets. */
  public static Dataset of(float[][][] features) {
    return of("array", features);
  }

  private static SequenceDataset of(String name, float[][][] features) {
    if (features.length == 0) {
      throw new JacobiException(name + ": no sequences");
    }
    int[] starts = new int[features.length + 1];
    for (int i = 0; i < features.length; i++) {
      if (features[i].length == 0) {
        throw new JacobiException(name + ": sequence " + i + " has no steps");
      }
      starts[i + 1] = Math.addExact(starts[i], features[i].length);
    }
    float[][] steps = new float[starts[features.length]][];
    for (int i = 0; i < features.length; i++) {
      System.arraycopy(features[i], 0, steps, starts[i], features[i].length);
    }
    int width = steps[0].length;
    float[] flat = MemoryDataset.flatten(name, "features", steps, width);
    return SequenceDataset.of(name, starts, true, width, List.of(), flat, Answers.NONE);
  }

  /** Classes numbered 0 to the greatest label. */
  static Answers labels(int[] labels) {
    int greatest = 0;
    for (int label : labels) {
      if (label < 0) {
        throw new JacobiException("array: label " + label + ", expected 0 or above");
      }
      greatest = Math.max(greatest, label);
    }
    return new Answers(Targets.Classes.numbered(greatest + 1), labels.clone(), new float[0]);
  }

  private static Answers values(float[][] values) {
    int width = values[0].length;
    float[] flat = MemoryDataset.flatten("array", "targets", values, width);
    return new Answers(new Targets.Values(Shape.of(width)), new int[0], flat);
  }

  /** The same answers, one a step. */
  static Answers eachStep(Answers steps) {
    return new Answers(new Targets.EachStep(steps.targets()), steps.labels(), steps.values());
  }

  private static void checkCount(Dataset data, int sequences, int targets) {
    if (sequences != targets) {
      throw new JacobiException(
          String.format("%s: %d sequences but %d targets", data.name(), sequences, targets));
    }
  }

  private static void checkSteps(SequenceDataset data, int sequence, int targets) {
    if (data.length(sequence) != targets) {
      throw new JacobiException(
          String.format(
              "%s: sequence %d has %d steps but %d targets",
              data.name(), sequence, data.length(sequence), targets));
    }
  }
}
