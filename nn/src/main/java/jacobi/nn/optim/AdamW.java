package jacobi.nn.optim;

import jacobi.Tensor;
import java.util.List;

/**
 * Adam with weight decay apart from the gradient (Loshchilov and Hutter 2017): {@code p -= rate
 * decay p}, then {@link Adam}'s step.
 */
public record AdamW(Adam adam, double decay) implements Optimizer {
  public AdamW {
    Check.notNegative("AdamW", "decay", decay);
  }

  /** With learning rate 0.001 and decay 0.01. */
  public static AdamW of() {
    return of(1e-3);
  }

  /** With decay 0.01. */
  public static AdamW of(double learningRate) {
    return of(learningRate, 0.01);
  }

  public static AdamW of(double learningRate, double decay) {
    return new AdamW(Adam.of(learningRate), decay);
  }

  @Override
  public double learningRate() {
    return adam.learningRate();
  }

  @Override
  public List<String> slots() {
    return adam.slots();
  }

  @Override
  public Update update(Tensor p, Tensor g, List<Tensor> slots, Tensor rate, Tensor step) {
    Tensor kept = rate.mul(-decay).add(1);
    return adam.update(p.mul(kept), g, slots, rate, step);
  }
}
