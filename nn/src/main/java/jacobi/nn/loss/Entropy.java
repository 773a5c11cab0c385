package jacobi.nn.loss;

import jacobi.Tensor;

/** Information in distributions along the last axis, in nats. */
public final class Entropy {
  private Entropy() {}

  /** -Σ p log p; 0 log 0 is 0. Of shape […, n] to […]. */
  public static Tensor entropy(Tensor p) {
    return p.mul(safeLog(p)).sum(-1).neg();
  }

  /** -Σ q log p: the cross-entropy of p for the true distribution q. */
  public static Tensor crossEntropy(Tensor q, Tensor p) {
    Losses.sameShape("cross_entropy", p, q);
    return q.gt(0).where(q.mul(p.log()), q.mul(0)).sum(-1).neg();
  }

  /** Σ q log(q/p): the Kullback-Leibler divergence of q from p. */
  public static Tensor klDivergence(Tensor q, Tensor p) {
    return crossEntropy(q, p).sub(entropy(q));
  }

  /** log p where p > 0, else 0. */
  static Tensor safeLog(Tensor p) {
    return p.gt(0).where(p, p.mul(0).add(1)).log();
  }
}
