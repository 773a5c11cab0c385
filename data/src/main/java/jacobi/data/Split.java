package jacobi.data;

import jacobi.graph.JacobiException;
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

  private static void checkAlike(Dataset train, Dataset other, String part) {
    if (!train.featureShape().equals(other.featureShape())) {
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
