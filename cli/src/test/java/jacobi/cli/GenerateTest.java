package jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Language models that write, and what they are held against. */
class GenerateTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void train() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder();
    List<String> who = List.of("cat", "dog", "bird");
    List<String> what = List.of("fish", "mouse");
    for (int line = 0; line < 250; line++) {
      text.append("the ").append(who.get(random.nextInt(3))).append(" sees the ");
      text.append(what.get(random.nextInt(2))).append(" .\n");
    }
    Files.writeString(folder.resolve("text.txt"), text);
    train("words", "window: 3, ngrams: [2, 3]", "flatten, {linear: 16}, tanh, output");
    train("characters", "tokens: characters, steps: 20", "{lstm: 24}, output");
    train("sentences", "sentences: true", "{gru: 16}, output");
  }

  private static void train(String name, String data, String network) throws IOException {
    Path spec = folder.resolve(name + ".yaml");
    Files.writeString(
        spec,
        "name: language\ndata: {source: language, path: text.txt, "
            + data
            + ", split: {train: 0.8, validation: 0.1}}\nnetwork: [{embedding: 8}, "
            + network
            + "]\nloss: cross-entropy\noptimizer: {adam: 0.02}\n"
            + "training: {epochs: 6, batch: 8, seed: 1}\n");
    Cli.Result result =
        Cli.run("train", spec, "--data-dir", folder, "--out", folder.resolve(name)).succeeded();
    if (name.equals("words")) {
      assertThat(result.out()).containsPattern("test perplexity of [23]-grams \\d+\\.\\d+, mixed");
    }
  }

  private static String generate(String model, Object... options) {
    Object[] all = new Object[options.length + 2];
    all[0] = "generate";
    all[1] = folder.resolve(model);
    System.arraycopy(options, 0, all, 2, options.length);
    return Cli.run(all).succeeded().out();
  }

  @Test
  void writesWordsAsTheyWere() {
    String text =
        generate("words", "--prompt", "the cat sees", "--tokens", 3, "--temperature", .2).strip();
    assertThat(text).matches("the cat sees the (fish|mouse) \\.");
    assertThat(generate("words", "--tokens", 4, "--greedy").strip().split(" ")).hasSize(4);
    assertThat(generate("words", "--prompt", "the zebra", "--tokens", 2).strip())
        .startsWith("the zebra ")
        .doesNotContain("<unk>");
  }

  @Test
  void writesCharactersAndStops() {
    String text =
        generate(
            "characters",
            "--prompt",
            "the dog sees the",
            "--tokens",
            60,
            "--top-k",
            2,
            "--stop",
            ".");
    assertThat(text.lines()).hasSize(1);
    assertThat(text).matches("the dog sees the (fish|mouse) \\R");
    String other = generate("characters", "--tokens", 80, "--seed", 5, "--top-p", .95);
    assertThat(generate("characters", "--tokens", 80, "--seed", 5, "--top-p", .95))
        .isEqualTo(other);
    assertThat(generate("characters", "--tokens", 80, "--seed", 6, "--top-p", .95))
        .isNotEqualTo(other);
  }

  @Test
  void aModelOfSentencesEndsWithItsSentence() {
    String text = generate("sentences", "--tokens", 100, "--temperature", .3);
    assertThat(text.lines()).hasSize(1);
    assertThat(text.strip()).matches("the (cat|dog|bird) sees the (fish|mouse) \\.");
  }

  @Test
  void tableOfNextTokensIsInOrder() {
    List<String> lines =
        generate("words", "--prompt", "cat sees the", "--next", 3).lines().toList();
    assertThat(lines).hasSize(3).allMatch(line -> line.matches("0\\.\\d{6}  \\S+"));
    assertThat(lines.subList(0, 2)).anyMatch(l -> l.endsWith("fish"));
    double first = Double.parseDouble(lines.get(0).substring(0, 8));
    double second = Double.parseDouble(lines.get(1).substring(0, 8));
    assertThat(first).isGreaterThanOrEqualTo(second);
    assertThat(first + second).isCloseTo(1, within(.2));
    assertThat(generate("characters", "--prompt", "fish .", "--next", 1)).endsWith("  \"\\n\"\n");
  }

  @Test
  void metricsHaveBaselineAndMixture() throws IOException {
    Map<String, Object> metrics = Cli.json(folder.resolve("words/metrics.json"));
    Map<?, ?> baseline = (Map<?, ?>) metrics.get("baseline");
    Map<?, ?> mixture = (Map<?, ?>) metrics.get("mixture");
    assertThat(baseline.get("order")).isIn(2, 3);
    assertThat((Double) mixture.get("weight")).isBetween(0.0, 1.0);
    double validation = perplexity(mixture, "validation");
    assertThat(validation).isLessThanOrEqualTo(perplexity(baseline, "validation") + 1e-4);
    List<?> epochs = (List<?>) metrics.get("epochs");
    assertThat(validation)
        .isLessThanOrEqualTo(perplexity((Map<?, ?>) epochs.getLast(), "validation") + 1e-4);
    assertThat(perplexity(baseline, "test")).isBetween(1.0, 4.0);
    assertThat(perplexity(mixture, "test")).isBetween(1.0, 4.0);
    assertThat(Cli.json(folder.resolve("characters/metrics.json"))).doesNotContainKey("mixture");
  }

  private static double perplexity(Map<?, ?> scores, String part) {
    return (Double) ((Map<?, ?>) scores.get(part)).get("perplexity");
  }

  @Test
  void reportShowsTextByEpoch() throws IOException {
    for (String model : List.of("words", "characters", "sentences")) {
      String page = Files.readString(folder.resolve(model).resolve("report.html"));
      assertThat(page).contains("Samples", "epoch 1<", "epoch 6<", "in the end<");
    }
  }

  @Test
  void refusesWhatCannotBe() {
    Path words = folder.resolve("words");
    Path characters = folder.resolve("characters");
    Cli.run("generate", characters, "--prompt", "Ω")
        .failed(2, "the prompt has the character \"Ω\" (U+03A9), which is not among the");
    Cli.run("generate", words, "--temperature", 0).failed(2, "temperature is 0.0");
    Cli.run("generate", words, "--top-p", 2).failed(2, "top-p is 2.0");
    Cli.run("generate", words, "--tokens", -1).failed(2, "-1 tokens");
    Cli.run("generate", words, "--next", -1).failed(2, "-1 tokens");
    Cli.run("generate", words, "--greedy", "--top-k", 3)
        .failed(2, "--greedy takes the most likely token");
    Path iris = folder.resolve("iris");
    Cli.run("train", "iris", "--epochs", 1, "--out", iris, "--quiet").succeeded();
    Cli.run("generate", iris)
        .failed(2, "is not a language model: it was not trained to say which token comes next");
    Cli.run("train", folder.resolve("words.yaml"), "--set", "data.split.validation=0")
        .failed(2, "data.ngrams: needs a validation part: set data.split.validation");
    Cli.run("train", folder.resolve("words.yaml"), "--set", "data.ngrams=[0]")
        .failed(2, "data.ngrams: is [0], expected a list of whole numbers from 1");
  }
}
