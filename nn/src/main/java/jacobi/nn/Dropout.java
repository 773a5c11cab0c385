package jacobi.nn;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.graph.JacobiException;

/**
 * In training, sets each element to 0 with a probability p and scales the others by 1/(1-p), so
 * that the expectation stays; otherwise the identity (Srivastava et al. 2014, in the usual
 * "inverted" form: the original scales weights after training instead).
 */
public final class Dropout extends Module {
  private final double p;
  private final boolean whole;

  private Dropout(double p, boolean whole) {
    if (!(p >= 0 && p < 1)) {
      throw new JacobiException("[Dropout] the probability must lie in [0, 1), got " + p);
    }
    this.p = p;
    this.whole = whole;
  }

  /** Drops elements with probability p, in [0, 1). */
  public static Dropout of(double p) {
    return new Dropout(p, false);
  }

  /**
   * Drops whole vectors along the last axis: of a text [batch, words, size], words (Iyyer et al.
   * 2015).
   */
  public Dropout whole() {
    return new Dropout(p, true);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return switch (Phase.current()) {
      case Phase.Inference _ -> x;
      case Phase.Training t ->
          p == 0
              ? x
              : t.nextKey()
                  .bernoulli(1 - p, mask(x))
                  .where(x.mul(1 / (1 - p)), Jacobi.full(0, x.dtype()));
    };
  }

  private int[] mask(Tensor x) {
    int[] dims = x.shape().dims();
    if (whole) {
      dims[dims.length - 1] = 1;
    }
    return dims;
  }

  @Override
  public String toString() {
    return whole ? call("Dropout", p, "whole") : call("Dropout", p);
  }
}
