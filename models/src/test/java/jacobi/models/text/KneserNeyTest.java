package jacobi.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.data.text.Vocabulary;
import jacobi.data.text.VocabularyCounter;
import jacobi.data.text.WordRule;
import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KneserNeyTest {
  private static final int BEGIN = 1;
  private static final int END = 2;

  /** Sentences whose words follow each other as unevenly as words do. */
  private static List<int[]> sentences(int count, int vocabulary, long seed) {
    Random random = new Random(seed);
    List<int[]> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] words = new int[random.nextInt(12)];
      int before = 0;
      for (int k = 0; k < words.length; k++) {
        double u = random.nextDouble();
        int own = 3 + (int) ((vocabulary - 3) * u * u * u);
        words[k] = random.nextInt(3) == 0 ? own : 3 + (before * 7 + own % 4) % (vocabulary - 3);
        before = words[k];
      }
      all.add(words);
    }
    return all;
  }

  private static int[] joined(List<int[]> sentences) {
    return sentences.stream().flatMapToInt(Arrays::stream).toArray();
  }

  @ParameterizedTest
  @CsvSource({"1,30", "2,30", "3,30", "4,30", "5,30", "3,400", "2,5"})
  void agreesWithDefinitionOnRunningText(int order, int vocabulary) {
    List<int[]> sentences = sentences(300, vocabulary, order);
    int[] train = joined(sentences.subList(0, 250));
    KneserNey model = KneserNey.of(NgramCounts.of(order, vocabulary).add(train));
    DirectKneserNey direct = new DirectKneserNey(order, vocabulary, List.of(train), false);
    for (int[] context : sentences.subList(200, 300)) {
      double[] all = model.distribution(context);
      for (int word = 0; word < vocabulary; word += 1 + vocabulary / 20) {
        double expected = direct.probability(word, context);
        assertThat(model.probability(word, context)).isCloseTo(expected, within(1e-12));
        assertThat(all[word]).isCloseTo(expected, within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,30", "2,30", "3,30", "5,30", "4,200"})
  void agreesWithDefinitionOnSentences(int order, int vocabulary) {
    List<int[]> sentences = sentences(300, vocabulary, order);
    NgramCounts counts = NgramCounts.ofSentences(order, vocabulary, BEGIN, END);
    sentences.subList(0, 250).forEach(counts::add);
    KneserNey model = KneserNey.of(counts);
    DirectKneserNey direct =
        new DirectKneserNey(order, vocabulary, sentences.subList(0, 250), true);
    double sum = 0;
    long n = 0;
    for (int[] sentence : sentences.subList(250, 300)) {
      int[] whole = new int[sentence.length + 2];
      System.arraycopy(sentence, 0, whole, 1, sentence.length);
      whole[0] = BEGIN;
      whole[whole.length - 1] = END;
      for (int i = 1; i < whole.length; i++) {
        sum += Math.log(direct.probability(whole[i], Arrays.copyOf(whole, i)));
        n++;
      }
    }
    assertThat(model.perplexity(sentences.subList(250, 300)))
        .isCloseTo(Math.exp(-sum / n), within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "5", "7"})
  void probabilitiesSumToOne(int order) {
    List<int[]> sentences = sentences(100, 50, order);
    KneserNey running = KneserNey.of(NgramCounts.of(order, 50).add(joined(sentences)));
    NgramCounts counts = NgramCounts.ofSentences(order, 50, BEGIN, END);
    sentences.forEach(counts::add);
    KneserNey ofSentences = KneserNey.of(counts);
    for (int[] context : sentences(100, 50, order + 100)) {
      for (KneserNey model : List.of(running, ofSentences)) {
        double[] p = model.distribution(context);
        assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
        double one = 0;
        for (int word = 0; word < 50; word++) {
          assertThat(p[word]).isBetween(0.0, 1.0);
          one += model.probability(word, context);
        }
        assertThat(one).isCloseTo(1, within(1e-12));
      }
      assertThat(ofSentences.probability(BEGIN, context)).isZero();
    }
    assertThat(Arrays.stream(ofSentences.cursor().distribution()).sum())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void discountsFollowChenAndGoodman() {
    // Bigrams: four seen once, two twice, one three times, one four times.
    int[] text = {0, 1, 0, 2, 0, 3, 0, 1, 0, 1, 0, 1, 0, 1};
    NgramCounts counts = NgramCounts.of(2, 4).add(text);
    KneserNey model = KneserNey.of(counts);
    // 01:5 10:4 02:1 20:1 03:1 30:1: t1=4 t2=0, so no estimate.
    assertThat(model.discounts(2)).containsExactly(.5, 1, 1.5);
    int[] longer = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 5, 5, 5, 2, 3, 8, 8, 8, 8, 8, 0, 1};
    // 01:3 12:1 23:2 34 45 56 67 78 89 90 15:1 55:2 52:1 38:1 88:4 80:1.
    double y = 12.0 / (12 + 2 * 2);
    assertThat(KneserNey.of(NgramCounts.of(2, 10).add(longer)).discounts(2))
        .containsExactly(1 - 2 * y * 2 / 12, 2 - 3 * y * 1 / 2, 3 - 4 * y * 1 / 1);
  }

  @Test
  void ngramsAcrossUnseenContextsCannotGeneralise() {
    // Row G10: "the cat gets fed" was seen, "the dog gets ..." was not.
    List<String> lines =
        List.of(
            "i have to make sure that the cat gets fed",
            "i forgot to feed the dog",
            "the cat gets up late",
            "the dog barks");
    VocabularyCounter counter = new VocabularyCounter();
    lines.forEach(line -> counter.addAll(WordRule.WHITE_SPACE.split(line)));
    Vocabulary words = counter.vocabulary(1, Integer.MAX_VALUE, "<s>", "</s>");
    NgramCounts counts =
        NgramCounts.ofSentences(4, words.size(), words.id("<s>"), words.id("</s>"));
    lines.forEach(line -> counts.add(words.ids(WordRule.WHITE_SPACE.split(line))));
    KneserNey model = KneserNey.of(counts);
    int fed = words.id("fed");
    double seen = model.probability(fed, words.ids(List.of("the", "cat", "gets")));
    double unseen = model.probability(fed, words.ids(List.of("the", "dog", "gets")));
    assertThat(unseen).isLessThan(seen);
    assertThat(unseen).isEqualTo(model.probability(fed, words.id("gets")));
  }

  @Test
  void unknownWordsAndEmptySentencesAreWordsAndSentences() {
    NgramCounts counts = NgramCounts.ofSentences(3, 5, BEGIN, END).add().add(0, 0, 0).add(3);
    KneserNey model = KneserNey.of(counts);
    assertThat(model.perplexity(List.of(new int[0]))).isGreaterThan(1).isFinite();
    assertThat(model.perplexity(List.of(new int[] {0, 0, 4}))).isGreaterThan(1).isFinite();
    assertThat(Arrays.stream(model.distribution(0, 0)).sum()).isCloseTo(1, within(1e-12));
  }

  @Test
  void knowsNothingWithoutText() {
    KneserNey model = KneserNey.of(NgramCounts.of(3, 4));
    assertThat(model.distribution(1, 2)).containsExactly(.25, .25, .25, .25);
    assertThatThrownBy(() -> model.perplexity(List.of()))
        .isInstanceOf(JacobiException.class)
        .hasMessage("n-grams: the perplexity of a text without words is not defined");
  }

  @Test
  void streamingInPiecesIsTheSame() {
    int[] text = joined(sentences(50, 20, 5));
    NgramCounts pieces = NgramCounts.of(3, 20);
    for (int word : text) {
      pieces.add(word);
    }
    KneserNey whole = KneserNey.of(NgramCounts.of(3, 20).add(text));
    assertThat(KneserNey.of(pieces).distribution(4, 7)).containsExactly(whole.distribution(4, 7));
  }

  @Test
  void refusesWhatIsNotAWord() {
    NgramCounts counts = NgramCounts.ofSentences(2, 5, BEGIN, END);
    assertThatThrownBy(() -> counts.add(3, 5))
        .isInstanceOf(JacobiException.class)
        .hasMessage("n-grams: no word 5, expected 0 to 4");
    assertThatThrownBy(() -> counts.add(END))
        .isInstanceOf(JacobiException.class)
        .hasMessage("n-grams: word 2 begins or ends sentences, and stands in one");
    assertThatThrownBy(() -> NgramCounts.of(0, 5))
        .isInstanceOf(JacobiException.class)
        .hasMessage("n-grams: order 0 over 5 words, expected at least 1 and 1");
    assertThatThrownBy(() -> KneserNey.of(counts).probability(-1))
        .isInstanceOf(JacobiException.class);
  }
}
