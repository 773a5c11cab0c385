package jacobi.nn.optim;

import jacobi.Tensor;
import java.util.List;

/**
 * Gradient descent (Robbins and Monro 1951): {@code p -= rate g}; with momentum mu (Polyak 1964)
 * {@code v = mu v + g; p -= rate v}; in Nesterov's form {@code p -= rate (g + mu v)} (Sutskever et
 * al. 2013, as PyTorch writes it). Full-batch, minibatch or stochastic is a matter of the batches.
 */
public record Sgd(double learningRate, double momentum, boolean nesterov) implements Optimizer {
  public Sgd {
    Check.notNegative("Sgd", "learning rate", learningRate);
    Check.fraction("Sgd", "momentum", momentum);
  }

  /** Without momentum. */
  public static Sgd of(double learningRate) {
    return new Sgd(learningRate, 0, false);
  }

  /** With momentum, in [0, 1). */
  public Sgd momentum(double mu) {
    return new Sgd(learningRate, mu, nesterov);
  }

  /** With Nesterov's momentum, in [0, 1). */
  public Sgd nesterov(double mu) {
    return new Sgd(learningRate, mu, true);
  }

  @Override
  public List<String> slots() {
    return momentum == 0 ? List.of() : List.of("momentum");
  }

  @Override
  public Update update(Tensor p, Tensor g, List<Tensor> slots, Tensor rate, Tensor step) {
    if (momentum == 0) {
      return new Update(p.sub(g.mul(rate)), List.of());
    }
    Tensor v = slots.getFirst().mul(momentum).add(g);
    Tensor direction = nesterov ? g.add(v.mul(momentum)) : v;
    return new Update(p.sub(direction.mul(rate)), List.of(v));
  }
}
