package jacobi.data;

import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.List;

/**
 * Sequences in memory, one behind the other.
 *
 * @param starts where each begins, in steps; one more number says where the last ends
 * @param varying whether lengths may differ
 * @param featureNames of one step
 * @param steps the features of all steps
 * @param answers the targets: of all sequences, or of all steps
 */
record SequenceDataset(
    String name,
    int[] starts,
    boolean varying,
    Shape featureShape,
    List<String> featureNames,
    float[] steps,
    Answers answers)
    implements Dataset {

  /** Targets of sequences or of steps, by their number. */
  record Answers(Targets targets, int[] labels, float[] values) {
    static final Answers NONE = new Answers(Targets.none(), new int[0], new float[0]);

    @Override
    public boolean equals(Object o) {
      return this == o;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** Checks that no sequence is empty and finds the longest. */
  static SequenceDataset of(
      String name,
      int[] starts,
      boolean varying,
      int width,
      List<String> featureNames,
      float[] steps,
      Answers answers) {
    int longest = 0;
    for (int i = 0; i + 1 < starts.length; i++) {
      int length = starts[i + 1] - starts[i];
      if (length < 1) {
        throw new JacobiException(
            name + ": sequence " + i + " has no steps, expected at least one");
      }
      longest = Math.max(longest, length);
    }
    return new SequenceDataset(
        name, starts, varying, Shape.of(longest, width), List.copyOf(featureNames), steps, answers);
  }

  SequenceDataset with(Answers others) {
    return new SequenceDataset(name, starts, varying, featureShape, featureNames, steps, others);
  }

  @Override
  public int size() {
    return starts.length - 1;
  }

  @Override
  public boolean hasLengths() {
    return varying;
  }

  @Override
  public int length(int index) {
    return starts[index + 1] - starts[index];
  }

  @Override
  public Targets targets() {
    return answers.targets();
  }

  @Override
  public void copyFeatures(int index, float[] into, int offset) {
    int width = featureShape.dim(1);
    System.arraycopy(steps, starts[index] * width, into, offset, length(index) * width);
  }

  @Override
  public int label(int index) {
    if (answers.targets() instanceof Targets.Classes) {
      return answers.labels()[index];
    }
    throw new JacobiException(name + ": the targets are " + targets() + ", not a class each");
  }

  @Override
  public void copyLabels(int index, int[] into, int offset) {
    if (answers.targets() instanceof Targets.EachStep(Targets.Classes _)) {
      System.arraycopy(answers.labels(), starts[index], into, offset, length(index));
      return;
    }
    throw new JacobiException(name + ": the targets are " + targets() + ", not a class a step");
  }

  @Override
  public void copyValues(int index, float[] into, int offset) {
    boolean each = answers.targets() instanceof Targets.EachStep;
    if (answers.targets().one() instanceof Targets.Values values) {
      int width = Math.toIntExact(values.shape().size());
      int from = each ? starts[index] : index;
      int count = each ? length(index) : 1;
      System.arraycopy(answers.values(), from * width, into, offset, count * width);
    }
  }

  @Override
  public boolean equals(Object o) {
    return this == o;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return name
        + "["
        + size()
        + " x "
        + (varying ? "up to " : "")
        + featureShape
        + ", "
        + targets()
        + "]";
  }
}
