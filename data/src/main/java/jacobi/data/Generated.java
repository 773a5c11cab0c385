package jacobi.data;

import jacobi.data.SequenceDataset.Answers;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Sequences made up by rule, to learn from. */
public final class Generated {
  private Generated() {}

  /** What a sequence of bits, read from the first on, shows at a step. */
  public enum Rule {
    /** This bit is 1 and the one before is 0; never at the first step. */
    ONE_AFTER_ZERO,
    /** This bit and the two before are 1. */
    THREE_ONES,
    /** This bit is the same as the one before; never at the first step. */
    SAME_AS_PREVIOUS,
    /** There have been two 1s in a row, here or before. */
    CONSECUTIVE_ONES;

    /** The name in specifications, such as {@code three-ones}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it holds at step {@code t} of bits. */
    boolean holds(IntUnaryOperator bits, int t) {
      int now = bits.applyAsInt(t);
      int before = t > 0 ? bits.applyAsInt(t - 1) : -1;
      return switch (this) {
        case ONE_AFTER_ZERO -> now == 1 && before == 0;
        case THREE_ONES -> t > 1 && now == 1 && before == 1 && bits.applyAsInt(t - 2) == 1;
        case SAME_AS_PREVIOUS -> now == before;
        case CONSECUTIVE_ONES ->
            IntStream.rangeClosed(1, t)
                .anyMatch(i -> bits.applyAsInt(i) == 1 && bits.applyAsInt(i - 1) == 1);
      };
    }
  }

  /**
   * Sequences of bits, [length, 1], each bit with two classes: whether a rule holds. With {@code
   * each} there is a class for each step, else one for the last.
   *
   * @param length 1 to 1,000,000
   * @param examples how many, drawn at random; 0 for all there are, in counting order (length up to
   *     20)
   */
  public static Dataset bits(Rule rule, int length, int examples, boolean each, long seed) {
    if (length < 1 || length > 1_000_000 || (examples == 0 && length > 20)) {
      throw new JacobiException(
          "bits: length "
              + length
              + ", expected 1 to 1000000, or to 20 for all sequences there are");
    }
    int count = examples == 0 ? 1 << length : examples;
    SplittableRandom random = new SplittableRandom(seed);
    float[] steps = new float[Math.multiplyExact(count, length)];
    for (int i = 0; i < count; i++) {
      for (int t = 0; t < length; t++) {
        boolean one = examples == 0 ? (i >> (length - 1 - t) & 1) == 1 : random.nextBoolean();
        steps[i * length + t] = one ? 1 : 0;
      }
    }
    int[] labels = new int[each ? steps.length : count];
    for (int i = 0; i < count; i++) {
      int first = i * length;
      IntUnaryOperator bits = t -> (int) steps[first + t];
      if (each) {
        for (int t = 0; t < length; t++) {
          labels[first + t] = rule.holds(bits, t) ? 1 : 0;
        }
      } else {
        labels[i] = rule.holds(bits, length - 1) ? 1 : 0;
      }
    }
    Answers last = new Answers(Targets.Classes.numbered(2), labels, new float[0]);
    return fixed(rule.word(), count, length, 1, steps).with(each ? Sequences.eachStep(last) : last);
  }

  /**
   * The adding problem (Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997, experiment 4,
   * as Le, Jaitly and Hinton put it in 2015): [steps, 2], a number in [0, 1) and a mark at each
   * step; two steps are marked 1, one in each half, and the target is the sum of their numbers. To
   * say 1 always has a mean squared error of 1/6.
   *
   * @param steps at least 2
   */
  public static Dataset adding(int steps, int examples, long seed) {
    if (steps < 2 || examples < 1) {
      throw new JacobiException(
          "adding: " + examples + " examples of " + steps + " steps, expected 1 of 2 at least");
    }
    SplittableRandom random = new SplittableRandom(seed);
    float[] all = new float[Math.multiplyExact(Math.multiplyExact(examples, steps), 2)];
    float[] sums = new float[examples];
    for (int i = 0; i < examples; i++) {
      int first = i * steps * 2;
      for (int t = 0; t < steps; t++) {
        all[first + 2 * t] = (float) (random.nextInt(1 << 24) * 0x1p-24);
      }
      int a = random.nextInt(steps / 2);
      int b = steps / 2 + random.nextInt(steps - steps / 2);
      all[first + 2 * a + 1] = 1;
      all[first + 2 * b + 1] = 1;
      sums[i] = all[first + 2 * a] + all[first + 2 * b];
    }
    return fixed("adding", examples, steps, 2, all)
        .with(new Answers(new Targets.Values(Shape.of(1)), new int[0], sums));
  }

  /**
   * A sine wave with normal noise, as a time series of one column.
   *
   * @param points how many there are
   * @param period in points
   * @param noise standard deviation
   */
  public static Series sine(int points, double period, double noise, long seed) {
    if (points < 1 || !(period > 0) || !(noise >= 0)) {
      throw new JacobiException(
          String.format(
              "sine: %d points, period %s, noise %s; expected a point at least, a period above 0"
                  + " and noise from 0",
              points, period, noise));
    }
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[points];
    for (int t = 0; t < points; t++) {
      values[t] = (float) (Math.sin(2 * Math.PI * t / period) + noise * random.nextGaussian());
    }
    return Series.of("sine", 1, List.of("sine"), values);
  }

  private static SequenceDataset fixed(
      String name, int count, int length, int width, float[] steps) {
    int[] starts = IntStream.rangeClosed(0, count).map(i -> i * length).toArray();
    return SequenceDataset.of(name, starts, false, width, List.of(), steps, Answers.NONE);
  }
}
