package jacobi.nn.optim;

/** The learning rate as a function of how many steps were made. */
@FunctionalInterface
public interface Schedule {
  /** The rate of the step that {@code step} others came before. */
  double at(long step);

  /** Always the same. */
  static Schedule constant(double rate) {
    return step -> rate;
  }

  /** Multiplied by beta after each step, but never below a floor. */
  static Schedule decay(double rate, double beta, double floor) {
    Check.positive("Schedule.decay", "beta", beta);
    return step -> Math.max(floor, rate * Math.pow(beta, (double) step));
  }

  /** Multiplied by a factor after every {@code every} steps. */
  static Schedule step(double rate, double factor, long every) {
    Check.positive("Schedule.step", "every", (double) every);
    return step -> rate * Math.pow(factor, (double) Math.floorDiv(step, every));
  }

  /** From a rate to a floor in equal parts over {@code steps} steps, then the floor. */
  static Schedule linear(double rate, double floor, long steps) {
    Check.positive("Schedule.linear", "steps", (double) steps);
    return step -> floor + (rate - floor) * (1 - (double) Math.min(step, steps) / (double) steps);
  }

  /**
   * From a rate to a floor along half a cosine in {@code steps} steps, then the floor (Loshchilov
   * and Hutter 2016, eq. 5, without restarts).
   */
  static Schedule cosine(double rate, double floor, long steps) {
    Check.positive("Schedule.cosine", "steps", (double) steps);
    return step ->
        floor
            + (rate - floor)
                / 2
                * (1 + Math.cos(Math.PI * (double) Math.min(step, steps) / (double) steps));
  }

  /**
   * This, but first {@code steps} steps in which the rate rises in equal parts to what this begins
   * with (Goyal et al. 2017, section 2.2).
   */
  default Schedule warmUp(long steps) {
    return step -> step < steps ? at(0) * (double) (step + 1) / (double) steps : at(step - steps);
  }

  /** This for some steps, then another, which counts from 0. */
  default Schedule then(long steps, Schedule next) {
    return step -> step < steps ? at(step) : next.at(step - steps);
  }
}
