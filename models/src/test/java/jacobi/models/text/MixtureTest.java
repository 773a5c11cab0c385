package jacobi.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.graph.JacobiException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MixtureTest {
  private static final int VOCABULARY = 30;

  private static KneserNey model(int order, long seed) {
    return KneserNey.of(
        NgramCounts.of(order, VOCABULARY)
            .add(new Random(seed).ints(400, 0, VOCABULARY).map(w -> w * w / VOCABULARY).toArray()));
  }

  @Test
  void probabilitiesSumToOneInEveryContext() {
    Mixture mixture = new Mixture(model(2, 1), new Mixture(model(4, 2), model(3, 3), .25), .7);
    Random random = new Random(9);
    for (int i = 0; i < 200; i++) {
      int[] context = random.ints(i % 6, 0, VOCABULARY).toArray();
      double[] p = mixture.distributionAfter(context);
      assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
      LanguageModel.Cursor cursor = mixture.cursor();
      Arrays.stream(context).forEach(cursor::push);
      for (int w = 0; w < VOCABULARY; w++) {
        assertThat(cursor.probability(w)).isCloseTo(p[w], within(1e-15));
      }
    }
  }

  @Test
  void cursorStartsAgain() {
    Mixture mixture = new Mixture(model(2, 1), model(3, 2), .5);
    LanguageModel.Cursor cursor = mixture.cursor();
    cursor.push(3);
    cursor.push(4);
    cursor.restart();
    double[] p = new double[VOCABULARY];
    cursor.distribution(p);
    assertThat(p).containsExactly(mixture.distributionAfter());
  }

  @Test
  void weightIsTheBestThereIs() {
    Random random = new Random(4);
    double[] first = random.doubles(500, 0, .2).toArray();
    double[] second = random.doubles(500, 0, .3).toArray();
    double weight = Mixture.weight(first, second);
    double best = Mixture.perplexity(weight, first, second);
    assertThat(weight).isBetween(.05, .95);
    for (double other = 0; other <= 1; other += .001) {
      assertThat(best).isLessThanOrEqualTo(Mixture.perplexity(other, first, second) + 1e-9);
    }
  }

  @Test
  void aModelThatIsAlwaysBetterGetsAllTheWeight() {
    double[] good = {.5, .4, .3};
    double[] bad = {.1, .2, .1};
    assertThat(Mixture.weight(good, bad)).isCloseTo(1, within(1e-6));
    assertThat(Mixture.weight(bad, good)).isCloseTo(0, within(1e-6));
    assertThat(Mixture.weight(good, good)).isEqualTo(.5);
    assertThat(Mixture.perplexity(1, good, bad))
        .isCloseTo(Math.exp(-(Math.log(.5) + Math.log(.4) + Math.log(.3)) / 3), within(1e-12));
  }

  @Test
  void refusesWhatDoesNotBelongTogether() {
    KneserNey small = KneserNey.of(NgramCounts.of(2, 5));
    assertThatThrownBy(() -> new Mixture(model(2, 1), small, .5))
        .isInstanceOf(JacobiException.class)
        .hasMessage("a mixture of models of 30 and of 5 tokens: expected one vocabulary");
    assertThatThrownBy(() -> new Mixture(small, small, 1.5))
        .isInstanceOf(JacobiException.class)
        .hasMessage("the weight of a mixture is 1.5, expected 0 to 1");
    assertThatThrownBy(() -> Mixture.weight(new double[2], new double[3]))
        .isInstanceOf(JacobiException.class)
        .hasMessage(
            "a mixture needs the probabilities of two models for the same tokens, got 2 and 3");
  }
}
