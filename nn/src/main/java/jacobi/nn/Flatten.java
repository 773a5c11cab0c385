package jacobi.nn;

import jacobi.Tensor;

/** Merges all axes but the first, the batch: [n, a, b, …] to [n, a b …]. */
public final class Flatten extends Module {
  private Flatten() {}

  public static Flatten of() {
    return new Flatten();
  }

  @Override
  protected Tensor forward(Tensor x) {
    if (x.rank() == 0) {
      throw wrongShape("a batch axis", x.shape());
    }
    return x.rank() == 1 ? x.unsqueeze(1) : x.flatten(1);
  }
}
