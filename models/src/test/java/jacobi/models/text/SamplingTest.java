package jacobi.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.graph.JacobiException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private static final double[] P = {.05, .4, .1, .25, .2};
  private static final int DRAWS = 40_000;

  private static double[] shares(Sampling sampling, double[] p) {
    SplittableRandom random = new SplittableRandom(5);
    double[] shares = new double[p.length];
    for (int i = 0; i < DRAWS; i++) {
      shares[sampling.draw(p.clone(), random)] += 1.0 / DRAWS;
    }
    return shares;
  }

  private static void assertShares(Sampling sampling, double... expected) {
    assertThat(shares(sampling, P)).containsExactly(expected, within(.01));
  }

  @Test
  void drawsByProbability() {
    assertShares(Sampling.ALL, P);
  }

  @Test
  void greedyTakesTheLikeliestAndOfEqualOnesTheFirst() {
    assertShares(Sampling.GREEDY, 0, 1, 0, 0, 0);
    assertThat(Sampling.GREEDY.draw(new double[] {.2, .4, .4}, new SplittableRandom(1)))
        .isEqualTo(1);
  }

  @Test
  void temperatureRaisesToAPower() {
    double[] squares = Arrays.stream(P).map(p -> p * p).toArray();
    double sum = Arrays.stream(squares).sum();
    assertShares(Sampling.ALL.temperature(.5), Arrays.stream(squares).map(s -> s / sum).toArray());
    assertShares(Sampling.ALL.temperature(1e-6), 0, 1, 0, 0, 0);
    assertShares(Sampling.ALL.temperature(1e9), .2, .2, .2, .2, .2);
  }

  @Test
  void topKLeavesTheMostLikely() {
    assertShares(Sampling.ALL.topK(2), 0, .4 / .65, 0, .25 / .65, 0);
    assertShares(Sampling.ALL.topK(1), 0, 1, 0, 0, 0);
    assertShares(Sampling.ALL.topK(99), P);
  }

  @Test
  void topPLeavesTheFewestThatTogetherHaveIt() {
    assertShares(Sampling.ALL.topP(.65), 0, .4 / .65, 0, .25 / .65, 0);
    assertShares(Sampling.ALL.topP(.66), 0, .4 / .85, 0, .25 / .85, .2 / .85);
    assertShares(Sampling.ALL.topP(1e-9), 0, 1, 0, 0, 0);
    assertShares(Sampling.ALL.topP(1), P);
    // Top-p is of what top-k left: .4 / .65 is less than .65, so both stay.
    assertShares(Sampling.ALL.topK(2).topP(.65), 0, .4 / .65, 0, .25 / .65, 0);
    assertShares(Sampling.ALL.topK(2).topP(.6), 0, 1, 0, 0, 0);
  }

  @Test
  void neverDrawsWhatHasNoProbability() {
    double[] p = {0, 0, .5, 0, .5, 0};
    assertThat(shares(Sampling.ALL, p))
        .containsExactly(new double[] {0, 0, .5, 0, .5, 0}, within(.01));
    assertThat(shares(Sampling.ALL.temperature(5).topK(6), p)[1]).isZero();
  }

  @Test
  void mostLikelyAreInOrder() {
    Random random = new Random(3);
    for (int n : new int[] {0, 1, 2, 17, 300}) {
      double[] p = IntStream.range(0, n).mapToDouble(_ -> random.nextInt(20) / 20.0).toArray();
      int[] sorted =
          IntStream.range(0, n)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer i) -> -p[i]).thenComparing(i -> i))
              .mapToInt(Integer::intValue)
              .toArray();
      for (int k : new int[] {0, 1, 5, n, n + 3}) {
        assertThat(Sampling.mostLikely(p, k))
            .containsExactly(Arrays.copyOf(sorted, Math.min(k, n)));
      }
    }
  }

  @Test
  void refusesSettingsAndProbabilitiesThatMeanNothing() {
    assertThatThrownBy(() -> Sampling.ALL.temperature(0))
        .isInstanceOf(JacobiException.class)
        .hasMessage("temperature is 0.0, expected a number above 0 (greedy takes the most likely)");
    assertThatThrownBy(() -> Sampling.ALL.topK(-1))
        .isInstanceOf(JacobiException.class)
        .hasMessage("top-k is -1, expected a number from 1, or 0 for all");
    assertThatThrownBy(() -> Sampling.ALL.topP(1.5))
        .isInstanceOf(JacobiException.class)
        .hasMessage("top-p is 1.5, expected a probability above 0");
    assertThatThrownBy(() -> Sampling.ALL.topP(0)).isInstanceOf(JacobiException.class);
    assertThatThrownBy(() -> Sampling.ALL.draw(new double[3], new SplittableRandom(1)))
        .isInstanceOf(JacobiException.class)
        .hasMessage("there is no token to draw: all that may come have probability 0");
    assertThatThrownBy(
            () -> Sampling.ALL.draw(new double[] {Double.NaN, 1}, new SplittableRandom(1)))
        .isInstanceOf(JacobiException.class)
        .hasMessage("the model's probabilities are not finite numbers");
  }
}
