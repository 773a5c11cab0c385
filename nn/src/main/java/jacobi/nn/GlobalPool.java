package jacobi.nn;

import jacobi.Jacobi;
import jacobi.Tensor;

/**
 * One number a channel from all of an image or a sequence, whatever its size: [batch, spatial…,
 * channels] to [batch, channels], the greatest or the mean. Of sequences with {@link Lengths} only
 * the steps before the end count.
 */
public final class GlobalPool extends Module {
  private enum Kind {
    MAX,
    MEAN
  }

  private final Kind kind;

  private GlobalPool(Kind kind) {
    this.kind = kind;
  }

  /** The greatest. */
  public static GlobalPool max() {
    return new GlobalPool(Kind.MAX);
  }

  /** The mean. */
  public static GlobalPool mean() {
    return new GlobalPool(Kind.MEAN);
  }

  @Override
  protected Tensor forward(Tensor x) {
    if (x.rank() < 3) {
      throw wrongShape("sequences or images [batch, spatial…, channels]", x.shape());
    }
    Tensor flat = x.rank() == 3 ? x : x.reshape(x.dim(0), -1, x.dim(-1));
    if (x.rank() > 3 || Lengths.current().isEmpty()) {
      return switch (kind) {
        case MAX -> flat.amax(1);
        case MEAN -> flat.mean(1);
      };
    }
    Tensor counts = Lengths.mask(x.dim(1)).orElseThrow().unsqueeze(2);
    return switch (kind) {
      case MAX -> counts.where(x, Jacobi.full(Double.NEGATIVE_INFINITY, x.dtype())).amax(1);
      case MEAN -> {
        Tensor lengths = Lengths.current().orElseThrow();
        Tensor sum = counts.where(x, Jacobi.full(0, x.dtype())).sum(1);
        yield sum.div(lengths.as(x.dtype()).unsqueeze(1));
      }
    };
  }

  @Override
  public String toString() {
    return kind == Kind.MAX ? "GlobalPool(max)" : "GlobalPool(mean)";
  }
}
