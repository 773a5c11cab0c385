package jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class WordVectorsCommandsTest {
  private static final List<String> FRUIT = List.of("apple", "pear", "plum", "cherry", "quince");
  private static final List<String> TOOLS = List.of("hammer", "saw", "drill", "file", "plane");

  private static final String SPEC =
      """
      name: things
      data: {source: skip-gram, path: things.txt, lowerCase: true, minCount: 2, window: 3,
        negatives: 4, subsample: 0}
      network: [{skip-gram: 8}]
      loss: binary-cross-entropy
      optimizer: {adagrad: 0.2}
      training: {epochs: 3, batch: 64, seed: 1, schedule: linear}
      """;

  @TempDir private static Path folder;
  private static Path out;

  @BeforeAll
  static void train() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder text = new StringBuilder("Hapax ");
    for (int line = 0; line < 300; line++) {
      List<String> words = line % 2 == 0 ? FRUIT : TOOLS;
      for (int i = 0; i < 10; i++) {
        text.append(words.get(random.nextInt(5))).append(i == 9 ? "\n" : " ");
      }
    }
    Files.writeString(folder.resolve("things.txt"), text);
    Path spec = Files.writeString(folder.resolve("things.yaml"), SPEC);
    out = folder.resolve("out");
    Cli.run("train", spec, "--data-dir", folder, "--out", out, "--quiet").succeeded();
  }

  @Test
  void neighboursAreOfTheSameKind() {
    String table = Cli.run("neighbours", out, "Pear", "--count", 4).succeeded().out();
    assertThat(table.lines().map(line -> line.replaceFirst(" .*", "")))
        .startsWith("word")
        .contains("apple", "plum", "cherry", "quince")
        .hasSize(5);
    String json = Cli.run("neighbours", out, "saw", "--format", "json").succeeded().out();
    List<Map<String, Object>> found = JsonMapper.shared().readValue(json, new TypeReference<>() {});
    assertThat(found).hasSize(9);
    assertThat(found.subList(0, 4))
        .extracting(n -> n.get("word"))
        .containsExactlyInAnyOrder("hammer", "drill", "file", "plane");
    assertThat((Double) found.getFirst().get("cosine")).isBetween(0.5, 1.0);
  }

  @Test
  void sumsLeaveTheirWordsOut() {
    String out2 =
        Cli.run("neighbours", out, "pear", "--plus", "plum", "--minus", "saw", "--count", 3)
            .succeeded()
            .out();
    assertThat(out2).contains("apple", "cherry", "quince").doesNotContain("pear", "plum");
  }

  @ParameterizedTest
  @ValueSource(strings = {"word2vec", "word2vec_binary", "glove"})
  void aFileOfVectorsIsAModelToo(String format) {
    Path file = folder.resolve("vectors." + format);
    assertThat(Cli.run("vectors", out, file, "--format", format).succeeded().out())
        .startsWith("wrote 10 words of 8 numbers to ");
    assertThat(Cli.run("neighbours", file, "pear").succeeded().out())
        .isEqualTo(Cli.run("neighbours", out, "pear").succeeded().out());
  }

  @Test
  void unknownWordsAndModelsWithoutWords() {
    Cli.run("neighbours", out, "perr")
        .failed(2, "no vector for the word 'perr', did you mean 'pear'?");
    // Seen once, so it is not in the vocabulary, and the unknown token is no word.
    Cli.run("neighbours", out, "hapax").failed(2, "no vector for the word 'hapax'");
    Cli.run("neighbours", out, "<unk>").failed(2, "no vector for the word '<unk>'");
    Cli.run("neighbours", out, "pear", "--minus", "nail").failed(2, "'nail'");
    Cli.run("neighbours", out, "pear", "--count", 0).failed(2, "--count is 0");
    Cli.run("neighbours", folder.resolve("things.yaml"), "name").failed(2, "things.yaml: line");
    Path iris = folder.resolve("iris");
    Cli.run("train", "iris", "--epochs", 1, "--out", iris, "--quiet").succeeded();
    Cli.run("neighbours", iris, "pear").failed(2, iris + ": has no vectors of words");
    Cli.runWithInput("1,2\n", "predict", out).failed(2, "word vectors, which predict nothing");
  }

  @Test
  void thereIsNothingToSplit() throws IOException {
    Path spec =
        Files.writeString(
            folder.resolve("split.yaml"),
            SPEC.replace("subsample: 0", "split: {test: 0.1}, subsample: 0"));
    Cli.run("train", spec, "--data-dir", folder).failed(2, "data.split: is not for skip-gram");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t.csv|id,review~1,'pear plum'~2,'saw drill pear'~|data.text=review",
        "t.tsv|pear plum\t0~saw drill pear\t1~|data.window=2",
        "t.data|{'review': 'pear plum'}~{'review': 'saw drill pear'}~|data.text=review",
        "t.text|pear plum~saw drill pear~|data.window=2"
      })
  void textsInOtherFormats(String name, String content, String setting) throws IOException {
    Files.writeString(
        folder.resolve(name), content.replace('~', '\n').replace('\'', '"').replace("\\t", "\t"));
    Path to = folder.resolve("out-" + name);
    Path spec = folder.resolve("things.yaml");
    String format = name.endsWith("data") ? "jsonl" : "auto";
    Cli.run(
            "train",
            spec,
            "--data-dir",
            folder,
            "--out",
            to,
            "--quiet",
            "--set",
            "data.path=" + name,
            "--set",
            "data.minCount=1",
            "--set",
            setting,
            "--set",
            "data.format=" + format)
        .succeeded();
    assertThat(Cli.run("neighbours", to, "pear").succeeded().out().lines())
        .as("pear, plum, saw, drill and a head")
        .hasSize(4);
  }
}
