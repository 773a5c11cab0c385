package jacobi.nn;

import jacobi.RandomKey;
import java.util.function.Supplier;

/**
 * What a network is applied for. Layers that behave differently in training (dropout, batch
 * normalisation) ask {@link #current}; without further ado it is {@link Inference}.
 */
public sealed interface Phase {
  /** Predicting: nothing is random, nothing is updated. */
  record Inference() implements Phase {}

  /** Learning, with a source of randomness. */
  final class Training implements Phase {
    private final RandomKey key;
    private long drawn;

    private Training(RandomKey key) {
      this.key = key;
    }

    /**
     * A key that no one else gets in this phase. Which one depends on how many were asked for
     * before, so that a layer applied twice draws twice.
     */
    public RandomKey nextKey() {
      return key.stream(drawn++);
    }
  }

  /** The phase that code now runs in. */
  static Phase current() {
    return PhaseScope.CURRENT.orElse(PhaseScope.INFERENCE);
  }

  /**
   * Applies networks for training. Each step needs a key of its own: in a compiled function, one
   * made from a tensor that changes from step to step ({@link RandomKey#of(jacobi.Tensor)}).
   */
  static <T> T training(RandomKey key, Supplier<T> body) {
    return ScopedValue.where(PhaseScope.CURRENT, new Training(key)).call(body::get);
  }

  /** Applies networks for prediction, within training too. */
  static <T> T inference(Supplier<T> body) {
    return ScopedValue.where(PhaseScope.CURRENT, PhaseScope.INFERENCE).call(body::get);
  }
}
