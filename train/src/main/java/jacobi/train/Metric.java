package jacobi.train;

import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.nn.Lengths;
import java.util.function.BinaryOperator;

/**
 * A measure averaged over examples, or over their steps where each has a target.
 *
 * @param name as it appears in results
 * @param each of outputs and targets, one value for each example, [batch], or for each step,
 *     [batch, steps]
 */
public record Metric(String name, BinaryOperator<Tensor> each) {
  static final String ACCURACY = "accuracy";

  /** Fraction predicted right. */
  public static Metric accuracy(Decision decision) {
    return new Metric(ACCURACY, (y, t) -> decision.isRight(y, t).as(DType.FLOAT32));
  }

  /** Mean absolute error. */
  public static Metric mae() {
    return new Metric("mae", (y, t) -> overOutputs(y.sub(t).abs()));
  }

  /** [batch, …] averaged to [batch], or [batch, steps, …] to [batch, steps]. */
  private static Tensor overOutputs(Tensor errors) {
    int first = errors.rank() < 3 ? 1 : 2;
    return errors.flatten(first).mean(first);
  }

  /** The mean over a batch; steps behind a sequence's end ({@link Lengths}) do not count. */
  Tensor mean(Tensor output, Tensor target) {
    Tensor values = each.apply(output, target);
    return values.rank() < 2 ? values.mean() : Lengths.mean(values);
  }
}
