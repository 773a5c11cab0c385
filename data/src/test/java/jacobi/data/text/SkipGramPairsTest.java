package jacobi.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.data.Dataset;
import jacobi.data.Targets;
import jacobi.data.text.SkipGramPairs.Settings;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SkipGramPairsTest {
  private static float[] pair(Dataset data, int i) {
    return data.features(i);
  }

  @Test
  void aWindowOfOneGivesAllNeighboursInOrderAndStaysWithinTexts() {
    int[][] texts = {{0, 1, 2}, {3}, {}, {4, 5}};
    SkipGramPairs pairs = SkipGramPairs.of("t", texts, 6, new Settings(1, 2, 0, 7));
    assertThat(pairs.size()).isEqualTo(6);
    assertThat(pairs.featureShape()).isEqualTo(Shape.of(4));
    assertThat(pairs.targets()).isEqualTo(new Targets.Values(Shape.of(3)));
    Set<String> found = new HashSet<>();
    for (int i = 0; i < pairs.size(); i++) {
      float[] x = pair(pairs, i);
      found.add((int) x[0] + " " + (int) x[1]);
      for (int k = 2; k < 4; k++) {
        assertThat(x[k]).isBetween(0f, 5f).isNotEqualTo(x[1]);
      }
      float[] y = new float[3];
      pairs.copyValues(i, y, 0);
      assertThat(y).containsExactly(1, 0, 0);
    }
    assertThat(found).containsExactlyInAnyOrder("0 1", "1 0", "1 2", "2 1", "4 5", "5 4");
  }

  @Test
  void windowsReachOneToTheirGreatestEquallyOften() {
    int[][] texts = new int[20_000][];
    Arrays.setAll(texts, _ -> new int[] {0, 1, 2, 3, 4, 5, 6});
    SkipGramPairs pairs = SkipGramPairs.of("t", texts, 7, new Settings(3, 1, 0, 7));
    int[] distances = new int[4];
    for (int i = 0; i < pairs.size(); i++) {
      float[] x = pair(pairs, i);
      if (x[0] == 3) {
        distances[(int) Math.abs(x[1] - 3)]++;
      }
    }
    assertThat(distances[1]).isEqualTo(40_000);
    assertThat(distances[2]).isCloseTo(40_000 * 2 / 3, within(600));
    assertThat(distances[3]).isCloseTo(40_000 / 3, within(600));
  }

  @Test
  void frequentWordsAreLeftOutAndTheirNeighboursMeet() {
    int[][] texts = new int[2000][];
    Arrays.setAll(texts, i -> new int[] {1 + i % 999, 0, 1 + (i + 7) % 999});
    double share = 1 / 3.0;
    double t = 1e-2;
    SkipGramPairs pairs = SkipGramPairs.of("t", texts, 1000, new Settings(1, 1, t, 3));
    int withFrequent = 0;
    for (int i = 0; i < pairs.size(); i++) {
      float[] x = pair(pairs, i);
      withFrequent += x[0] == 0 || x[1] == 0 ? 1 : 0;
    }
    double stays = Math.sqrt(t / share) + t / share;
    // Where it stays a text has four pairs, all with it; where it goes, two without it.
    assertThat(withFrequent).isCloseTo((int) (4 * 2000 * stays), within(450));
    assertThat(pairs.size() - withFrequent).isCloseTo((int) (2 * 2000 * (1 - stays)), within(300));
  }

  @Test
  void noiseFollowsCountsToThePowerOfThreeQuarters() {
    int[][] texts = new int[8000][];
    Arrays.setAll(texts, i -> new int[] {i % 17 == 0 ? 1 : 0, 2});
    SkipGramPairs pairs = SkipGramPairs.of("t", texts, 3, new Settings(1, 5, 0, 3));
    int[] drawn = new int[3];
    for (int i = 0; i < pairs.size(); i++) {
      float[] x = pair(pairs, i);
      if (x[1] == 2) {
        for (int k = 2; k < 7; k++) {
          drawn[(int) x[k]]++;
        }
      }
    }
    // What is there is drawn as noise once in a thousand times, ten draws at most.
    assertThat(drawn[2]).isLessThan(400);
    int ones = (8000 + 16) / 17;
    double expected = Math.pow((8000.0 - ones) / ones, 0.75);
    assertThat((double) drawn[0] / drawn[1]).isCloseTo(expected, within(0.6));
  }

  @Test
  void epochsDifferAreAllOfOneSizeAndCanBeRepeated() {
    SplittableRandom random = new SplittableRandom(1);
    int[][] texts = new int[200][];
    Arrays.setAll(texts, _ -> random.ints(12, 0, 50).toArray());
    SkipGramPairs pairs = SkipGramPairs.of("t", texts, 50, new Settings(4, 3, 1e-2, 9));
    assertThat(all(pairs.inEpoch(3))).isEqualTo(all(pairs.inEpoch(3)));
    assertThat(all(pairs.inEpoch(3))).isNotEqualTo(all(pairs.inEpoch(4)));
    assertThat(all(SkipGramPairs.of("t", texts, 50, new Settings(4, 3, 1e-2, 9))))
        .isEqualTo(all(pairs));
    assertThat(all(SkipGramPairs.of("t", texts, 50, new Settings(4, 3, 1e-2, 8))))
        .isNotEqualTo(all(pairs));
    for (int epoch = 1; epoch < 9; epoch++) {
      assertThat(pairs.inEpoch(epoch).size()).isEqualTo(pairs.size());
    }
  }

  private static float[][] all(Dataset data) {
    float[][] rows = new float[data.size()][];
    Arrays.setAll(rows, data::features);
    return rows;
  }

  @Test
  void drawsByTheGivenOdds() {
    double[] weights = {0, 1, 5, 0, 2, 0.25, 91.75};
    Noise noise = Noise.of(weights);
    SplittableRandom random = new SplittableRandom(5);
    int[] drawn = new int[weights.length];
    for (int i = 0; i < 1_000_000; i++) {
      drawn[noise.draw(random)]++;
    }
    for (int i = 0; i < weights.length; i++) {
      assertThat(drawn[i] / 1e4).isCloseTo(weights[i], within(0.1));
    }
    assertThat(drawn[0] + drawn[3]).isZero();
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> new Settings(0, 5, 0, 1))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("window 0");
    assertThatThrownBy(
            () -> SkipGramPairs.of("few.txt", new int[][] {{0}, {1}}, 2, new Settings(5, 5, 0, 1)))
        .hasMessage(
            "few.txt: no two words stand in one text once frequent ones are left out (subsample"
                + " 0.0)");
  }
}
