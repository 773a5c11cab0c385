package jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Language models from a text, from the command line. */
class LanguageSpecTest {
  private static final String[][] WORDS = {
    {"the", "a"}, {"cat", "dog", "bird"}, {"sees", "feeds"}, {"the", "a"}, {"fish", "mouse"}
  };

  @TempDir private Path folder;

  @BeforeEach
  void writeText() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < 300; line++) {
      for (String[] choices : WORDS) {
        text.append(choices[random.nextInt(choices.length)]).append(' ');
      }
      text.append(".\n");
    }
    Files.writeString(folder.resolve("text.txt"), text);
  }

  private Path spec(String data, String network) throws IOException {
    Path file = folder.resolve("spec.yaml");
    Files.writeString(
        file,
        "name: language\ndata: {source: language, path: text.txt, "
            + data
            + "}\nnetwork: ["
            + network
            + "]\nloss: cross-entropy\noptimizer: {adam: 0.02}\ntraining: {epochs: 4, batch: 8,"
            + " seed: 1}\n");
    return file;
  }

  private Cli.Result train(Path spec, Object... more) {
    Object[] all = new Object[more.length + 4];
    System.arraycopy(new Object[] {"train", spec, "--data-dir", folder}, 0, all, 0, 4);
    System.arraycopy(more, 0, all, 4, more.length);
    return Cli.run(all);
  }

  private static Map<?, ?> test(Path out) throws IOException {
    Map<?, ?> metrics =
        JsonMapper.shared().readValue(Files.readString(out.resolve("metrics.json")), Map.class);
    return (Map<?, ?>) metrics.get("test");
  }

  private static double number(Map<?, ?> scores, String name) {
    return ((Number) scores.get(name)).doubleValue();
  }

  private void learns(String data, String network, double perplexity) throws IOException {
    Path out = folder.resolve("out");
    String line = train(spec(data, network), "--out", out).succeeded().out();
    assertThat(line).contains("perplexity", "bitsPerCharacter").doesNotContain("precision");
    Map<?, ?> scores = test(out);
    assertThat(number(scores, "perplexity"))
        .isEqualTo(Math.exp(number(scores, "loss")))
        .isLessThan(perplexity);
    assertThat(Files.readString(out.resolve("report.html"))).contains("perplexity");
    String again = Cli.run("evaluate", out, "--data-dir", folder).succeeded().out();
    assertThat(again).contains("perplexity");
    assertThat(Cli.run("evaluate", out, "--data", folder.resolve("text.txt")).succeeded().out())
        .contains("perplexity");
    Cli.run("predict", out, folder.resolve("text.txt")).failed(2, "has no rows to predict");
  }

  // Each line has 5 choices of 2, 3, 2, 2 and 2: 5.58 bits, 3.87 nats in 6 tokens: 1.9 each.

  @Test
  void fromWindows() throws IOException {
    learns(
        "window: 3, minCount: 2, ngrams: [2, 3], split: {train: 1200, validation: 200}",
        "embedding: 8, flatten, linear: 16, tanh, output",
        2.3);
  }

  @Test
  void fromWordsInSteps() throws IOException {
    learns("steps: 7, split: {train: 0.8}", "embedding: 8, gru: 16, output", 2.5);
  }

  @Test
  void withTiedWeights() throws IOException {
    learns(
        "steps: 7, split: {train: 0.8}",
        "embedding: {size: 8, init: {normal: 0.1}}, lstm: 16, linear: 8, output: {tied: true}",
        2.5);
    train(spec("steps: 7", "embedding: 8, lstm: 16, output: {tied: true}"))
        .failed(2, "expected […, 8], the size of the embedding");
    train(spec("steps: 7", "reshape: [7, 1], lstm: 16, output: {tied: true}"))
        .failed(2, "output.tied: is true, but there is no embedding before this layer");
  }

  @Test
  void fromCharacters() throws IOException {
    learns(
        "tokens: characters, steps: 20, split: {train: 0.8, validation: 0.1}",
        "embedding: 8, lstm: 32, output",
        2.5);
  }

  @Test
  void fromSentences() throws IOException {
    learns(
        "sentences: true, wordRule: white-space, split: {train: 0.8}",
        "embedding: 8, rnn: 16, output",
        2.5);
  }

  @Test
  void fromOtherTokensAndFormats() throws IOException {
    learns("tokens: bpe, maxVocabulary: 300, steps: 10", "embedding: 8, lstm: 16, output", 6);
    learns("window: 3, lineEnd: true", "embedding: 8, flatten, linear: 16, tanh, output", 2.3);
    StringBuilder json = new StringBuilder();
    for (String line : Files.readAllLines(folder.resolve("text.txt"))) {
      json.append("{\"said\": \"").append(line).append("\"}\n");
    }
    Files.writeString(folder.resolve("text.txt"), json);
    learns(
        "format: jsonl, text: said, window: 3",
        "embedding: 8, flatten, linear: 16, tanh, output",
        2.3);
  }

  @Test
  void isTheSameOnAnyNumberOfThreads() throws IOException {
    Path spec =
        spec("steps: 7", "embedding: 8, lstm: {units: 16, layers: 2, dropout: 0.2}, output");
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    train(spec, "--quiet", "--threads", 1, "--out", one).succeeded();
    train(spec, "--quiet", "--threads", 2, "--out", two).succeeded();
    assertThat(Files.readAllBytes(one.resolve("model/weights.safetensors")))
        .isEqualTo(Files.readAllBytes(two.resolve("model/weights.safetensors")));
  }

  @Test
  void mistakesAreOneLine() throws IOException {
    String net = "embedding: 8, flatten, output";
    train(spec("tokens: words", net))
        .failed(2, "data.source: is language, which needs one of window: n, steps: n");
    train(spec("window: 3, steps: 3", net)).failed(2, "needs one of window: n");
    train(spec("window: 3, maxTokens: 3", net)).failed(2, "data.maxTokens: is for sentences");
    train(spec("window: 3, tokens: characters, lineEnd: true", net))
        .failed(2, "data.lineEnd: is for tokens: words");
    train(spec("window: 3, split: {train: 1700, validation: 200}", net))
        .failed(2, "text.txt: has 1,800 tokens, but data.split asks for 1,900");
    train(spec("window: 2000", net))
        .failed(2, "text.txt: has 1440 tokens to train on, too few for a window of 2000");
    train(spec("steps: 2000", "embedding: 8, lstm: 4, output"))
        .failed(2, "text.txt: has 1440 tokens to train on, too few for 2000 steps");
    train(spec("window: 3, tokens: bpe, split: {train: 1000}", net)).failed(2, "cut by fractions");
    train(spec("steps: 7", "embedding: 8, lstm: {units: 4, bidirectional: true}, output"))
        .failed(2, "reads sequences from both ends and cannot go on");
    Files.writeString(folder.resolve("text.txt"), "");
    train(spec("window: 3", net)).failed(2, "text.txt: has 0 tokens to train on");
  }
}
