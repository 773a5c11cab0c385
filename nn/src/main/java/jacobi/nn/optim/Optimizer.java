package jacobi.nn.optim;

import static jacobi.graph.DType.FLOAT32;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.nn.Module;
import jacobi.nn.Parameter;
import java.util.List;
import java.util.Map;

/**
 * A rule for changing parameters along their gradients. Immutable; {@link #attach} makes the state
 * it needs for the parameters of one network:
 *
 * <pre>{@code
 * OptimizerState optimizer = Adam.of(1e-3).attach(net);
 * Compiled step = compiled((x, y) -> {
 *   Tensor loss = crossEntropy().apply(net.apply(x), y);
 *   optimizer.minimize(loss);
 *   return loss;
 * });
 * }</pre>
 */
public interface Optimizer {
  /** The learning rate to begin with. */
  double learningRate();

  /** Names of what is remembered for each parameter, in a tensor of its shape that starts at 0. */
  List<String> slots();

  /**
   * The rule, of element-wise operations only, so that it becomes one kernel.
   *
   * @param p the parameter's value
   * @param g its gradient
   * @param slots what is remembered
   * @param rate the learning rate, a scalar
   * @param step the number of this step from 1, a scalar
   */
  Update update(Tensor p, Tensor g, List<Tensor> slots, Tensor rate, Tensor step);

  /** New values of a parameter and of what is remembered for it. */
  record Update(Tensor parameter, List<Tensor> slots) {
    public Update {
      slots = List.copyOf(slots);
    }
  }

  /** What is done to all gradients before the rule gets them. */
  default GradientTransform gradientTransform() {
    return GradientTransform.identity();
  }

  /** The same rule on transformed gradients, after those transformations it already has. */
  default Optimizer with(GradientTransform transform) {
    return new Transformed(this, gradientTransform().then(transform));
  }

  /** New state for the trainable ones of these parameters. */
  default OptimizerState attach(Map<String, Parameter> parameters) {
    return new OptimizerState(this, parameters);
  }

  /** New state for the trainable parameters of a network. */
  default OptimizerState attach(Module network) {
    return attach(network.parameters());
  }

  /** 1 - beta^step as float32, to which both small betas and many steps do no harm. */
  static Tensor biasCorrection(double beta, Tensor step) {
    if (beta == 0) {
      return Jacobi.full(1, FLOAT32);
    }
    return step.as(FLOAT32).mul(Math.log(beta)).expm1().neg();
  }
}
