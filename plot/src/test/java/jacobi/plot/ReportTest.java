package jacobi.plot;

import static jacobi.nn.Activation.tanh;
import static jacobi.nn.loss.Losses.crossEntropy;
import static jacobi.nn.loss.Losses.mse;
import static org.assertj.core.api.Assertions.assertThat;

import jacobi.data.Dataset;
import jacobi.data.Embedded;
import jacobi.data.Split;
import jacobi.data.text.TextColumns;
import jacobi.data.text.TextSource;
import jacobi.data.text.Texts;
import jacobi.data.text.TokenEncoding;
import jacobi.data.text.VocabularyCounter;
import jacobi.data.text.WordRule;
import jacobi.data.text.WordTokenizer;
import jacobi.nn.Embedding;
import jacobi.nn.Flatten;
import jacobi.nn.GlobalPool;
import jacobi.nn.Linear;
import jacobi.nn.Module;
import jacobi.nn.Sequential;
import jacobi.nn.loss.Loss;
import jacobi.nn.optim.Adam;
import jacobi.train.Callback;
import jacobi.train.Confusion;
import jacobi.train.Fit;
import jacobi.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final String EVIL = "<script>alert('1')</script> & \"co\"";

  private static Fit fit(Module net, Loss loss, Split data, int epochs) {
    return Trainer.of(net, loss, Adam.of(0.01)).epochs(epochs).seed(1).fit(data);
  }

  /** Two classes whose features say nothing: about half of all examples are taken wrongly. */
  private static Dataset noise(int... shape) {
    int width = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    float[][] x = new float[40][width];
    int[] y = new int[40];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < width; j++) {
        x[i][j] = (float) random.nextGaussian();
      }
      y[i] = random.nextInt(2);
    }
    return Dataset.of(x, y, List.of("yes", EVIL)).reshape(shape);
  }

  private static String page(Dataset data) {
    Split split = data.split(0.5, 0.25, 0.25, 1);
    Module net = Sequential.of(Flatten.of(), Linear.of(data.featureCount(), 2));
    return Report.of("noise", fit(net, crossEntropy(), split, 2), split).html();
  }

  @Test
  void showsWhatALanguageModelWrote() {
    Split iris = Embedded.iris().standardize().split(0.6, 0.2, 0.2, 1);
    Fit fit = fit(Sequential.of(Linear.of(4, 3)), crossEntropy(), iris, 1);
    List<Report.Sample> samples =
        List.of(
            new Report.Sample("epoch 1", EVIL), new Report.Sample("in the end", "to be\nor not"));
    String html = new Report("iris", "", "", fit, iris, Optional.empty(), samples).html();
    assertThat(html).contains("<h2>Samples</h2>", "epoch 1</figcaption>", "to be\nor not</pre>");
    assertThat(html).contains("&lt;script&gt;").doesNotContain(EVIL);
    assertThat(Report.of("iris", fit, iris).html()).doesNotContain("Samples</h2>");
  }

  @Test
  void showsCurvesConfusionNetworkAndNumbers() {
    Split iris = Embedded.iris().standardize().split(0.6, 0.2, 0.2, 1);
    Fit fit = fit(Sequential.of(Linear.of(4, 8), tanh(), Linear.of(8, 3)), crossEntropy(), iris, 3);
    String html = Report.of("iris", fit, iris).html();
    for (String id : List.of("curves", "confusion", "mistakes", "network")) {
      assertThat(html).contains("<section id=\"" + id + "\">");
    }
    assertThat(html).contains("Linear(4 -&gt; 8)", "[batch, 8]", "40 parameters", "27 parameters");
    assertThat(html).contains("gradient norm by layer", "learning rate", "validation");
    // What the curves show is there as numbers.
    double loss = fit.history().getLast().validation().orElseThrow().loss();
    assertThat(html).contains("<td>" + Html.number(loss) + "</td>");
    assertThat(html).contains("\"id\":\"gradient-norms\",\"log\":true,\"x\":[1,2,3]");
  }

  @Test
  void theConfusionMatrixCountsEveryExampleOnce() {
    String html = page(noise(3));
    Matcher cells =
        Pattern.compile("<td class=\"(right|wrong|none)\"[^>]*>(\\d+)</td>").matcher(html);
    int sum = 0;
    int wrong = 0;
    int count = 0;
    while (cells.find()) {
      sum += Integer.parseInt(cells.group(2));
      wrong += cells.group(1).equals("wrong") ? Integer.parseInt(cells.group(2)) : 0;
      count++;
    }
    assertThat(count).isEqualTo(4);
    assertThat(sum).isEqualTo(10);
    assertThat(wrong).isPositive();
    assertThat(html).contains("Of 10 examples of the test part, " + wrong + " w");
    assertThat(html.split("<figure><div class=\"row\"", -1)).hasSize(wrong + 1);
  }

  @Test
  void showsImagesAsImagesSequencesAsLinesAndRowsAsTables() {
    String image = "src=\"data:image/png;base64,";
    assertThat(page(noise(6, 6))).contains(image).doesNotContain("class=\"row\"");
    assertThat(page(noise(5, 4, 3))).contains(image);
    assertThat(page(noise(49))).contains(image);
    assertThat(page(noise(12, 2))).contains("<path class=\"line\"").doesNotContain(image);
    assertThat(page(noise(5))).contains("<td>x5</td>").doesNotContain(image);
  }

  @Test
  void drawsPredictedAgainstTrueValues() {
    float[][] x = new float[20][1];
    float[][] y = new float[20][1];
    for (int i = 0; i < x.length; i++) {
      x[i][0] = i / 10f;
      y[i][0] = 2 * x[i][0] + 7;
    }
    Split split = Dataset.of(x, y).split(0.5, 0, 0.5, 1);
    Fit fit = fit(Sequential.of(Linear.of(1, 1)), mse(), split, 2);
    String html = Report.of("line", fit, split).html();
    assertThat(html.split("<circle class=\"point\"", -1)).hasSize(11);
    float predicted = fit.predict(split.test())[0][0];
    float[] target = new float[1];
    split.test().copyValues(0, target, 0);
    assertThat(html)
        .contains("<td>" + Html.number(target[0]) + "</td><td>" + Html.number(predicted) + "</td>")
        .contains("Examples with the largest errors");
  }

  @Test
  void escapesWhateverTheUserWrote() {
    Split split = noise(3).split(0.5, 0.25, 0.25, 1);
    Fit fit = fit(Sequential.of(Linear.of(3, 2)), crossEntropy(), split, 1);
    String html = new Report(EVIL, EVIL, EVIL, fit, split, Optional.empty()).html();
    assertThat(html).doesNotContain("<script>alert").doesNotContain("\"co\"");
    assertThat(html)
        .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;co&quot;");
  }

  @Test
  void needsNothingFromElsewhere() {
    assertThat(page(noise(6, 6)))
        .doesNotContainPattern("(src|href)=\"(?!data:)")
        .doesNotContain("@import", "url(");
  }

  @Test
  void staysSmallAfterManyEpochs() {
    Split xor = Embedded.xor().asTraining();
    Module net = Sequential.of(Linear.of(2, 4), tanh(), Linear.of(4, 2));
    String html = Report.of("xor", fit(net, crossEntropy(), xor, 3000), xor).html();
    assertThat(html.length()).isLessThan(400_000);
    assertThat(html).contains("(each 15th row and the last)");
  }

  @Test
  void anInterruptedRunLeavesTheTestPartAlone(@TempDir Path folder) throws IOException {
    Split split = noise(3).split(0.5, 0.25, 0.25, 1);
    Callback stop =
        new Callback() {
          @Override
          public boolean stop() {
            return true;
          }
        };
    Fit fit =
        Trainer.of(Sequential.of(Linear.of(3, 2)), crossEntropy(), Adam.of(0.01))
            .callback(stop)
            .fit(split);
    Path file = folder.resolve("deep").resolve("report.html");
    new Report("stopped", "", "", fit, split, Optional.empty()).write(file);
    assertThat(Files.readString(file))
        .contains("stopped on request", "examples of the validation part")
        .doesNotContain("<section id=\"settings\">");
  }

  /** A report of texts in two classes, most of which say nothing. */
  private static String pageOfTexts(Path folder) throws IOException {
    StringBuilder tsv = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      String text = i == 0 ? "long ".repeat(400) : "the " + EVIL + " שלום עולם " + i % 7;
      tsv.append(text.replace('"', '\''))
          .append('\t')
          .append(i % 2 == 0 ? "yes" : "no")
          .append('\n');
    }
    Path file = Files.writeString(folder.resolve("texts.tsv"), tsv);
    Dataset texts = Texts.read(TextSource.tsv(file, TextColumns.FIRST_AND_LAST));
    VocabularyCounter counter = new VocabularyCounter();
    Texts.of(texts)
        .forEach(text -> counter.addAll(WordTokenizer.words(text, WordRule.WORDS, false)));
    TokenEncoding encoding =
        new TokenEncoding(new WordTokenizer(counter.vocabulary(), WordRule.WORDS, false), 20);
    Split split = Texts.encode(texts.asTraining(), _ -> encoding);
    Module net =
        Sequential.of(
            Embedding.of(encoding.tokenizer().size(), 4), GlobalPool.mean(), Linear.of(4, 2));
    return Report.of("texts", fit(net, crossEntropy(), split, 1), split).html();
  }

  @Test
  void mistakenTextsAreShownAsText(@TempDir Path folder) throws IOException {
    String html = pageOfTexts(folder);
    assertThat(html)
        .contains(
            "<div class=\"examples texts\">", "<p class=\"text\" dir=\"auto\">the &lt;script&gt;")
        .contains("שלום עולם")
        .doesNotContain("<script>alert", "long ".repeat(200), "<img");
  }

  @Test
  void wordsHaveAMap(@TempDir Path folder) throws IOException {
    String html = pageOfTexts(folder);
    assertThat(html).contains("<section id=\"words\">");
    // the, script, alert, co, long, two of Hebrew and seven numbers; punctuation is left out.
    assertThat(Pattern.compile("<circle class=\"word\"").matcher(html).results().count())
        .isEqualTo(14);
    assertThat(html).contains("<title>עולם</title>");
    assertThat(page(noise(3))).doesNotContain("<section id=\"words\">");
  }

  @Test
  void everyClassHasItsMeasures() {
    Dataset data = noise(3);
    Split split = data.asTraining();
    Fit fit = fit(Sequential.of(Linear.of(3, 2)), crossEntropy(), split, 1);
    String html = Report.of("noise", fit, split).html();
    int[] truth = new int[data.size()];
    int[] taken = new int[data.size()];
    float[][] outputs = fit.predict(data);
    for (int i = 0; i < truth.length; i++) {
      truth[i] = data.label(i);
      taken[i] = outputs[i][1] > outputs[i][0] ? 1 : 0;
    }
    Confusion counts = Confusion.of(data.classNames(), truth, taken);
    for (int c = 0; c < 2; c++) {
      assertThat(html)
          .contains(
              "<td>"
                  + Html.number(Math.round(1000 * counts.precision(c)) / 1000.0)
                  + "</td><td>"
                  + Html.number(Math.round(1000 * counts.recall(c)) / 1000.0)
                  + "</td><td>"
                  + Html.number(Math.round(1000 * counts.f1(c)) / 1000.0)
                  + "</td><td>"
                  + counts.occurrences(c)
                  + "</td>");
    }
  }
}
