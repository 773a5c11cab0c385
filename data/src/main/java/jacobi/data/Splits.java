package jacobi.data;

import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The ways to cut a data set in three. */
final class Splits {
  /** A stream of {@link Permutation} that no epoch uses. */
  private static final long SPLIT_STREAM = -1;

  private Splits() {}

  static Split shuffled(Dataset data, double train, double validation, double test, long seed) {
    int[] order = Permutation.of(data.size(), seed, SPLIT_STREAM);
    return cut(data, order, train, validation, test);
  }

  static Split last(Dataset data, double train, double validation, double test) {
    return cut(data, IntStream.range(0, data.size()).toArray(), train, validation, test);
  }

  static Split stratified(Dataset data, double train, double validation, double test, long seed) {
    checkFractions(train, validation, test);
    int[] counts = data.classCounts();
    int[] seen = new int[counts.length];
    List<List<Integer>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i : Permutation.of(data.size(), seed, SPLIT_STREAM)) {
      int label = data.label(i);
      int rank = seen[label]++;
      int testCount = (int) Math.round(counts[label] * test);
      int validationCount = (int) Math.round(counts[label] * validation);
      int part = rank < testCount ? 2 : rank < testCount + validationCount ? 1 : 0;
      parts.get(part).add(i);
    }
    List<int[]> indices =
        parts.stream().map(p -> p.stream().mapToInt(Integer::intValue).toArray()).toList();
    return assemble(data, indices.get(0), indices.get(1), indices.get(2), validation, test);
  }

  private static Split cut(
      Dataset data, int[] order, double train, double validation, double test) {
    checkFractions(train, validation, test);
    int testCount = (int) Math.round(order.length * test);
    int validationCount = (int) Math.round(order.length * validation);
    int trainCount = Math.max(0, order.length - testCount - validationCount);
    int validationEnd = Math.min(order.length, trainCount + validationCount);
    return assemble(
        data,
        Arrays.copyOfRange(order, 0, trainCount),
        Arrays.copyOfRange(order, trainCount, validationEnd),
        Arrays.copyOfRange(order, validationEnd, order.length),
        validation,
        test);
  }

  private static Split assemble(
      Dataset data,
      int[] train,
      int[] validation,
      int[] test,
      double validationFraction,
      double testFraction) {
    checkNotEmpty(data, train.length, "training", 1);
    checkNotEmpty(data, validation.length, "validation", validationFraction);
    checkNotEmpty(data, test.length, "test", testFraction);
    Dataset trainPart = data.select(train);
    checkClasses(trainPart);
    return Split.of(trainPart, data.select(validation), data.select(test));
  }

  private static void checkFractions(double train, double validation, double test) {
    boolean fractions = train > 0 && validation >= 0 && test >= 0;
    if (!fractions || Math.abs(train + validation + test - 1) > 1e-6) {
      throw new JacobiException(
          String.format(
              "split fractions %s, %s, %s: expected a training fraction above 0, none below 0,"
                  + " and a sum of 1",
              train, validation, test));
    }
  }

  private static void checkNotEmpty(Dataset data, int count, String part, double fraction) {
    if (fraction > 0 && count == 0) {
      throw new JacobiException(
          String.format(
              "%s: %d examples are too few to split: the %s part would be empty",
              data.name(), data.size(), part));
    }
  }

  private static void checkClasses(Dataset train) {
    if (train.targets().one() instanceof Targets.Classes classes) {
      int[] counts = train.classCounts();
      for (int label = 0; label < counts.length; label++) {
        if (counts[label] == 0) {
          throw new JacobiException(
              String.format(
                  "%s: class \"%s\" has no row in the training part (%d rows)",
                  train.name(), classes.names().get(label), train.size()));
        }
      }
    }
  }
}
