package jacobi.nn.loss;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.graph.JacobiException;
import jacobi.graph.ShapeException;
import java.util.Optional;

/** The usual losses. All take the network's output first and have mean reduction at first. */
public final class Losses {
  private Losses() {}

  // --- numbers ----------------------------------------------------------------------------------

  /** Squared error (y - t)², of equal shapes; the mean over all elements. Also called MSE. */
  public static Loss mse() {
    return Loss.of("mse", (y, t) -> difference("mse", y, t).square());
  }

  /** Absolute error |y - t|; derivative 0 at 0. */
  public static Loss mae() {
    return Loss.of("mae", (y, t) -> difference("mae", y, t).abs());
  }

  /**
   * Huber's loss as Huber (1964) and PyTorch have it, of z = y - t: z²/2 where |z| <= delta, else
   * delta (|z| - delta/2).
   */
  public static Loss huber(double delta) {
    return Loss.of("huber", (y, t) -> twiceHuber(difference("huber", y, t), delta).mul(0.5));
  }

  /**
   * Huber's loss scaled to agree with the squared error, of z = y - t: z² where |z| <= delta, else
   * 2 delta (|z| - delta/2). Twice {@link #huber}.
   */
  public static Loss doubleHuber(double delta) {
    return Loss.of("double_huber", (y, t) -> twiceHuber(difference("double_huber", y, t), delta));
  }

  private static Tensor twiceHuber(Tensor z, double delta) {
    if (!(delta > 0)) {
      throw new JacobiException("[huber] delta must be positive, got " + delta);
    }
    Tensor size = z.abs();
    return size.le(delta).where(z.square(), size.sub(delta / 2).mul(2 * delta));
  }

  // --- classes ----------------------------------------------------------------------------------

  /**
   * Cross-entropy of logits […, classes] against either integer labels […] or floating
   * probabilities […, classes] (eq. 7.24, 7.28); the gradient with respect to the logits is
   * softmax(logits) - target, divided by the number of examples. Finite for any finite logits. A
   * label outside 0..classes-1 gives NaN.
   */
  public static Loss crossEntropy() {
    return Loss.of("cross_entropy", (z, t) -> CrossEntropy.of(z, t, 0, Optional.empty()));
  }

  /**
   * Cross-entropy against targets moved by a fraction towards the uniform distribution (Szegedy et
   * al. 2016, "Rethinking the Inception Architecture", section 7). Evaluation reports the {@link
   * Loss#plain} one, against the targets as they are.
   */
  public static Loss crossEntropy(double labelSmoothing) {
    CrossEntropy.checkSmoothing(labelSmoothing);
    if (labelSmoothing == 0) {
      return crossEntropy();
    }
    return Loss.of(
            "cross_entropy", (z, t) -> CrossEntropy.of(z, t, labelSmoothing, Optional.empty()))
        .evaluatedBy(crossEntropy());
  }

  /**
   * Cross-entropy in which each class counts by its weight, as in PyTorch: the mean over labels
   * divides by the sum of the labels' weights, that over probabilities by the number of examples.
   */
  public static Loss crossEntropy(double labelSmoothing, double... classWeights) {
    CrossEntropy.checkSmoothing(labelSmoothing);
    Tensor w = Jacobi.vector(classWeights);
    Loss loss =
        Loss.of("cross_entropy", (z, t) -> CrossEntropy.of(z, t, labelSmoothing, Optional.of(w)))
            .meanOver(t -> CrossEntropy.weightsOf(t, w));
    return labelSmoothing == 0 ? loss : loss.evaluatedBy(crossEntropy(0, classWeights));
  }

  /** Negative log-likelihood of log-probabilities […, classes] against integer labels […]. */
  public static Loss nll() {
    return Loss.of("nll", CrossEntropy::negativeLogLikelihood);
  }

  /**
   * Binary cross-entropy of logits z against targets in [0, 1], of equal shapes (eq. 7.22); the
   * gradient is sigmoid(z) - t. Finite for any finite logits.
   */
  public static Loss binaryCrossEntropy() {
    return Loss.of(
        "binary_cross_entropy",
        (z, t) -> {
          sameShape("binary_cross_entropy", z, t);
          return z.softplus().sub(z.mul(t));
        });
  }

  /**
   * Binary cross-entropy of probabilities p against targets in [0, 1], of equal shapes. Logarithms
   * are cut off at log 1e-38 = -87.5, where their gradient is 0: prefer logits.
   */
  public static Loss binaryCrossEntropyOfProbabilities() {
    return Loss.of(
        "binary_cross_entropy_of_probabilities",
        (p, t) -> {
          sameShape("binary_cross_entropy_of_probabilities", p, t);
          Tensor yes = t.mul(p.max(1e-38).log());
          Tensor no = t.neg().add(1).mul(p.neg().add(1).max(1e-38).log());
          return yes.add(no).neg();
        });
  }

  /**
   * Kullback-Leibler divergence of target probabilities […, classes] from log-probabilities of that
   * shape: Σ t (log t - output) for each example; 0 log 0 is 0. The mean is over examples
   * (PyTorch's "batchmean").
   */
  public static Loss klDivergence() {
    return Loss.of(
        "kl_divergence",
        (logP, t) -> {
          sameShape("kl_divergence", logP, t);
          return t.gt(0).where(t.mul(Entropy.safeLog(t).sub(logP)), t.mul(0)).sum(-1);
        });
  }

  static Tensor difference(String loss, Tensor y, Tensor t) {
    sameShape(loss, y, t);
    return y.sub(t);
  }

  static void sameShape(String loss, Tensor y, Tensor t) {
    if (!y.shape().equals(t.shape())) {
      throw new ShapeException(
          "["
              + loss
              + "] output and target must have one shape, got "
              + y.shape()
              + " and "
              + t.shape());
    }
  }
}
