package jacobi.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.graph.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RaceTest {
  private static final Race RACE = new Race(0, 3, 12);

  /** Its turns take 4 ms a step, then 6, 1 and 2. */
  private static final class Known implements Racer {
    private final String name;
    private final List<Float> losses;
    private final List<Double> turns = new ArrayList<>(List.of(4.0, 6.0, 1.0, 2.0));
    private final List<Integer> asked = new ArrayList<>();

    Known(String name, Float... losses) {
      this.name = name;
      this.losses = List.of(losses);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Start start(int steps) {
      return new Start(losses, 7);
    }

    @Override
    public void warmUp(double seconds) {}

    @Override
    public double turn(int steps) {
      asked.add(steps);
      return turns.removeFirst();
    }
  }

  private static Race.Outcome run(List<Known> racers) {
    Map<String, Supplier<Racer>> all = new LinkedHashMap<>();
    racers.forEach(r -> all.put(r.name, () -> r));
    return RACE.run(all, Precision.FLOAT32);
  }

  @Test
  void medianOfTheRoundsWithoutTheTrial() {
    var racer = new Known("a", 1f);

    assertThat(run(List.of(racer)))
        .isEqualTo(new Race.Outcome(List.of(new Result.Line("a", 2, 7, List.of(1f))), ""));
  }

  @Test
  void turnsHaveAsManyStepsAsFillThem() {
    var racer = new Known("a", 1f);
    new Race(0, 3, 40).run(Map.of("a", () -> racer), Precision.TF32);

    assertThat(racer.asked).containsExactly(3, 10, 10, 10);
  }

  @Test
  void lossesThatDifferAreNamed() {
    assertThat(run(List.of(new Known("a", 1f, 2f), new Known("b", 1f, 2.002f))).problem())
        .isEmpty();
    Race.Outcome outcome = run(List.of(new Known("a", 1f, 2f), new Known("b", 1f, 2.004f)));
    assertThat(outcome.problem())
        .isEqualTo("step 2: b finds a loss of 2.004, a 2.0 (tolerance 0.001)");
    assertThat(outcome.lines()).hasSize(2);
    assertThat(run(List.of(new Known("a", 1f), new Known("b", Float.NaN))).problem())
        .contains("b finds a loss of NaN");
  }

  @Test
  void whatFailsIsNamedAndTheOthersGoOn() {
    Map<String, Supplier<Racer>> all = new LinkedHashMap<>();
    all.put(
        "a",
        () -> {
          throw new IllegalStateException("no memory\nand more");
        });
    all.put("b", () -> new Known("b", 1f));

    Race.Outcome outcome = RACE.run(all, Precision.FLOAT32);

    assertThat(outcome.problem()).isEqualTo("a: no memory");
    assertThat(outcome.lines()).extracting(Result.Line::name).containsExactly("b");
  }
}
