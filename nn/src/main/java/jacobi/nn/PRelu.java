package jacobi.nn;

import jacobi.Tensor;
import jacobi.nn.init.Initializers;

/**
 * x where positive, else alpha x, where alpha is learned (He et al. 2015, "Delving Deep into
 * Rectifiers"): one for all, or one for each channel (the last axis). Parameter: {@code alpha} [n],
 * which starts at 0.25.
 */
public final class PRelu extends Module {
  private final int n;
  private final Parameter alpha;

  private PRelu(int n, double start) {
    this.n = n;
    this.alpha = parameter("alpha", Initializers.constant(start), n);
  }

  /** One alpha for all. */
  public static PRelu of() {
    return new PRelu(1, 0.25);
  }

  /** An alpha for each of {@code channels} positions of the last axis. */
  public static PRelu of(int channels) {
    return new PRelu(channels, 0.25);
  }

  @Override
  protected Tensor forward(Tensor x) {
    if (n > 1 && (x.rank() == 0 || x.dim(-1) != n)) {
      throw wrongShape("[…, " + n + "]", x.shape());
    }
    Tensor a = x.rank() == 0 ? alpha.value().reshape() : alpha.value();
    return x.gt(0).where(x, x.mul(a));
  }

  @Override
  public String toString() {
    return call("prelu", n);
  }
}
