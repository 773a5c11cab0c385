package jacobi.data;

import jacobi.graph.Shape;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Another look at a data set: some of its examples, scaled, under another shape. Copies nothing.
 */
final class DatasetView implements Dataset {
  private final Dataset base;
  private final int[] indices;
  private final Scaler scaler;
  private final Shape shape;
  private final boolean continues;

  private DatasetView(Dataset base, int[] indices, Scaler scaler, Shape shape) {
    this.base = base;
    this.indices = indices;
    this.scaler = scaler;
    this.shape = shape;
    this.continues =
        base.continues()
            && IntStream.range(1, indices.length).allMatch(i -> indices[i] == indices[i - 1] + 1);
  }

  private static DatasetView of(Dataset data) {
    if (data instanceof DatasetView view) {
      return view;
    }
    int[] all = new int[data.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    return new DatasetView(data, all, Scaler.identity(), data.featureShape());
  }

  static Dataset select(Dataset data, int[] chosen) {
    DatasetView view = of(data);
    int[] indices = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      indices[i] = view.indices[Objects.checkIndex(chosen[i], view.indices.length)];
    }
    return new DatasetView(view.base, indices, view.scaler, view.shape);
  }

  static Dataset scaled(Dataset data, Scaler scaler) {
    DatasetView view = of(data);
    return new DatasetView(view.base, view.indices, view.scaler.then(scaler), view.shape);
  }

  static Dataset reshape(Dataset data, Shape shape) {
    DatasetView view = of(data);
    return new DatasetView(view.base, view.indices, view.scaler, shape);
  }

  @Override
  public String name() {
    return base.name();
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public Shape featureShape() {
    return shape;
  }

  @Override
  public boolean hasLengths() {
    return base.hasLengths();
  }

  @Override
  public int length(int index) {
    return hasLengths() ? base.length(indices[index]) : Dataset.super.length(index);
  }

  /** Only runs of neighbours go on where the one before ended. */
  @Override
  public boolean continues() {
    return continues;
  }

  @Override
  public Dataset inEpoch(long epoch) {
    Dataset now = base.inEpoch(epoch);
    return now.equals(base) ? this : new DatasetView(now, indices, scaler, shape);
  }

  @Override
  public OptionalDouble charactersPerTarget() {
    return base.charactersPerTarget();
  }

  @Override
  public Targets targets() {
    return base.targets();
  }

  @Override
  public List<String> featureNames() {
    return base.featureNames();
  }

  @Override
  public Optional<Encoding> encoding() {
    return base.encoding();
  }

  @Override
  public Optional<String> text(int index) {
    return base.text(indices[index]);
  }

  @Override
  public void copyFeatures(int index, float[] into, int offset) {
    base.copyFeatures(indices[index], into, offset);
    scaler.apply(into, offset, featureCount(index));
  }

  @Override
  public int label(int index) {
    return base.label(indices[index]);
  }

  @Override
  public void copyLabels(int index, int[] into, int offset) {
    base.copyLabels(indices[index], into, offset);
  }

  @Override
  public void copyValues(int index, float[] into, int offset) {
    base.copyValues(indices[index], into, offset);
  }

  @Override
  public String toString() {
    return name() + "[" + size() + " x " + shape + ", " + targets() + "]";
  }
}
