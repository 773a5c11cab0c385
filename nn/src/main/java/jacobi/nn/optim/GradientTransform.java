package jacobi.nn.optim;

import jacobi.Tensor;
import jacobi.graph.JacobiException;
import java.util.List;
import java.util.stream.IntStream;

/** Something done to all gradients of a step: clipping, penalties on the parameters. */
@FunctionalInterface
public interface GradientTransform {
  /** New gradients, one for each parameter in order. */
  List<Tensor> apply(List<Tensor> parameters, List<Tensor> gradients);

  static GradientTransform identity() {
    return (p, g) -> g;
  }

  /** Limits each element to ±limit. */
  static GradientTransform clipByValue(double limit) {
    checkPositive("clipByValue", limit);
    return (p, g) -> g.stream().map(t -> t.clip(-limit, limit)).toList();
  }

  /**
   * Scales all gradients together where their norm exceeds a limit, so that it becomes the limit
   * (Pascanu et al. 2013). As PyTorch, divides by norm + 1e-6.
   */
  static GradientTransform clipByNorm(double limit) {
    checkPositive("clipByNorm", limit);
    return (p, g) -> {
      if (g.isEmpty()) {
        return g;
      }
      Tensor scale = globalNorm(g).add(1e-6).reciprocal().mul(limit).min(1);
      return g.stream().map(t -> t.mul(scale)).toList();
    };
  }

  /** This, then another. */
  default GradientTransform then(GradientTransform next) {
    return (p, g) -> next.apply(p, apply(p, g));
  }

  /** The Euclidean norm of several tensors taken as one vector. */
  static Tensor globalNorm(List<Tensor> tensors) {
    if (tensors.isEmpty()) {
      throw new JacobiException("[globalNorm] there are no tensors");
    }
    return IntStream.range(0, tensors.size())
        .mapToObj(i -> tensors.get(i).square().sum())
        .reduce(Tensor::add)
        .orElseThrow()
        .sqrt();
  }

  private static void checkPositive(String what, double limit) {
    if (!(limit > 0)) {
      throw new JacobiException("[" + what + "] the limit must be positive, got " + limit);
    }
  }
}
