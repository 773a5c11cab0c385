package jacobi.nn.optim;

import jacobi.Tensor;
import java.util.List;

/**
 * RMSProp (Tieleman and Hinton 2012, lecture 6.5): {@code v = alpha v + (1 - alpha) g²; p -= rate g
 * / (sqrt(v) + epsilon)}; with momentum mu {@code b = mu b + g / (sqrt(v) + epsilon); p -= rate b}.
 */
public record RmsProp(double learningRate, double alpha, double epsilon, double momentum)
    implements Optimizer {
  public RmsProp {
    Check.notNegative("RmsProp", "learning rate", learningRate);
    Check.fraction("RmsProp", "alpha", alpha);
    Check.notNegative("RmsProp", "epsilon", epsilon);
    Check.fraction("RmsProp", "momentum", momentum);
  }

  /** With learning rate 0.01. */
  public static RmsProp of() {
    return of(0.01);
  }

  /** With alpha 0.99, epsilon 1e-8 and no momentum. */
  public static RmsProp of(double learningRate) {
    return new RmsProp(learningRate, 0.99, 1e-8, 0);
  }

  /** With momentum, in [0, 1). */
  public RmsProp momentum(double mu) {
    return new RmsProp(learningRate, alpha, epsilon, mu);
  }

  @Override
  public List<String> slots() {
    return momentum == 0 ? List.of("v") : List.of("v", "momentum");
  }

  @Override
  public Update update(Tensor p, Tensor g, List<Tensor> slots, Tensor rate, Tensor step) {
    Tensor v = slots.getFirst().mul(alpha).add(g.square().mul(1 - alpha));
    Tensor scaled = g.div(v.sqrt().add(epsilon));
    if (momentum == 0) {
      return new Update(p.sub(scaled.mul(rate)), List.of(v));
    }
    Tensor b = slots.get(1).mul(momentum).add(scaled);
    return new Update(p.sub(b.mul(rate)), List.of(v, b));
  }
}
