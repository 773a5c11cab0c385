package jacobi.data;

import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A data set whose examples are changed at random as they are read, in each epoch otherwise. */
record Augmented(Dataset data, Augmentation how, long seed, long epoch) implements Dataset {

  static Augmented of(Dataset data, Augmentation how, long seed) {
    boolean images = data.featureShape().rank() == 3 && !data.hasLengths();
    if (how.moves() && !images) {
      throw new JacobiException(
          String.format(
              "augment: needs images [height, width, channels], but %s has %s of shape %s;"
                  + " data.shape says how rows of numbers are images",
              data.name(), data.hasLengths() ? "sequences" : "examples", data.featureShape()));
    }
    return new Augmented(data, how, seed, 0);
  }

  @Override
  public Dataset inEpoch(long now) {
    return new Augmented(data.inEpoch(now), how, seed, now);
  }

  @Override
  public void copyFeatures(int index, float[] into, int offset) {
    long key = Permutation.mix(seed + Permutation.GOLDEN);
    key = Permutation.mix(key ^ epoch * Permutation.GOLDEN);
    key = Permutation.mix(key + index * Permutation.GOLDEN);
    how.apply(data.features(index), featureShape(), key, into, offset);
  }

  @Override
  public String name() {
    return data.name();
  }

  @Override
  public int size() {
    return data.size();
  }

  @Override
  public Shape featureShape() {
    return data.featureShape();
  }

  @Override
  public boolean hasLengths() {
    return data.hasLengths();
  }

  @Override
  public int length(int index) {
    return data.length(index);
  }

  @Override
  public boolean continues() {
    return data.continues();
  }

  @Override
  public OptionalDouble charactersPerTarget() {
    return data.charactersPerTarget();
  }

  @Override
  public Targets targets() {
    return data.targets();
  }

  @Override
  public List<String> featureNames() {
    return data.featureNames();
  }

  @Override
  public Optional<Encoding> encoding() {
    return data.encoding();
  }

  @Override
  public Optional<String> text(int index) {
    return data.text(index);
  }

  @Override
  public int label(int index) {
    return data.label(index);
  }

  @Override
  public void copyLabels(int index, int[] into, int offset) {
    data.copyLabels(index, into, offset);
  }

  @Override
  public void copyValues(int index, float[] into, int offset) {
    data.copyValues(index, into, offset);
  }
}
