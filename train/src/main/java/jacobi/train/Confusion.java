package jacobi.train;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How often examples of each class (or their steps, where each has a class) were taken for each
 * class, and what follows from it: precision, recall and F1 (van Rijsbergen 1979, chapter 7). A
 * measure without anything to divide by is 0.
 *
 * <p>The measures of all classes together are those of the second class where there are two (the
 * first is then "no" and the second "yes"). Otherwise they are macro averages: means over the
 * classes that are there, among the true or the predicted ones, however rare they are.
 */
public final class Confusion {
  private final List<String> names;
  private final long[][] counts;

  /** Nothing counted yet, of classes with these names. */
  Confusion(List<String> names) {
    this.names = List.copyOf(names);
    this.counts = new long[names.size()][names.size()];
  }

  /** Counts pairs of a true and a predicted class. */
  public static Confusion of(List<String> names, int[] truth, int[] predicted) {
    Confusion c = new Confusion(names);
    for (int i = 0; i < truth.length; i++) {
      c.add(truth[i], predicted[i]);
    }
    return c;
  }

  void add(int truth, int predicted) {
    counts[truth][predicted]++;
  }

  /** The classes' names by label. */
  public List<String> names() {
    return names;
  }

  /** How often the first class was taken for the second. */
  public long count(int truth, int predicted) {
    return counts[truth][predicted];
  }

  /** The counts, a row for each true class and a column for each predicted one. */
  public List<List<Long>> rows() {
    return Arrays.stream(counts).map(row -> Arrays.stream(row).boxed().toList()).toList();
  }

  /** How many examples are of a class. */
  public long occurrences(int label) {
    return Arrays.stream(counts[label]).sum();
  }

  private long predictions(int label) {
    return Arrays.stream(counts).mapToLong(row -> row[label]).sum();
  }

  /** Of what was taken for a class, the fraction that is of it. */
  public double precision(int label) {
    return ratio(counts[label][label], predictions(label));
  }

  /** Of a class, the fraction that was taken for it. */
  public double recall(int label) {
    return ratio(counts[label][label], occurrences(label));
  }

  /** The harmonic mean of precision and recall of a class. */
  public double f1(int label) {
    return ratio(2 * counts[label][label], occurrences(label) + predictions(label));
  }

  /** Precision of all classes together, or of the second of two. */
  public double precision() {
    return together(this::precision);
  }

  /** Recall of all classes together, or of the second of two. */
  public double recall() {
    return together(this::recall);
  }

  /** F1 of all classes together (the mean of their F1), or of the second of two. */
  public double f1() {
    return together(this::f1);
  }

  private double together(IntToDoubleFunction measure) {
    if (names.size() == 2) {
      return measure.applyAsDouble(1);
    }
    return IntStream.range(0, names.size())
        .filter(c -> occurrences(c) + predictions(c) > 0)
        .mapToDouble(measure)
        .average()
        .orElse(0);
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Confusion other
        && names.equals(other.names)
        && Arrays.deepEquals(counts, other.counts);
  }

  @Override
  public int hashCode() {
    return 31 * names.hashCode() + Arrays.deepHashCode(counts);
  }

  @Override
  public String toString() {
    return names + " " + Arrays.deepToString(counts);
  }
}
