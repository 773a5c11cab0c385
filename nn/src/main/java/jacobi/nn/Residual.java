package jacobi.nn;

import jacobi.Tensor;
import java.util.Optional;

/**
 * A residual block (He et al. 2016): what it is made of only has to learn the difference, y = x +
 * inner(x). Where the inner part changes the shape, a projection brings the input to it: y =
 * projection(x) + inner(x).
 */
public final class Residual extends Module {
  private final Module inner;
  private final Optional<Module> projection;

  private Residual(Module inner, Optional<Module> projection) {
    this.inner = child("inner", inner);
    this.projection = projection.map(p -> child("projection", p));
  }

  /** Around a module whose output has its input's shape. */
  public static Residual of(Module inner) {
    return new Residual(inner, Optional.empty());
  }

  /** Around a module, with another one, usually linear, that puts out the same shape. */
  public static Residual of(Module inner, Module projection) {
    return new Residual(inner, Optional.of(projection));
  }

  @Override
  protected Tensor forward(Tensor x) {
    Tensor y = inner.apply(x);
    Tensor shortcut = projection.map(p -> p.apply(x)).orElse(x);
    if (!shortcut.shape().equals(y.shape())) {
      throw wrongShape(
          projection.isPresent()
              ? "a projection to " + y.shape()
              : "an inner part that keeps the shape "
                  + x.shape()
                  + ", or a projection to its output's",
          projection.isPresent() ? shortcut.shape() : y.shape());
    }
    return shortcut.add(y);
  }
}
