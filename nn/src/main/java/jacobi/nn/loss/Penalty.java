package jacobi.nn.loss;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.graph.JacobiException;
import jacobi.nn.Module;
import jacobi.nn.Parameter;
import java.util.function.BiPredicate;

/**
 * What training adds to the loss for large weights: {@code l1 Σ|w| + l2 Σw²} (eq. 13.17 and 13.18
 * of the textbook). The sums are over the {@link Parameter#isWeight weights} of a network, not over
 * its biases and the scales of its normalisations, unless {@link #on} says otherwise.
 *
 * @param l1 factor of the absolute values; makes weights 0
 * @param l2 factor of the squares; makes weights small. Its gradient is 2 l2 w
 * @param on which parameters count, by path and parameter
 */
public record Penalty(double l1, double l2, BiPredicate<String, Parameter> on) {
  public Penalty {
    check("l1", l1);
    check("l2", l2);
  }

  private static void check(String name, double factor) {
    if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new JacobiException("[Penalty] " + name + " must be 0 or more, got " + factor);
    }
  }

  /** On the weights. */
  public static Penalty of(double l1, double l2) {
    return new Penalty(l1, l2, (path, p) -> p.isWeight());
  }

  /** No penalty. */
  public static Penalty none() {
    return of(0, 0);
  }

  /** The same on other parameters, chosen by path ({@code 0.weight}) and parameter. */
  public Penalty on(BiPredicate<String, Parameter> chosen) {
    return new Penalty(l1, l2, chosen);
  }

  /** The penalty of a network's present parameters, a scalar. */
  public Tensor of(Module net) {
    return addTo(Jacobi.scalar(0), net);
  }

  /** A loss with the penalty of a network's present parameters. */
  public Tensor addTo(Tensor loss, Module net) {
    Tensor sum = loss;
    for (var e : net.parameters().entrySet()) {
      if (on.test(e.getKey(), e.getValue())) {
        Tensor w = e.getValue().value();
        sum = l1 == 0 ? sum : sum.add(w.abs().sum().mul(l1));
        sum = l2 == 0 ? sum : sum.add(w.square().sum().mul(l2));
      }
    }
    return sum;
  }
}
