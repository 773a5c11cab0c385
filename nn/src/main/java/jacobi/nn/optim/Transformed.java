package jacobi.nn.optim;

import jacobi.Tensor;
import java.util.List;

/** A rule with something done to the gradients first. */
record Transformed(Optimizer rule, GradientTransform gradientTransform) implements Optimizer {
  @Override
  public double learningRate() {
    return rule.learningRate();
  }

  @Override
  public List<String> slots() {
    return rule.slots();
  }

  @Override
  public Update update(Tensor p, Tensor g, List<Tensor> slots, Tensor rate, Tensor step) {
    return rule.update(p, g, slots, rate, step);
  }

  @Override
  public Optimizer with(GradientTransform next) {
    return new Transformed(rule, gradientTransform.then(next));
  }
}
