package jacobi.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Times contestants in turns, so that whatever else the machine does meets all of them alike.
 *
 * <p>Every contestant is first warmed up for a time. Then come the rounds: in each, every
 * contestant does its steps, in the order given, after a pause in which the threads of the one
 * before go to sleep. The first tenth of the steps is not timed: caches still belong to the other.
 *
 * @param warmUp how long each contestant runs before anything is timed
 * @param rounds how often each contestant has its turn
 * @param steps timed steps in a turn
 */
public record Compare(Duration warmUp, int rounds, int steps) {

  /** Before each turn: threads of OpenMP spin for 200 ms after their last work. */
  private static final long PAUSE_MILLIS = 250;

  /** Checks that there is something to time. */
  public Compare {
    if (rounds < 1 || steps < 1) {
      throw new IllegalArgumentException(
          "rounds and steps must be positive: " + rounds + " rounds, " + steps + " steps");
    }
  }

  /**
   * Milliseconds a step of one contestant over all rounds.
   *
   * @param min the fastest step
   * @param p90 nine of ten steps took no longer
   * @param p99 nor 99 of 100
   */
  public record Times(String name, double median, double min, double p90, double p99) {}

  /**
   * How two contestants compare.
   *
   * @param ratio median of {@code name} over median of {@code to}: below 1, {@code name} is faster
   * @param low 10th percentile of the same ratio within each round
   * @param high 90th percentile of the same ratio within each round
   */
  public record Ratio(String name, String to, double ratio, double low, double high) {}

  /**
   * All that one comparison found.
   *
   * @param otherLoad share of all processors that other processes used meanwhile, 0 to 1; empty
   *     where the system does not tell
   */
  public record Report(
      String title,
      int rounds,
      int steps,
      List<Times> times,
      List<Ratio> ratios,
      OptionalDouble otherLoad) {}

  /**
   * What was measured of one contestant.
   *
   * @param millis of each step, by round
   */
  public record Measured(String name, double[][] millis) {}

  /** Times all contestants; ratios are given for every pair. */
  public Report run(String title, List<Contestant> contestants) {
    OtherLoad load = OtherLoad.start();
    List<Measured> measured = measure(contestants);
    return report(title, measured, load.share());
  }

  /** Warms all contestants up, then times them in turns. */
  public List<Measured> measure(List<Contestant> contestants) {
    contestants.forEach(c -> c.warmUp(warmUp));
    var measured =
        contestants.stream().map(c -> new Measured(c.name(), new double[rounds][])).toList();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contestants.size(); i++) {
        pause();
        measured.get(i).millis()[round] = contestants.get(i).turn(steps);
      }
    }
    return measured;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The figures of what was measured; ratios are given for every pair. */
  public Report report(String title, List<Measured> measured, OptionalDouble otherLoad) {
    var times = new ArrayList<Times>();
    var ratios = new ArrayList<Ratio>();
    for (int i = 0; i < measured.size(); i++) {
      Measured m = measured.get(i);
      times.add(times(m.name(), m.millis()));
      for (Measured to : measured.subList(0, i)) {
        ratios.add(ratio(m.name(), m.millis(), to.name(), to.millis()));
      }
    }
    return new Report(title, rounds, steps, List.copyOf(times), List.copyOf(ratios), otherLoad);
  }

  static Times times(String name, double[][] millis) {
    double[] all = all(millis);
    return new Times(
        name, percentile(all, 50), percentile(all, 0), percentile(all, 90), percentile(all, 99));
  }

  static Ratio ratio(String nameA, double[][] millisA, String nameB, double[][] millisB) {
    var ofRounds = new double[millisA.length];
    for (int round = 0; round < ofRounds.length; round++) {
      ofRounds[round] = percentile(millisA[round], 50) / percentile(millisB[round], 50);
    }
    double ratio = percentile(all(millisA), 50) / percentile(all(millisB), 50);
    return new Ratio(nameA, nameB, ratio, percentile(ofRounds, 10), percentile(ofRounds, 90));
  }

  private static double[] all(double[][] millis) {
    return Arrays.stream(millis).flatMapToDouble(Arrays::stream).toArray();
  }

  /** The value at a percentile, interpolated between its neighbours; 0 is the least value. */
  public static double percentile(double[] values, double percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = percent / 100 * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
