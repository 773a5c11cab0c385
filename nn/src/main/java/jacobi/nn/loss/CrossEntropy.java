package jacobi.nn.loss;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.ShapeException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cross-entropy from logits. Labels are compared with class indices instead of gathered and the
 * shifted logits are not normalised first, so that all of it, gradient included, fuses into passes
 * over the rows of the logits.
 */
final class CrossEntropy {
  private CrossEntropy() {}

  static void checkSmoothing(double smoothing) {
    if (!(smoothing >= 0 && smoothing <= 1)) {
      throw new JacobiException(
          "[cross_entropy] label smoothing must lie in [0, 1], got " + smoothing);
    }
  }

  static Tensor of(Tensor logits, Tensor target, double smoothing, Optional<Tensor> weights) {
    if (!logits.dtype().isFloating() || logits.rank() == 0) {
      throw new ShapeException(
          "[cross_entropy] logits are […, classes] and floating, not "
              + logits.dtype()
              + logits.shape());
    }
    int classes = logits.dim(-1);
    weights.ifPresent(w -> checkWeights(w, classes));
    if (target.dtype().isFloating()) {
      Losses.sameShape("cross_entropy", logits, target);
    } else {
      checkLabels("cross_entropy", logits, target);
    }
    Tensor shifted = logits.sub(logits.amaxKeep(-1).detach());
    Tensor logSum = shifted.exp().sum(-1).log();
    if (target.dtype().isFloating()) {
      Tensor q = smoothing == 0 ? target : target.mul(1 - smoothing).add(smoothing / classes);
      return expected(shifted, logSum, weights.map(q::mul).orElse(q));
    }
    Tensor hit = target.oneHot(classes, DType.BOOL);
    Tensor loss;
    if (smoothing == 0 && weights.isEmpty()) {
      // Selected, not multiplied: 0 times an infinite logit would be NaN.
      loss = logSum.sub(hit.where(shifted, zero(logits)).sum(-1));
    } else {
      double rest = smoothing / classes;
      Tensor q =
          hit.where(
              Jacobi.full(1 - smoothing + rest, logits.dtype()), Jacobi.full(rest, logits.dtype()));
      loss = expected(shifted, logSum, weights.map(q::mul).orElse(q));
    }
    return orNaN(target, classes, loss);
  }

  /** -Σ q log p where log p = shifted - logSum. */
  private static Tensor expected(Tensor shifted, Tensor logSum, Tensor q) {
    return q.sum(-1).mul(logSum).sub(q.mul(shifted).sum(-1));
  }

  static Tensor negativeLogLikelihood(Tensor logP, Tensor labels) {
    checkLabels("nll", logP, labels);
    Tensor hit = labels.oneHot(logP.dim(-1), DType.BOOL);
    return orNaN(labels, logP.dim(-1), hit.where(logP, zero(logP)).sum(-1).neg());
  }

  /** The weights by which the mean over weighted examples divides. */
  static Tensor weightsOf(Tensor target, Tensor weights) {
    if (target.dtype().isFloating()) {
      return Jacobi.ones(Arrays.copyOf(target.shape().dims(), target.rank() - 1));
    }
    return target.oneHot(weights.dim(0), DType.FLOAT32).mul(weights).sum(-1);
  }

  private static Tensor zero(Tensor like) {
    return Jacobi.full(0, like.dtype());
  }

  /** Kernels cannot throw: a label that is no class shows as NaN rather than as a wrong number. */
  private static Tensor orNaN(Tensor labels, int classes, Tensor loss) {
    Tensor index = labels.as(DType.INT32);
    return index.ge(0).and(index.lt(classes)).where(loss, Jacobi.full(Double.NaN, loss.dtype()));
  }

  private static void checkWeights(Tensor weights, int classes) {
    if (weights.dim(0) != classes) {
      throw new ShapeException(
          "[cross_entropy] there are " + classes + " classes and " + weights.dim(0) + " weights");
    }
  }

  private static void checkLabels(String loss, Tensor logits, Tensor labels) {
    int[] expected =
        logits.rank() == 0 ? new int[0] : Arrays.copyOf(logits.shape().dims(), logits.rank() - 1);
    if (!labels.dtype().isInteger() || !Arrays.equals(expected, labels.shape().dims())) {
      throw new ShapeException(
          "["
              + loss
              + "] for outputs "
              + logits.shape()
              + " expected integer labels "
              + Arrays.toString(expected)
              + ", got "
              + labels.dtype()
              + labels.shape());
    }
  }
}
