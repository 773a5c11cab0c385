package jacobi.models.text;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.data.text.Vocabulary;
import jacobi.data.text.VocabularyCounter;
import jacobi.data.text.WordRule;
import jacobi.data.text.WordTokenizer;
import jacobi.nn.Activation;
import jacobi.nn.Embedding;
import jacobi.nn.Flatten;
import jacobi.nn.Linear;
import jacobi.nn.Module;
import jacobi.nn.Sequential;
import jacobi.nn.loss.Losses;
import jacobi.nn.optim.AdamW;
import jacobi.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Row G10: "the cat gets fed" was seen, "the dog gets ..." was not. Whoever has learned that cats
 * and dogs are alike can go on; whoever only counted words cannot.
 */
class GeneralisingTest {
  private static final int WINDOW = 3;
  private static final List<String> LINES = lines();
  private static final WordTokenizer WORDS = words();
  private static final int FED = WORDS.vocabulary().id("fed");

  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String pet : List.of("cat", "dog")) {
      for (String doing : List.of("eats", "sleeps", "drinks", "plays", "jumps", "runs")) {
        lines.add("the " + pet + " " + doing + " a lot");
        lines.add("my " + pet + " " + doing + " at home");
      }
      for (String seeing : List.of("see", "feed", "love", "call")) {
        lines.add("i " + seeing + " the " + pet + " every day");
      }
    }
    for (String thing : List.of("car", "floor", "shirt", "plate")) {
      for (String quality : List.of("clean", "new", "old", "red", "dirty", "broken")) {
        lines.add("the " + thing + " is " + quality + " again");
        lines.add("my " + thing + " was " + quality + " before");
      }
      lines.add("the " + thing + " gets washed at noon");
    }
    lines.add("the cat gets fed at noon");
    lines.add("my cat gets fed at night");
    return lines;
  }

  private static WordTokenizer words() {
    VocabularyCounter counter = new VocabularyCounter();
    LINES.forEach(line -> counter.addAll(WordRule.WHITE_SPACE.split(line)));
    Vocabulary vocabulary = counter.vocabulary(1, Integer.MAX_VALUE, "<s>");
    return new WordTokenizer(vocabulary, WordRule.WHITE_SPACE, false);
  }

  private static NgramCounts counts(int order) {
    NgramCounts counts = NgramCounts.of(order, WORDS.size());
    int start = WORDS.vocabulary().id("<s>");
    for (String line : LINES) {
      counts.add(start, start, start).add(WORDS.encode(line));
    }
    return counts;
  }

  private static LanguageModel network(long seed) {
    int start = WORDS.vocabulary().id("<s>");
    List<float[]> windows = new ArrayList<>();
    List<Integer> next = new ArrayList<>();
    for (String line : LINES) {
      float[] window = new float[WINDOW];
      Arrays.fill(window, start);
      for (int word : WORDS.encode(line)) {
        windows.add(window.clone());
        next.add(word);
        System.arraycopy(window, 1, window, 0, WINDOW - 1);
        window[WINDOW - 1] = word;
      }
    }
    Dataset data =
        Dataset.of(
            windows.toArray(float[][]::new),
            next.stream().mapToInt(Integer::intValue).toArray(),
            WORDS.vocabulary().tokens());
    Module net =
        Sequential.of(
            Embedding.of(WORDS.size(), 6),
            Flatten.of(),
            Linear.of(WINDOW * 6, 20),
            Activation.tanh(),
            Linear.of(20, WORDS.size()));
    Trainer.of(net, Losses.crossEntropy(), AdamW.of(.01, .02))
        .epochs(60)
        .batchSize(32)
        .seed(seed)
        .fit(Split.of(data, data.range(0, 0), data.range(0, 0)));
    return NetworkLanguageModel.window(net, WORDS.size(), WINDOW, start);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aNetworkThatKnowsThatDogsAreLikeCatsSaysThatTheyGetFed(long seed) {
    LanguageModel network = network(seed);
    Generator generator = Generator.of(network, WORDS).greedy();
    assertThat(generator.next("the cat gets", 1).getFirst().text()).isEqualTo("fed");
    assertThat(generator.next("the car gets", 1).getFirst().text()).isEqualTo("washed");
    // What nobody has ever said.
    assertThat(generator.next("the dog gets", 1).getFirst().text()).isEqualTo("fed");
    double fed = network.distributionAfter(WORDS.encode("the dog gets"))[FED];
    assertThat(fed).isGreaterThan(.5);
    for (int order = 2; order <= 5; order++) {
      double ngrams = KneserNey.of(counts(order)).probability(FED, WORDS.encode("the dog gets"));
      assertThat(fed).isGreaterThan(2 * ngrams);
    }
  }

  @Test
  void ngramsGiveNoMoreThanAfterAnyWord() {
    for (int order = 3; order <= 5; order++) {
      KneserNey model = KneserNey.of(counts(order));
      double dog = model.probability(FED, WORDS.encode("the dog gets"));
      assertThat(dog).isEqualTo(model.probability(FED, WORDS.encode("gets")));
      assertThat(dog).isLessThan(model.probability(FED, WORDS.encode("the cat gets")) / 1.5);
      assertThat(Generator.of(model, WORDS).next("the dog gets", 1).getFirst().text())
          .isEqualTo("washed");
    }
  }
}
