package jacobi.data;

import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.List;

/** A data set in memory. The features come from a function, so that bytes can stay bytes. */
record MemoryDataset(
    String name,
    int size,
    Shape featureShape,
    List<String> featureNames,
    Features rows,
    Targets targets,
    Labels labels,
    Features values)
    implements Dataset {

  /** Copies one example's numbers to {@code into[offset..]}. */
  interface Features {
    void copy(int index, float[] into, int offset);
  }

  interface Labels {
    int of(int index);
  }

  /** Examples without targets. */
  static MemoryDataset of(
      String name, int size, Shape featureShape, List<String> featureNames, Features rows) {
    return new MemoryDataset(
        name,
        size,
        featureShape,
        List.copyOf(featureNames),
        rows,
        Targets.none(),
        _ -> {
          throw new JacobiException(name + ": the examples have no class labels");
        },
        (_, _, _) -> {});
  }

  static MemoryDataset ofRows(String name, float[][] rows) {
    if (rows.length == 0) {
      throw new JacobiException(name + ": no rows");
    }
    int width = rows[0].length;
    float[] flat = flatten(name, "features", rows, width);
    return of(
        name,
        rows.length,
        Shape.of(width),
        List.of(),
        (i, into, offset) -> System.arraycopy(flat, i * width, into, offset, width));
  }

  MemoryDataset withLabels(int[] newLabels, Targets.Classes classes) {
    checkCount(newLabels.length, "labels");
    for (int i = 0; i < newLabels.length; i++) {
      if (newLabels[i] < 0 || newLabels[i] >= classes.count()) {
        throw new JacobiException(
            String.format(
                "%s: example %d has label %d, expected 0 to %d",
                name, i, newLabels[i], classes.count() - 1));
      }
    }
    return new MemoryDataset(
        name, size, featureShape, featureNames, rows, classes, i -> newLabels[i], values);
  }

  MemoryDataset withValues(float[][] newValues) {
    checkCount(newValues.length, "targets");
    int width = newValues[0].length;
    float[] flat = flatten(name, "targets", newValues, width);
    return new MemoryDataset(
        name,
        size,
        featureShape,
        featureNames,
        rows,
        new Targets.Values(Shape.of(width)),
        labels,
        (i, into, offset) -> System.arraycopy(flat, i * width, into, offset, width));
  }

  MemoryDataset withTargets(Targets.Values shape, Features newValues) {
    return new MemoryDataset(
        name, size, featureShape, featureNames, rows, shape, labels, newValues);
  }

  MemoryDataset withFeatureNames(List<String> names) {
    return new MemoryDataset(
        name, size, featureShape, List.copyOf(names), rows, targets, labels, values);
  }

  private void checkCount(int count, String what) {
    if (count != size) {
      throw new JacobiException(
          String.format("%s: %d rows of features but %d %s", name, size, count, what));
    }
  }

  static float[] flatten(String name, String what, float[][] rows, int width) {
    long count = (long) rows.length * width;
    if (count > Integer.MAX_VALUE - 8) {
      throw new JacobiException(
          String.format(
              "%s: %d x %d %s are too many for one array", name, rows.length, width, what));
    }
    float[] flat = new float[(int) count];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != width) {
        throw new JacobiException(
            String.format(
                "%s: row %d has %d %s, row 0 has %d", name, i, rows[i].length, what, width));
      }
      for (int j = 0; j < width; j++) {
        if (!Float.isFinite(rows[i][j])) {
          throw new JacobiException(
              String.format("%s: row %d, column %d of the %s is %s", name, i, j, what, rows[i][j]));
        }
      }
      System.arraycopy(rows[i], 0, flat, i * width, width);
    }
    return flat;
  }

  @Override
  public void copyFeatures(int index, float[] into, int offset) {
    rows.copy(index, into, offset);
  }

  @Override
  public int label(int index) {
    return labels.of(index);
  }

  @Override
  public void copyValues(int index, float[] into, int offset) {
    values.copy(index, into, offset);
  }

  @Override
  public String toString() {
    return name + "[" + size + " x " + featureShape + ", " + targets + "]";
  }
}
