package jacobi.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A data set and the scalers to be fitted once it is split, on the training part alone: what a test
 * row looks like must not depend on other test rows.
 *
 * @param data the raw examples
 * @param fits one function a scaler, from the training part to the fitted scaler, in order
 */
public record Scaling(Dataset data, List<Function<Dataset, Scaler>> fits) {

  public Scaling {
    fits = List.copyOf(fits);
  }

  /** Adds {@link Dataset#standardize}. */
  public Scaling standardize() {
    return then(Scaler::fitStandard);
  }

  /** Adds {@link Dataset#minMax}. */
  public Scaling minMax() {
    return then(Scaler::fitMinMax);
  }

  /** Adds {@link Dataset#divideBy}. */
  public Scaling divideBy(float divisor) {
    return then(_ -> new Scaler.DivideBy(divisor));
  }

  /** See {@link Dataset#split(double, double, double, long)}. */
  public Split split(double train, double validation, double test, long seed) {
    return fit(data.split(train, validation, test, seed));
  }

  /** See {@link Dataset#split(long)}. */
  public Split split(long seed) {
    return fit(data.split(seed));
  }

  /** See {@link Dataset#splitStratified}. */
  public Split splitStratified(double train, double validation, double test, long seed) {
    return fit(data.splitStratified(train, validation, test, seed));
  }

  /** See {@link Dataset#splitLast}. */
  public Split splitLast(double train, double validation, double test) {
    return fit(data.splitLast(train, validation, test));
  }

  /** See {@link Dataset#asTraining}. */
  public Split asTraining() {
    return fit(data.asTraining());
  }

  private Split fit(Split split) {
    Split scaled = split;
    for (Function<Dataset, Scaler> fit : fits) {
      scaled = scaled.scale(fit);
    }
    return scaled;
  }

  private Scaling then(Function<Dataset, Scaler> fit) {
    List<Function<Dataset, Scaler>> all = new ArrayList<>(fits);
    all.add(fit);
    return new Scaling(data, all);
  }
}
