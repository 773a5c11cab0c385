package jacobi.nn.optim;

import jacobi.Tensor;
import java.util.List;

/**
 * Adam (Kingma and Ba 2014, algorithm 1): steps by the running mean of gradients over the root of
 * the running mean of their squares, both corrected for starting at 0.
 *
 * <pre>
 * m = beta1 m + (1 - beta1) g
 * v = beta2 v + (1 - beta2) g²
 * p -= rate m/(1 - beta1^t) / (sqrt(v/(1 - beta2^t)) + epsilon)
 * </pre>
 */
public record Adam(double learningRate, double beta1, double beta2, double epsilon)
    implements Optimizer {
  public Adam {
    Check.notNegative("Adam", "learning rate", learningRate);
    Check.fraction("Adam", "beta1", beta1);
    Check.fraction("Adam", "beta2", beta2);
    Check.notNegative("Adam", "epsilon", epsilon);
  }

  /** With learning rate 0.001. */
  public static Adam of() {
    return of(1e-3);
  }

  /** With betas 0.9 and 0.999 and epsilon 1e-8. */
  public static Adam of(double learningRate) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8);
  }

  public Adam betas(double first, double second) {
    return new Adam(learningRate, first, second, epsilon);
  }

  @Override
  public List<String> slots() {
    return List.of("m", "v");
  }

  @Override
  public Update update(Tensor p, Tensor g, List<Tensor> slots, Tensor rate, Tensor step) {
    Tensor m = slots.get(0).mul(beta1).add(g.mul(1 - beta1));
    Tensor v = slots.get(1).mul(beta2).add(g.square().mul(1 - beta2));
    // The scalar factors are computed before they meet the elements.
    Tensor size = rate.div(Optimizer.biasCorrection(beta1, step));
    Tensor scale = Optimizer.biasCorrection(beta2, step).sqrt().reciprocal();
    return new Update(p.sub(m.mul(size).div(v.sqrt().mul(scale).add(epsilon))), List.of(m, v));
  }
}
