package jacobi.train;

/** Told how training goes; may ask it to stop. */
public interface Callback {
  /**
   * After each step.
   *
   * @param epoch from 1
   * @param step from 1 within the epoch
   * @param steps steps an epoch
   * @param loss of this step's batch
   * @param examples how many this step saw
   */
  default void onStep(int epoch, int step, int steps, double loss, int examples) {}

  /** After each epoch. */
  default void onEpoch(Epoch epoch) {}

  /** Asked after each step: whether to stop now and keep what there is. */
  default boolean stop() {
    return false;
  }
}
