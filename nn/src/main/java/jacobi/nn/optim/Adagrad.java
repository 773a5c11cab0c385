package jacobi.nn.optim;

import jacobi.Tensor;
import java.util.List;

/** Adagrad (Duchi et al. 2011): {@code s = s + g²; p -= rate g / (sqrt(s) + epsilon)}. */
public record Adagrad(double learningRate, double epsilon) implements Optimizer {
  public Adagrad {
    Check.notNegative("Adagrad", "learning rate", learningRate);
    Check.notNegative("Adagrad", "epsilon", epsilon);
  }

  /** With learning rate 0.01. */
  public static Adagrad of() {
    return of(0.01);
  }

  /** With epsilon 1e-10. */
  public static Adagrad of(double learningRate) {
    return new Adagrad(learningRate, 1e-10);
  }

  @Override
  public List<String> slots() {
    return List.of("sum");
  }

  @Override
  public Update update(Tensor p, Tensor g, List<Tensor> slots, Tensor rate, Tensor step) {
    Tensor s = slots.getFirst().add(g.square());
    return new Update(p.sub(g.mul(rate).div(s.sqrt().add(epsilon))), List.of(s));
  }
}
