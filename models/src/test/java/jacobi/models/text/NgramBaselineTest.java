package jacobi.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.data.text.RunningText;
import jacobi.data.text.TextSource;
import jacobi.data.text.TokenEncoding;
import jacobi.data.text.VocabularyCounter;
import jacobi.data.text.WordRule;
import jacobi.data.text.WordTokenizer;
import jacobi.graph.JacobiException;
import jacobi.nn.Embedding;
import jacobi.nn.Flatten;
import jacobi.nn.Linear;
import jacobi.nn.Lstm;
import jacobi.nn.Module;
import jacobi.nn.Sequential;
import jacobi.nn.loss.Losses;
import jacobi.nn.optim.Adam;
import jacobi.train.Fit;
import jacobi.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NgramBaselineTest {
  private static final List<String> WORDS = List.of("a", "b", "c", "d", "e", "f");
  private static final int TRAIN = 900;
  private static final int VALIDATION = 1200;

  @TempDir private Path folder;

  /** Words that depend on the two before them, five a line. */
  private RunningText text(boolean lineEnd) throws IOException {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    int one = 0;
    int two = 0;
    for (int i = 0; i < 1500; i++) {
      int next = random.nextInt(4) == 0 ? random.nextInt(6) : (2 * one + two + 1) % 6;
      text.append(WORDS.get(next)).append(i % 5 == 4 ? "\n" : " ");
      one = two;
      two = next;
    }
    Path file = folder.resolve("words.txt");
    Files.writeString(file, text);
    VocabularyCounter counter = new VocabularyCounter();
    WORDS.forEach(counter::add);
    WordTokenizer words =
        new WordTokenizer(
            counter.vocabulary(1, Integer.MAX_VALUE, "</s>"), WordRule.WHITE_SPACE, false);
    return RunningText.read(
        TextSource.lines(file),
        new TokenEncoding(words, 0),
        "",
        lineEnd ? words.id("</s>") : OptionalInt.empty());
  }

  private static Split split(IntFunction<Dataset> part) {
    return Split.of(part.apply(0), part.apply(1), part.apply(2));
  }

  private static int border(RunningText text, int i) {
    return List.of(0, TRAIN, VALIDATION, text.size()).get(i);
  }

  private static Split windows(RunningText text) {
    return split(i -> text.windows(border(text, i), border(text, i + 1), 3));
  }

  private static Split segments(RunningText text) {
    return split(i -> text.segments(border(text, i), border(text, i + 1), 7));
  }

  private static Fit fit(Split parts, Module... layers) {
    return Trainer.of(Sequential.of(layers), Losses.crossEntropy(), Adam.of(1e-2))
        .epochs(2)
        .batchSize(16)
        .fit(parts);
  }

  /** Perplexity of tokens after those that stand before them, one by one. */
  private static double direct(LanguageModel model, int[] before, int[] tokens) {
    LanguageModel.Cursor cursor = model.cursor();
    for (int token : before) {
      cursor.push(token);
    }
    double sum = 0;
    for (int token : tokens) {
      sum += Math.log(cursor.probability(token));
      cursor.push(token);
    }
    return Math.exp(-sum / tokens.length);
  }

  @Test
  void takesTheOrderThatIsBestOnTheValidationPart() throws IOException {
    RunningText text = text(false);
    for (Split parts : List.of(windows(text), segments(text))) {
      NgramBaseline baseline = NgramBaseline.of(parts, List.of(1, 2, 3, 5));
      assertThat(baseline.model().order()).isEqualTo(3);
      assertThat(baseline.model().vocabularySize()).isEqualTo(8);
      KneserNey same = KneserNey.of(NgramCounts.of(3, 8).add(text.ids(0, TRAIN)));
      assertThat(baseline.model().distribution(3, 4)).containsExactly(same.distribution(3, 4));
      double least = Double.POSITIVE_INFINITY;
      for (int order : new int[] {1, 2, 3, 5}) {
        least = Math.min(least, NgramBaseline.of(parts, List.of(order)).validation());
      }
      assertThat(baseline.validation()).isEqualTo(least);
      assertThat(baseline.test().getAsDouble()).isBetween(1.0, 6.0);
    }
  }

  @Test
  void perplexityIsThatOfTheTokensOneByOne() throws IOException {
    RunningText text = text(false);
    NgramBaseline baseline = NgramBaseline.of(windows(text), List.of(3));
    double expected =
        direct(baseline.model(), text.ids(TRAIN - 3, TRAIN), text.ids(TRAIN, VALIDATION));
    assertThat(baseline.validation()).isCloseTo(expected, within(1e-9));
  }

  @Test
  void mixtureWithAWindowNetworkIsThatOfTheTokensOneByOne() throws IOException {
    RunningText text = text(false);
    Split parts = windows(text);
    Fit fit = fit(parts, Embedding.of(8, 4), Flatten.of(), Linear.of(12, 8));
    NgramBaseline baseline = NgramBaseline.of(parts, List.of(2));
    NgramBaseline.Mixed mixed = baseline.mixedWith(fit, parts);
    LanguageModel network = LanguageTask.of(parts.train()).orElseThrow().model(fit.net());
    int[] before = text.ids(VALIDATION - 3, VALIDATION);
    int[] tokens = text.ids(VALIDATION, text.size());
    assertThat(mixed.weight()).isBetween(.01, .99);
    assertThat(mixed.test().getAsDouble())
        .isCloseTo(
            direct(new Mixture(network, baseline.model(), mixed.weight()), before, tokens),
            within(1e-4));
    assertThat(mixed.validation()).isLessThan(baseline.validation());
    assertThat(mixed.validation()).isLessThan(Math.exp(fit.evaluate(parts.validation()).loss()));
  }

  @Test
  void lossesAreInTheOrderOfTheTextWhereStateIsCarried() throws IOException {
    RunningText text = text(false);
    Split parts = segments(text);
    Fit fit = fit(parts, Embedding.of(8, 4), Lstm.of(4, 6), Linear.of(6, 8));
    double[] losses = fit.losses(parts.test());
    assertThat(losses).hasSize(text.size() - VALIDATION);
    assertThat(Arrays.stream(losses).average().getAsDouble())
        .isCloseTo(fit.evaluate(parts.test()).loss(), within(1e-5));
    // The first row begins without state at the token before the part.
    LanguageModel network =
        NetworkLanguageModel.recurrent(fit.net(), 8, text.ids(VALIDATION - 1, VALIDATION)[0]);
    LanguageModel.Cursor cursor = network.cursor();
    for (int i = 0; i < 20; i++) {
      int token = text.ids(VALIDATION + i, VALIDATION + i + 1)[0];
      assertThat(Math.exp(-losses[i])).isCloseTo(cursor.probability(token), within(1e-5));
      cursor.push(token);
    }
    assertThat(NgramBaseline.of(parts, List.of(3)).mixedWith(fit, parts).weight())
        .isBetween(0.0, 1.0);
  }

  @Test
  void sentencesBeginAndEndAtTheirBoundaries() throws IOException {
    RunningText text = text(true);
    Split parts =
        split(
            i ->
                text.sentences(
                    i == 0 ? 0 : text.endOfLine(border(text, i)),
                    text.endOfLine(border(text, i + 1)),
                    0));
    NgramBaseline baseline = NgramBaseline.of(parts, List.of(2));
    int end = LanguageTask.of(parts.train()).orElseThrow().end().getAsInt();
    List<int[]> sentences = new ArrayList<>();
    for (int i = 0; i < parts.test().size(); i++) {
      int[] labels = new int[parts.test().length(i)];
      parts.test().copyLabels(i, labels, 0);
      assertThat(labels[labels.length - 1]).isEqualTo(end);
      sentences.add(Arrays.copyOf(labels, labels.length - 1));
    }
    assertThat(baseline.test().getAsDouble())
        .isCloseTo(baseline.model().perplexity(sentences), within(1e-9));
    Fit fit = fit(parts, Embedding.of(8, 4), Lstm.of(4, 6), Linear.of(6, 8));
    assertThat(baseline.mixedWith(fit, parts).test().getAsDouble())
        .isLessThan(Math.exp(fit.evaluate(parts.test()).loss()));
  }

  @Test
  void needsAValidationPartAndTokens() throws IOException {
    RunningText text = text(false);
    Dataset train = text.windows(0, TRAIN, 3);
    Split alone = Split.of(train, train.range(0, 0), train.range(0, 0));
    assertThatThrownBy(() -> NgramBaseline.of(alone, List.of(3)))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("n-grams need a validation part, by which their order is chosen");
    Dataset rows = Dataset.of(new float[][] {{1}, {2}}, new int[] {0, 1});
    assertThatThrownBy(() -> NgramBaseline.of(Split.of(rows, rows, rows), List.of(3)))
        .isInstanceOf(JacobiException.class)
        .hasMessage("array: n-grams need data whose classes are its tokens");
  }
}
