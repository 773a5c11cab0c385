package jacobi.train;

import jacobi.Tensor;
import jacobi.graph.DType;
import java.util.function.BinaryOperator;

/**
 * A measure averaged over examples.
 *
 * @param name as it appears in results
 * @param each of outputs and targets, one value for each example, [batch]
 */
public record Metric(String name, BinaryOperator<Tensor> each) {

  /** Fraction predicted right. */
  public static Metric accuracy(Decision decision) {
    return new Metric("accuracy", (y, t) -> decision.isRight(y, t).as(DType.FLOAT32));
  }

  /** Mean absolute error. */
  public static Metric mae() {
    return new Metric("mae", (y, t) -> y.sub(t).abs().flatten(1).mean(1));
  }
}
