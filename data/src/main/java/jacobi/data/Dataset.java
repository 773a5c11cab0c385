package jacobi.data;

import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A finite set of examples, each float32 features of one fixed shape and a target. The last axis of
 * the shape holds the features: {@code [features]}, sequences {@code [steps, features]}, images
 * {@code [height, width, channels]}. A data set is a value: it never changes, and its methods may
 * be called from several threads at once. Examples are read by index when a batch needs them, so an
 * implementation may keep them on disk.
 *
 * <p>To add a source, implement the seven abstract methods; one whose examples are sequences of
 * different length overrides {@link #hasLengths} and {@link #length} too, and batches pad them.
 */
public interface Dataset {

  /** Where the examples come from, as error messages name it: a file, or a word. */
  String name();

  /** Number of examples. */
  int size();

  /**
   * Shape of one example: {@code [64]} for rows of 64 numbers, {@code [28, 28, 1]} for grey images.
   * Where sequences differ in length, that of the longest.
   */
  Shape featureShape();

  /** Whether examples are sequences that may differ in length, along the first axis. */
  default boolean hasLengths() {
    return false;
  }

  /** Number of steps of one example, at least 1: the extent of its first axis. */
  default int length(int index) {
    return featureShape().rank() == 0 ? 1 : featureShape().dim(0);
  }

  /**
   * Whether each example goes on where the one before it ended, as the parts of a long sequence do:
   * batches keep that order ({@link Batches}), and recurrent networks carry their state along.
   */
  default boolean continues() {
    return false;
  }

  Targets targets();

  /**
   * Where the classes are the tokens of a text: how many characters of it a target stands for on
   * average, white space included. Empty for all other data. Measures of language models rest on
   * it: perplexity, bits per character.
   */
  default OptionalDouble charactersPerTarget() {
    return OptionalDouble.empty();
  }

  /**
   * Copies the features of one example, row-major, to {@code into[offset..]}.
   *
   * @param index 0 to size-1
   */
  void copyFeatures(int index, float[] into, int offset);

  /** The class of one example; only where {@link #targets} is {@link Targets.Classes}. */
  int label(int index);

  /**
   * Copies the class of each step of one example; only where {@link #targets} is {@link
   * Targets.EachStep} of {@link Targets.Classes}.
   */
  default void copyLabels(int index, int[] into, int offset) {
    throw new JacobiException(name() + ": the targets are " + targets() + ", not a class a step");
  }

  /**
   * Copies the target of one example, step by step where each has one; only where {@link #targets}
   * is {@link Targets.Values}, or {@link Targets.EachStep} of it.
   */
  void copyValues(int index, float[] into, int offset);

  /**
   * The data set as an epoch sees it: another one each time where examples are changed at random as
   * they are read ({@link Augmentation}), this one otherwise.
   */
  default Dataset inEpoch(long epoch) {
    return this;
  }

  /** How the features came from text; empty for data that was numbers before. */
  default Optional<Encoding> encoding() {
    return Optional.empty();
  }

  /** The raw text of one example, where it has one. */
  default Optional<String> text(int index) {
    return Optional.empty();
  }

  /** Names of the features in row-major order, or an empty list where they have none. */
  default List<String> featureNames() {
    return List.of();
  }

  /** Number of features of one example, of the longest where they differ. */
  default int featureCount() {
    return Math.toIntExact(featureShape().size());
  }

  /** Number of features of this very example. */
  default int featureCount(int index) {
    return hasLengths() ? length(index) * (featureCount() / featureShape().dim(0)) : featureCount();
  }

  /** The features of one example, row-major. */
  default float[] features(int index) {
    float[] x = new float[featureCount(index)];
    copyFeatures(index, x, 0);
    return x;
  }

  /** The class names by label. Fails where the targets are values. */
  default List<String> classNames() {
    if (targets().one() instanceof Targets.Classes classes) {
      return classes.names();
    }
    throw new JacobiException(name() + ": the targets are " + targets() + ", not classes");
  }

  /** How many examples, or steps where each has a class, each class has, by label. */
  default int[] classCounts() {
    int[] counts = new int[classNames().size()];
    int[] labels = new int[size() == 0 ? 0 : featureShape().dim(0)];
    for (int i = 0; i < size(); i++) {
      if (targets() instanceof Targets.EachStep) {
        copyLabels(i, labels, 0);
        for (int step = 0; step < length(i); step++) {
          counts[labels[step]]++;
        }
      } else {
        counts[label(i)]++;
      }
    }
    return counts;
  }

  /** The examples at these indices, in this order; an index may come twice. */
  default Dataset select(int... indices) {
    return DatasetView.select(this, indices);
  }

  /** Examples {@code from} (inclusive) to {@code to} (exclusive). */
  default Dataset range(int from, int to) {
    return select(IntStream.range(from, to).toArray());
  }

  /** The same numbers under another shape: {@code reshape(8, 8, 1)} for rows of 64. */
  default Dataset reshape(int... featureShape) {
    Shape shape = Shape.of(featureShape);
    if (hasLengths() && !shape.equals(featureShape())) {
      throw new JacobiException(
          name()
              + ": sequences of different length cannot become "
              + Arrays.toString(featureShape));
    }
    if (shape.size() != featureShape().size()) {
      throw new JacobiException(
          String.format(
              "%s: features of shape %s hold %d numbers and cannot become %s",
              name(), featureShape(), featureShape().size(), Arrays.toString(featureShape)));
    }
    return DatasetView.reshape(this, shape);
  }

  /** The same examples with their features scaled as they are read. */
  default Dataset scaled(Scaler scaler) {
    return DatasetView.scaled(this, scaler);
  }

  /** Divides every feature by a constant, known to the split: 255 for 8-bit pixels. */
  default Scaling divideBy(float divisor) {
    return new Scaling(this, List.of(_ -> new Scaler.DivideBy(divisor)));
  }

  /** Standardises every feature to mean 0 and variance 1 over the training part of a split. */
  default Scaling standardize() {
    return new Scaling(this, List.of(Scaler::fitStandard));
  }

  /** Maps every feature to 0..1 by its least and greatest value in the training part of a split. */
  default Scaling minMax() {
    return new Scaling(this, List.of(Scaler::fitMinMax));
  }

  /**
   * Shuffles and cuts into three parts. Every class must have an example in the training part.
   *
   * @param train fraction for training, above 0; the three must sum to 1
   * @param validation fraction watched while training, may be 0
   * @param test fraction held out, may be 0
   * @param seed the same seed gives the same parts
   */
  default Split split(double train, double validation, double test, long seed) {
    return Splits.shuffled(this, train, validation, test, seed);
  }

  /** 80 % for training, the rest for testing, shuffled. */
  default Split split(long seed) {
    return split(.8, 0, .2, seed);
  }

  /** Like {@link #split}, with every class cut by these fractions on its own. */
  default Split splitStratified(double train, double validation, double test, long seed) {
    return Splits.stratified(this, train, validation, test, seed);
  }

  /** Cuts without shuffling, the test part last: for sequences, where the future is held out. */
  default Split splitLast(double train, double validation, double test) {
    return Splits.last(this, train, validation, test);
  }

  /** All examples as the training part; no validation, no test. */
  default Split asTraining() {
    return Splits.last(this, 1, 0, 0);
  }

  /** Batches in order, the last one possibly smaller; see {@link Batches} to shuffle them. */
  default Batches batches(int batchSize) {
    return Batches.of(this, batchSize);
  }

  /** Copies the examples at these indices into one batch, padded to the longest of them. */
  default Batch batch(int... indices) {
    int longest = Arrays.stream(indices).map(this::length).max().orElse(0);
    return Batch.gather(this, indices, longest);
  }

  /**
   * Rows of numbers with a class each, numbered 0 to the greatest label.
   *
   * @param features [n, k], every row as long as the first
   * @param labels [n], 0 or above
   */
  static Dataset of(float[][] features, int[] labels) {
    int greatest = 0;
    for (int label : labels) {
      greatest = Math.max(greatest, label);
    }
    return of(features, labels, Targets.Classes.numbered(greatest + 1).names());
  }

  /** Rows of numbers with a class each; labels index {@code classNames}. */
  static Dataset of(float[][] features, int[] labels, List<String> classNames) {
    return MemoryDataset.ofRows("array", features)
        .withLabels(labels.clone(), new Targets.Classes(classNames));
  }

  /** Rows of numbers with rows of numbers as targets: [n, k] and [n, m]. */
  static Dataset of(float[][] features, float[][] values) {
    return MemoryDataset.ofRows("array", features).withValues(values);
  }

  /** Rows of numbers without targets. */
  static Dataset of(float[][] features) {
    return MemoryDataset.ofRows("array", features);
  }
}
