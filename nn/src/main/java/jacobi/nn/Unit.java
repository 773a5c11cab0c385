package jacobi.nn;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.nn.init.Initializers;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * One neural unit: y = f(w·x + b) (eq. 7.2), of shape […, n] to […]. With the step function it is a
 * perceptron, which fires where w·x exceeds the threshold t = -b. Parameters: {@code weight} [n],
 * {@code bias} [].
 */
public final class Unit extends Module {
  private final Parameter weight;
  private final Parameter bias;
  private final UnaryOperator<Tensor> activation;

  private Unit(Tensor weight, Tensor bias, UnaryOperator<Tensor> activation) {
    this.weight = parameter("weight", Initializers.values(weight), weight.shape().dims());
    this.bias = parameter("bias", Initializers.values(bias));
    this.activation = activation;
  }

  /** With weights, a bias and any activation. */
  public static Unit of(double[] weights, double bias, UnaryOperator<Tensor> activation) {
    return new Unit(Jacobi.vector(weights), Jacobi.scalar(bias), activation);
  }

  /** Puts out 1 where w·x + b > 0, else 0. */
  public static Unit perceptron(double[] weights, double bias) {
    return of(weights, bias, Tensor::step);
  }

  /** Puts out 1 where w·x > t, else 0. */
  public static Unit threshold(double[] weights, double t) {
    return perceptron(weights, -t);
  }

  /** The threshold that w·x is compared with: -b. */
  public double threshold() {
    return -bias.value().item();
  }

  /**
   * The same unit without a bias and with one more input, the last, which is to be clamped to 1:
   * its weight is the bias, or minus the threshold.
   */
  public Unit clamped() {
    double[] w = weight.value().toDoubles();
    double[] extended = Arrays.copyOf(w, w.length + 1);
    extended[w.length] = bias.value().item();
    return of(extended, 0, activation);
  }

  /** The weighted sum before the activation: z = w·x + b, of shape […, n] to […]. */
  public Tensor weightedSum(Tensor x) {
    int n = weight.shape().dim(0);
    if (x.rank() == 0 || x.dim(-1) != n) {
      throw wrongShape("[…, " + n + "]", x.shape());
    }
    return x.mul(weight.value()).sum(-1).add(bias.value());
  }

  @Override
  protected Tensor forward(Tensor x) {
    return activation.apply(weightedSum(x));
  }

  @Override
  public String toString() {
    return call("Unit", weight.shape().dim(0));
  }
}
