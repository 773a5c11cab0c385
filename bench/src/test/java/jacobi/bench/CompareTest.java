package jacobi.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CompareTest {

  private record Logged(String name, List<String> log) implements Contestant {
    @Override
    public void step() {
      log.add(name);
    }
  }

  @Test
  void contestantsTakeTurnsAfterEachIsWarm() {
    var log = new ArrayList<String>();

    new Compare(Duration.ZERO, 2, 11)
        .run("title", List.of(new Logged("a", log), new Logged("b", log)));

    // 11 timed steps follow 2 that are not.
    assertThat(turns(log)).containsExactly("a1", "b1", "a13", "b13", "a13", "b13");
  }

  /** Lengths of runs of equal names: a, a, b gives a2, b1. */
  private static List<String> turns(List<String> log) {
    var turns = new ArrayList<String>();
    int start = 0;
    for (int i = 1; i <= log.size(); i++) {
      if (i == log.size() || !log.get(i).equals(log.get(start))) {
        turns.add(log.get(start) + (i - start));
        start = i;
      }
    }
    return turns;
  }

  @Test
  void everyPairHasOneRatio() {
    var log = new ArrayList<String>();
    var abc = List.<Contestant>of(new Logged("a", log), new Logged("b", log), new Logged("c", log));

    Compare.Report report = new Compare(Duration.ZERO, 1, 1).run("title", abc);

    assertThat(report.times()).extracting(Compare.Times::name).containsExactly("a", "b", "c");
    assertThat(report.ratios())
        .extracting(r -> r.name() + "/" + r.to())
        .containsExactly("b/a", "c/a", "c/b");
  }

  @Test
  void summaryOfKnownTimes() {
    double[][] a = {{1, 1, 1}, {2, 2, 8}};
    double[][] b = {{2, 2, 2}, {2, 2, 2}};

    assertThat(Compare.times("a", a))
        .isEqualTo(new Compare.Times("a", 1.5, 1, 5, 7.700000000000001));
    Compare.Ratio ratio = Compare.ratio("a", a, "b", b);
    assertThat(ratio.ratio()).isEqualTo(0.75);
    assertThat(ratio.low()).isCloseTo(0.55, within(1e-12));
    assertThat(ratio.high()).isCloseTo(0.95, within(1e-12));
  }

  @Test
  void percentilesAreInterpolated() {
    double[] values = {4, 1, 3, 2};

    assertThat(Compare.percentile(values, 0)).isEqualTo(1);
    assertThat(Compare.percentile(values, 50)).isEqualTo(2.5);
    assertThat(Compare.percentile(values, 100)).isEqualTo(4);
    assertThat(values).containsExactly(4, 1, 3, 2);
  }

  @Test
  void nothingToTimeIsRefused() {
    assertThatThrownBy(() -> new Compare(Duration.ZERO, 0, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 rounds");
  }

  @Test
  void tableIsAligned() {
    var report =
        new Compare.Report(
            "W0",
            3,
            10,
            List.of(
                new Compare.Times("one", 1, .5, 12.25, 13),
                new Compare.Times("another", 2, 1, 3, 4)),
            List.of(new Compare.Ratio("another", "one", 2, 1.5, 2.25)),
            OptionalDouble.of(.26));

    assertThat(Table.of(report))
        .isEqualTo(
            """
            W0
              ms a step  median    min     p90     p99
              one         1.000  0.500  12.250  13.000
              another     2.000  1.000   3.000   4.000
              ratio of medians  ratio    p10    p90
              another / one     2.000  1.500  2.250
              3 rounds of 10 steps; other processes used 26 % of the processors
            """);
  }

  @Test
  void ownWorkIsNotTheLoadOfOthers() {
    assertThat(OtherLoad.share(50, 200, Duration.ofMillis(100))).isEqualTo(0.2);
    assertThat(OtherLoad.share(50, 200, Duration.ofMillis(600))).isEqualTo(0);
  }
}
