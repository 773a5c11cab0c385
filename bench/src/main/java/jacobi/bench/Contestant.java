package jacobi.bench;

import java.time.Duration;

/** One implementation of a workload, ready to be timed. */
public interface Contestant {

  /** The name under which its times are reported, unique within one comparison. */
  String name();

  /**
   * Does the work once and returns when it is done: asynchronous work must have ended, so that the
   * wall time of the call is the time of the step.
   */
  void step();

  /** Does steps for some time, at least one. */
  default void warmUp(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    do {
      step();
    } while (System.nanoTime() < end);
  }

  /**
   * Milliseconds of each of some steps. As many as a tenth of them come first and are not timed:
   * caches still belong to the contestant before.
   */
  default double[] turn(int steps) {
    for (int i = 0; i < (steps + 9) / 10; i++) {
      step();
    }
    var millis = new double[steps];
    for (int i = 0; i < steps; i++) {
      long start = System.nanoTime();
      step();
      millis[i] = (System.nanoTime() - start) * 1e-6;
    }
    return millis;
  }
}
