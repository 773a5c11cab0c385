package jacobi.train;

import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.nn.loss.Loss;

/**
 * What a network's outputs mean, and so how they become probabilities and are compared with labels.
 */
public enum Decision {
  /** […, classes] logits; probabilities by softmax; the class is the greatest. */
  CLASSES,
  /** […, 1] logits of the second of two classes; probability by the sigmoid. */
  BINARY,
  /** Numbers as they are. */
  VALUES;

  /** The meaning a loss gives to outputs. */
  public static Decision of(Loss loss) {
    return switch (loss.name()) {
      case "cross_entropy", "nll" -> CLASSES;
      case "binary_cross_entropy" -> BINARY;
      default -> VALUES;
    };
  }

  /**
   * Targets in the form a loss of this kind takes: labels [batch], or [batch, steps], for classes,
   * else floating [batch, …].
   */
  public Tensor target(Tensor given) {
    return switch (this) {
      case CLASSES -> given;
      case BINARY, VALUES ->
          given.dtype().isFloating() ? given : given.as(DType.FLOAT32).unsqueeze(-1);
    };
  }

  /** Outputs as probabilities of the classes, […, classes]; of values, as they are. */
  public Tensor probabilities(Tensor output) {
    return switch (this) {
      case CLASSES -> output.softmax(-1);
      case BINARY -> {
        Tensor p = output.sigmoid();
        yield p.neg().add(1).concat(-1, p);
      }
      case VALUES -> output;
    };
  }

  /**
   * The class each output is taken for, int32 [batch] or [batch, steps]: the greatest, the second
   * of two where its probability is above a half, or the number nearest to the value.
   */
  public Tensor predicted(Tensor output, int classes) {
    return switch (this) {
      case CLASSES -> output.argmax(-1).as(DType.INT32);
      case BINARY -> output.gt(0).squeeze(-1).as(DType.INT32);
      case VALUES -> output.round().max(0).min(classes - 1).squeeze(-1).as(DType.INT32);
    };
  }

  /**
   * Whether each prediction is right, [batch] or [batch, steps], against a {@link #target}; of
   * values, one an example or step, against the nearest whole number.
   */
  public Tensor isRight(Tensor output, Tensor target) {
    return switch (this) {
      case CLASSES -> output.argmax(-1).eq(target);
      case BINARY -> output.gt(0).eq(target.gt(0.5)).squeeze(-1);
      case VALUES -> output.round().eq(target).squeeze(-1);
    };
  }
}
