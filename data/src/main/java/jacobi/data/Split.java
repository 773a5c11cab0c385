package jacobi.data;

import jacobi.graph.JacobiException;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A data set cut in parts: the network learns from {@code train}, {@code validation} says when to
 * stop, {@code test} is looked at once, at the end. The features of all three are already scaled.
 *
 * @param train not empty
 * @param validation may be empty
 * @param test may be empty
 * @param scaler what has been done to the features; saved with a model, to do the same to new rows
 */
public record Split(Dataset train, Dataset validation, Dataset test, Scaler scaler) {

  public Split {
    checkAlike(train, validation, "validation");
    checkAlike(train, test, "test");
  }

  /** Parts that come from separate sources and are not scaled yet. */
  public static Split of(Dataset train, Dataset validation, Dataset test) {
    return new Split(train, validation, test, Scaler.identity());
  }

  /** This split with another, raw, test part; it is scaled as the other parts are. */
  public Split withTest(Dataset rawTest) {
    return new Split(train, validation, rawTest.scaled(scaler), scaler);
  }

  /** Standardises every feature to mean 0 and variance 1 over the training part. */
  public Split standardize() {
    return scale(Scaler::fitStandard);
  }

  /** Maps every feature to 0..1 by its least and greatest value in the training part. */
  public Split minMax() {
    return scale(Scaler::fitMinMax);
  }

  /** Divides every feature by a constant. */
  public Split divideBy(float divisor) {
    return scale(_ -> new Scaler.DivideBy(divisor));
  }

  /** Fits a scaler on the training part alone and applies it to all three. */
  public Split scale(Function<? super Dataset, ? extends Scaler> fit) {
    Scaler next = fit.apply(train);
    return new Split(
        train.scaled(next), validation.scaled(next), test.scaled(next), scaler.then(next));
  }

  /** All parts under another feature shape. */
  public Split reshape(int... featureShape) {
    return new Split(
        train.reshape(featureShape),
        validation.reshape(featureShape),
        test.reshape(featureShape),
        scaler);
  }

  /**
   * Changes the training part at random as it is read, anew each epoch; the other parts stay as
   * they are.
   *
   * @param seed the same seed changes the same example of the same epoch alike
   */
  public Split augment(Augmentation how, long seed) {
    return new Split(Augmented.of(train, how, seed), validation, test, scaler);
  }

  /** Sequences that may differ in length do so between parts, too. */
  private static boolean sameShape(Dataset train, Dataset other) {
    int[] a = train.featureShape().dims();
    int[] b = other.featureShape().dims();
    int from = train.hasLengths() && other.hasLengths() ? 1 : 0;
    return a.length == b.length && Arrays.equals(a, from, a.length, b, from, b.length);
  }

  private static void checkAlike(Dataset train, Dataset other, String part) {
    if (!sameShape(train, other)) {
      throw new JacobiException(
          String.format(
              "the %s part (%s) has features of shape %s, the training part (%s) %s",
              part, other.name(), other.featureShape(), train.name(), train.featureShape()));
    }
    if (!train.targets().equals(other.targets())) {
      throw new JacobiException(
          String.format(
              "the %s part (%s) has targets %s, the training part (%s) %s",
              part, other.name(), other.targets(), train.name(), train.targets()));
    }
  }
}
