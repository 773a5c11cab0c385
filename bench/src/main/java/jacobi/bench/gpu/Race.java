package jacobi.bench.gpu;

import jacobi.bench.Compare;
import jacobi.graph.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;

/**
 * Lets libraries train the same network in turns. A library that fails or finds other losses is
 * named in the result; the others go on.
 *
 * @param warmUp seconds for each library before anything is timed
 * @param rounds how often each has its turn
 * @param turn milliseconds that a turn takes, about
 */
record Race(double warmUp, int rounds, double turn) {
  static final int CHECKED_STEPS = 5;

  private static final int FEWEST_STEPS = 3;
  private static final int MOST_STEPS = 5000;

  /**
   * How far apart losses may be, as a part of 1 + the loss. Some roundings are divided by gradients
   * near 0 in Adam's first steps.
   */
  static double tolerance(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> 1e-3;
      case TF32 -> 5e-3;
      case BFLOAT16 -> 2e-2;
    };
  }

  /** One library's part of the result, or what it failed with. */
  record Outcome(List<Result.Line> lines, String problem) {}

  /** A library in the race, with what its first steps found. */
  private record Started(Racer racer, Racer.Start start, int steps, List<Double> millis) {}

  Outcome run(Map<String, Supplier<Racer>> racers, Precision precision) {
    var problems = new StringJoiner("; ");
    List<Started> started = new ArrayList<>();
    Map<String, List<Float>> losses = new LinkedHashMap<>();
    racers.forEach(
        (name, opener) -> {
          try {
            Started s = start(opener.get());
            started.add(s);
            losses.put(name, s.start.losses());
          } catch (RuntimeException e) {
            problems.add(name + ": " + message(e));
          }
        });
    String apart = apart(losses, tolerance(precision));
    if (!apart.isEmpty()) {
      problems.add(apart);
    }
    List<Started> running = new ArrayList<>(started);
    for (int round = 0; round < rounds; round++) {
      for (Started s : List.copyOf(running)) {
        try {
          s.millis.add(s.racer.turn(s.steps));
        } catch (RuntimeException e) {
          problems.add(s.racer.name() + ": " + message(e));
          running.remove(s);
        }
      }
    }
    return new Outcome(
        running.stream()
            .map(
                s ->
                    new Result.Line(
                        s.racer.name(), median(s.millis), s.start.bytes(), s.start.losses()))
            .toList(),
        problems.toString());
  }

  private Started start(Racer racer) {
    Racer.Start start = racer.start(CHECKED_STEPS);
    racer.warmUp(warmUp);
    double step = racer.turn(FEWEST_STEPS);
    int steps = (int) Math.clamp(turn / step, FEWEST_STEPS, MOST_STEPS);
    return new Started(racer, start, steps, new ArrayList<>());
  }

  private static double median(List<Double> millis) {
    return Compare.percentile(millis.stream().mapToDouble(d -> d).toArray(), 50);
  }

  /** What a failure says, in one line. */
  static String message(RuntimeException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.lines().findFirst().orElse("").strip();
  }

  /** Which losses are too far from those of the first library, or empty. */
  static String apart(Map<String, List<Float>> losses, double tolerance) {
    var apart = new StringJoiner("; ");
    String first = losses.keySet().stream().findFirst().orElse("");
    losses.forEach(
        (name, found) -> {
          List<Float> expected = losses.get(first);
          for (int i = 0; i < found.size(); i++) {
            double difference = Math.abs((double) found.get(i) - expected.get(i));
            if (!(difference <= tolerance * (1 + Math.abs(expected.get(i))))) {
              apart.add(
                  String.format(
                      Locale.ROOT,
                      "step %d: %s finds a loss of %s, %s %s (tolerance %s)",
                      i + 1,
                      name,
                      found.get(i),
                      first,
                      expected.get(i),
                      tolerance));
              return;
            }
          }
        });
    return apart.toString();
  }
}
