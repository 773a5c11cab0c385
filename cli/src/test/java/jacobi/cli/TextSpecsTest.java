package jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of one's own, with whatever may be in them, classified from the command line. */
class TextSpecsTest {
  private static final List<String> GOOD = List.of("great", "lovely", "fun", "שמח", "😀");
  private static final List<String> BAD = List.of("awful", "dull", "boring", "עצוב", "😡");

  /** A good one and a bad one, of words in an order that training has not seen. */
  private static final String ALIKE =
      "the film was fun and lovely , my friend\nthe film was boring and awful , my friend\n";

  @TempDir private Path folder;

  @BeforeEach
  void writeTexts() throws IOException {
    Files.writeString(folder.resolve("train.tsv"), texts(60, 1));
    Files.writeString(folder.resolve("dev.tsv"), texts(10, 7));
    Files.writeString(folder.resolve("test.tsv"), texts(10, 3));
    Path lexicon = Files.createDirectory(folder.resolve("lexicon"));
    Files.writeString(lexicon.resolve("positive.txt"), "; words\n" + String.join("\n", GOOD));
    Files.writeString(lexicon.resolve("negative.txt"), "; words\n" + String.join("\n", BAD));
  }

  /** Lines of a text, a tab and its label, 0 or 1. */
  private static String texts(int count, int step) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      List<String> words = i % 2 == 0 ? BAD : GOOD;
      lines.append("the film was ").append(words.get(i * step / 2 % 5)).append(" and ");
      lines.append(words.get(i * step / 3 % 5)).append(" , my friend\t").append(i % 2).append('\n');
    }
    return lines.toString();
  }

  private Cli.Result pooled(String... settings) {
    return train("sentiment-pooled", settings);
  }

  private Cli.Result train(String spec, String... settings) {
    List<Object> words =
        new java.util.ArrayList<>(
            List.of("train", spec, "--quiet", "--data-dir", folder, "--out", folder.resolve("O")));
    for (String setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    return Cli.run(words.toArray());
  }

  private double accuracy() throws IOException {
    Map<?, ?> test = (Map<?, ?>) Cli.json(folder.resolve("O/metrics.json")).get("test");
    return (Double) test.get("accuracy");
  }

  private String predict(String input) {
    return Cli.runWithInput(input, "predict", folder.resolve("O")).succeeded().out();
  }

  /** The most likely class of each line of predictions. */
  private static List<String> classes(String csv) {
    List<String> lines = csv.lines().toList();
    String[] names = lines.getFirst().split(",", -1);
    return lines.stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .map(p -> names[Double.parseDouble(p[0]) > Double.parseDouble(p[1]) ? 0 : 1])
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sentiment-pooled", "sentiment-cnn", "sentiment-lstm"})
  void specificationsLearnFromWords(String spec) throws IOException {
    train(spec, "optimizer.adam=0.02", "training.batch=10", "training.epochs=6").succeeded();
    assertThat(accuracy()).isEqualTo(1);
    assertThat(classes(predict("what a lovely , fun film\nawful\nit was boring boring\n")))
        .containsExactly("1", "0", "0");
    assertThat(
            Cli.run("evaluate", folder.resolve("O"), "--data", folder.resolve("dev.tsv"))
                .succeeded()
                .out())
        .contains("accuracy 1.0000", "10 examples");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sentiment-features", "sentiment-features-hidden"})
  void specificationsLearnFromSixNumbers(String spec) throws IOException {
    train(
            spec,
            "data.features.positive=lexicon/positive.txt",
            "data.features.negative=lexicon/negative.txt",
            "data.features.charset=UTF-8",
            "optimizer.adam=0.1")
        .succeeded();
    assertThat(accuracy()).isEqualTo(1);
    assertThat(classes(predict(ALIKE))).containsExactly("1", "0");
    assertThat(Cli.run("inspect", folder.resolve("O")).succeeded().out()).contains("features [6]");
  }

  @Test
  void tokensOfOtherKinds() throws IOException {
    pooled("data.tokens=characters", "data.wordRule=words")
        .failed(2, "data.wordRule: is for tokens: words, not characters");
    Path spec =
        Files.writeString(
            folder.resolve("spec.yaml"),
            """
            name: kinds
            data: {source: text, path: train.tsv, testPath: test.tsv}
            network: [{embedding: 8}, global-max-pool, output]
            loss: binary-cross-entropy
            optimizer: {adam: 0.05}
            training: {epochs: 5, batch: 10}
            """);
    train(spec.toString(), "data.tokens=characters", "network.1=global-avg-pool").succeeded();
    assertThat(predict(ALIKE).lines().distinct()).hasSize(3);
    for (String kind : List.of("words", "bpe")) {
      train(spec.toString(), "data.tokens=" + kind).succeeded();
      assertThat(classes(predict(ALIKE))).describedAs(kind).containsExactly("1", "0");
    }
    train(spec.toString(), "data.tokens=syllables")
        .failed(2, "data.tokens: 'syllables' is not known");
    train(spec.toString(), "data.tokens=none.json").failed(2, "none.json: no such file");
    train(spec.toString(), "data.padded=true", "data.maxTokens=9", "network.1=flatten").succeeded();
    assertThat(Cli.run("inspect", folder.resolve("O")).succeeded().out()).contains("[1, 72]");
    assertThat(predict("fun\nthe film was fun and fun , my friend and on and on\n"))
        .hasLineCount(3);
    train(spec.toString(), "data.padded=true", "data.maxTokens=0")
        .failed(2, "data.padded: needs maxTokens");
    train(spec.toString(), "data.scale=standardize")
        .failed(2, "data.scale: ids of tokens are names");
  }

  @Test
  void tablesWithNamedColumnsAndLabelsWithBlanks() throws IOException {
    Files.writeString(
        folder.resolve("own.csv"),
        """
        id,review,stars
        1,"great, ""fun"" film",very good
        2,so dull,not good
        3,"a
        lovely one",very good
        4,fine,so so
        5,awful and dull,not good
        6,fine,so so
        7,fun,very good
        8,awful,not good
        """);
    String[] settings = {
      "data.path=own.csv",
      "data.format=csv",
      "data.text=review",
      "data.label=stars",
      "data.minCount=1",
      "data.split={train: 1}",
      "training={epochs: 30, batch: 4}",
      "optimizer.adam=0.1"
    };
    pooled(settings).succeeded();
    String csv = predict("fun\nfine\nawful\n");
    assertThat(csv).startsWith("not good,so so,very good\n").hasLineCount(4);
    assertThat(Cli.run("evaluate", folder.resolve("O"), "--data-dir", folder).succeeded().out())
        .contains("accuracy 1.0000", "very good", "8 examples");
    // A file of the source's format, with its label or without.
    assertThat(Cli.run("predict", folder.resolve("O"), folder.resolve("own.csv")).succeeded().out())
        .hasLineCount(9);
    Path rows = Files.writeString(folder.resolve("rows.csv"), "review\nfun\n\"so, dull\"\n");
    assertThat(Cli.run("predict", folder.resolve("O"), rows).succeeded().out()).hasLineCount(3);
    Files.writeString(rows, "review,stars\nfun,verygood\n");
    Cli.run("evaluate", folder.resolve("O"), "--data", rows)
        .failed(
            2,
            "rows.csv: line 2: class \"verygood\" is none of those in training, did you mean"
                + " \"very good\"?");
    pooled("data.path=own.csv", "data.text=reviews", "data.label=stars")
        .failed(2, "own.csv: no column \"reviews\" for the text; did you mean \"review\"?");
  }

  @Test
  void foldersAndJsonLines() throws IOException {
    for (int i = 0; i < 10; i++) {
      Path file = folder.resolve("texts/" + (i % 2 == 0 ? "sad ones" : "happy") + "/" + i + ".txt");
      Files.createDirectories(file.getParent());
      Files.writeString(file, (i % 2 == 0 ? BAD : GOOD).get(i / 2) + "\na film\n");
    }
    String data = "data={source: text, path: texts, split: {train: 1}}";
    pooled(data, "training={epochs: 30, batch: 5}", "optimizer.adam=0.1").succeeded();
    assertThat(predict("fun\ndull\n")).startsWith("happy,sad ones\n");
    // A file by itself has a text a line.
    Path one = folder.resolve("texts/happy/1.txt");
    assertThat(Cli.run("predict", folder.resolve("O"), one).succeeded().out()).hasLineCount(3);
    assertThat(Cli.run("predict", folder.resolve("O"), folder.resolve("texts")).succeeded().out())
        .hasLineCount(11);
    Files.writeString(
        folder.resolve("own.jsonl"),
        "{\"text\": \"fun\", \"label\": true}\n{\"text\": \"\", \"label\": false}\n");
    pooled("data={source: text, path: own.jsonl, split: {train: 1}}", "training={epochs: 1}")
        .succeeded();
    assertThat(predict("\n")).startsWith("false,true\n").hasLineCount(2);
    pooled("data={source: text, path: own.txt}").failed(2, "own.txt: its name says no format");
    pooled("data={source: text, path: own.txt, format: lines}")
        .failed(2, "data.format: is lines, which have no labels to learn");
  }

  /** Whatever may be in a text: each line in gives a line out, or one line says what is wrong. */
  @Test
  void nothingIsLostInSilence() throws IOException {
    // Not --quiet, which says nothing but errors.
    Cli.run(
            "train",
            "sentiment-pooled",
            "--data-dir",
            folder,
            "--out",
            folder.resolve("O"),
            "--set",
            "training={epochs: 2, batch: 10, buckets: 3}",
            "--set",
            "data.minCount=1")
        .succeeded();
    String long1 = "fun ".repeat(250_000);
    String long2 = "x".repeat(1_000_000);
    PrintedErrors errors = new PrintedErrors();
    String csv =
        errors.during(
            () ->
                predict(
                    String.join(
                        "\n",
                        "fun",
                        "",
                        "zzz qqq",
                        "   ",
                        long1,
                        long2,
                        "שמח מאוד",
                        "😀 👍🏽",
                        "a\tb")));
    assertThat(csv).hasLineCount(10).doesNotContain("NaN");
    List<String> lines = csv.lines().toList();
    // Empty, blank and unknown texts are all alike; so is a long text to its beginning.
    assertThat(lines.get(2))
        .isEqualTo(lines.get(3))
        .isEqualTo(lines.get(4))
        .isEqualTo(lines.get(6));
    assertThat(first(lines.get(5))).isCloseTo(first(lines.get(1)), within(1e-5));
    assertThat(lines.get(7)).isNotEqualTo(lines.get(2));
    assertThat(errors.text())
        .contains("standard input: only the first 1,000 tokens are kept (data.maxTokens) in 1 of 9")
        .contains("standard input: no token is known from training in 5 of 9 texts");
  }

  private static double first(String line) {
    return Double.parseDouble(line.split(",", -1)[0]);
  }

  @Test
  void textsThatAreRefused() throws IOException {
    Path path = folder.resolve("train.tsv");
    byte[] latin = "fine\t1\nna\u00efve\t0\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(path, latin);
    pooled().failed(2, "train.tsv: line 2: byte 3 of the line (0xef) is not UTF-8");
    Files.writeString(path, "fine\t1\nbad\n");
    pooled().failed(2, "train.tsv: line 2: expected 2 columns separated by tabs, found 1");
    Files.writeString(path, "fine\t1\nbad\t \n");
    pooled().failed(2, "train.tsv: line 2: the label is missing");
    Files.writeString(path, "");
    pooled().failed(2, "train.tsv: holds no text");
    Files.writeString(path, "fine\t1\n");
    pooled().failed(2, "dev.tsv: line 1: class \"0\" is none of those in training");
    Files.delete(path);
    pooled().failed(2, "holds neither train.tsv (or .csv, .jsonl) nor a folder for each label");
    pooled("data.path=train.tsv").failed(2, "train.tsv: no such file");
  }

  @Test
  void inputThatCannotBePredicted() throws IOException {
    pooled("training={epochs: 1}").succeeded();
    Cli.runWithInput("", "predict", folder.resolve("O")).failed(2, "standard input: holds no text");
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(new byte[] {'a', '\n', (byte) 0xff}));
    try {
      Cli.run("predict", folder.resolve("O"))
          .failed(2, "standard input: line 2: byte 1 of the line (0xff) is not UTF-8");
    } finally {
      System.setIn(before);
    }
  }

  /** What is logged. */
  private static final class PrintedErrors {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    String during(java.util.function.Supplier<String> body) {
      java.io.PrintStream before = System.err;
      System.setErr(new java.io.PrintStream(bytes, true, StandardCharsets.UTF_8));
      try {
        return body.get();
      } finally {
        System.setErr(before);
      }
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
