package jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"xor", "consecutive-ones"})
  void learnsTruthTables(String name) {
    Cli.run("train", name, "--quiet", "--out", folder).succeeded();
    Map<String, Object> scores =
        Cli.json(Cli.run("evaluate", folder, "--format", "json").succeeded().out());
    assertThat(scores).containsEntry("accuracy", 1.0);
  }

  @Test
  void learnsIrises() throws IOException {
    Cli.Result result = Cli.run("train", "iris", "--out", folder).succeeded();
    Map<String, Object> metrics = Cli.json(folder.resolve("metrics.json"));
    assertThat(map(metrics.get("test"))).containsEntry("accuracy", 1.0);
    assertThat(result.out().lines().toList())
        .hasSize(list(metrics.get("epochs")).size() + 1)
        .first()
        .asString()
        .matches("epoch +1/200  loss \\d\\.\\d{4}  validation loss \\d\\.\\d{4}, accuracy .* s");
    assertThat(result.out().lines().reduce("", (_, last) -> last))
        .startsWith("test loss ")
        .contains(
            "accuracy 1.0000, precision 1.0000, recall 1.0000, f1 1.0000 (24 examples); validation"
                + " loss stopped improving after ")
        .endsWith(
            "; wrote "
                + folder.resolve("model")
                + ", "
                + folder.resolve("metrics.json")
                + ", "
                + folder.resolve("report.html"));
  }

  @Test
  void writesMetrics() throws IOException {
    Cli.run("train", "iris", "--epochs", 3, "--seed", 7, "--quiet", "--out", folder).succeeded();
    Map<String, Object> metrics = Cli.json(folder.resolve("metrics.json"));
    assertThat(metrics).containsOnlyKeys("epochs", "test", "seconds", "seed", "baseline");
    Map<Object, Object> baseline = map(metrics.get("baseline"));
    assertThat(baseline).containsOnlyKeys("class", "train", "validation", "test");
    assertThat((Double) map(baseline.get("train")).get("accuracy")).isBetween(.3, .4);
    assertThat(metrics).containsEntry("seed", 7);
    assertThat(map(metrics.get("test")))
        .containsOnlyKeys("loss", "accuracy", "precision", "recall", "f1", "confusion");
    assertThat((Double) metrics.get("seconds")).isPositive();
    List<?> epochs = list(metrics.get("epochs"));
    assertThat(epochs).hasSize(3);
    for (Object epoch : epochs) {
      assertThat(map(epoch))
          .containsOnlyKeys("train", "validation", "seconds", "learningRate", "gradientNorms");
      assertThat(map(map(epoch).get("train"))).containsOnlyKeys("loss", "accuracy");
      assertThat(map(map(epoch).get("validation")))
          .containsOnlyKeys("loss", "accuracy", "precision", "recall", "f1");
    }
  }

  @Test
  void leavesOutPartsThatAreNotThere() throws IOException {
    Cli.run("train", "xor", "--epochs", 2, "--quiet", "--out", folder).succeeded();
    Map<String, Object> metrics = Cli.json(folder.resolve("metrics.json"));
    assertThat(metrics).containsOnlyKeys("epochs", "seconds", "seed", "baseline");
    assertThat(map(list(metrics.get("epochs")).getFirst()))
        .containsOnlyKeys("train", "seconds", "learningRate", "gradientNorms");
  }

  @Test
  void classifiesDigits() throws IOException {
    Cli.run("train", "digits", "--quiet", "--out", folder).succeeded();
    Map<String, Object> metrics = Cli.json(folder.resolve("metrics.json"));
    assertThat(metrics).containsEntry("seed", 1);
    assertThat((Double) map(metrics.get("test")).get("accuracy")).isGreaterThanOrEqualTo(0.97);
  }

  @Test
  void seedDecidesTheBitsAndThreadsDoNot() throws IOException {
    byte[] first = weights("--seed", 5, "--threads", 1);
    assertThat(weights("--seed", 5, "--threads", 1)).isEqualTo(first);
    assertThat(weights("--seed", 5, "--threads", 2)).isEqualTo(first);
    assertThat(weights("--seed", 6, "--threads", 1)).isNotEqualTo(first);
  }

  private byte[] weights(Object... options) throws IOException {
    Path out = folder.resolve("run");
    Object[] all = new Object[options.length + 7];
    System.arraycopy(
        new Object[] {"train", "digits", "--epochs", 3, "--quiet", "--out", out}, 0, all, 0, 7);
    System.arraycopy(options, 0, all, 7, options.length);
    Cli.run(all).succeeded();
    return Files.readAllBytes(out.resolve("model").resolve("weights.safetensors"));
  }

  @Test
  void replacesItsOwnResultsOnly() throws IOException {
    Path notes = Files.writeString(folder.resolve("notes.txt"), "mine");
    Cli.run("train", "xor", "--epochs", 2, "--quiet", "--out", folder).succeeded();
    Cli.run("train", "xor", "--epochs", 3, "--quiet", "--out", folder).succeeded();
    assertThat(list(Cli.json(folder.resolve("metrics.json")).get("epochs"))).hasSize(3);
    assertThat(notes).hasContent("mine");
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("notes.txt", "model", "metrics.json", "report.html");
    }
  }

  @Test
  void quietPrintsNothing() {
    assertThat(Cli.run("train", "xor", "--epochs", 2, "--quiet").succeeded().out()).isEmpty();
  }

  @Test
  void saysThatNothingWasSaved() {
    assertThat(Cli.run("train", "xor", "--epochs", 2).succeeded().out())
        .endsWith("nothing was saved: there was no --out" + System.lineSeparator());
  }

  @Test
  void changesSettings() {
    String shown =
        Cli.run(
                "inspect",
                "iris",
                "--set",
                "network.0.linear=5",
                "--set",
                "network.2.linear.bias=false",
                "--set",
                "network.2.linear.units=3",
                "--set",
                "optimizer=sgd",
                "--set",
                "optimizer.sgd.rate=0.5")
            .succeeded()
            .out();
    assertThat(shown)
        .contains("Linear(4 -> 5)", "Linear(5 -> 3, no bias)", "optimizer: sgd: {rate: 0.5}");
  }

  @Test
  void trainsOnFiles() throws IOException {
    StringBuilder rows = new StringBuilder("x;colour;y\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i % 8).append(';').append(i % 8 < 4 ? "red" : "blue").append(';').append(1);
      rows.append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), rows);
    Path spec =
        Files.writeString(
            folder.resolve("spec.yaml"),
            """
            name: colours
            data: {source: csv, path: rows.csv, separator: ";", target: colour, scale: min-max}
            network: [{linear: 8}, tanh, {linear: 2}]
            loss: cross-entropy
            optimizer: {adam: 0.05}
            training: {epochs: 40, batch: 8}
            """);
    Path out = folder.resolve("deep").resolve("er");
    Cli.run("train", spec, "--data-dir", folder, "--quiet", "--out", out).succeeded();
    assertThat(map(Cli.json(out.resolve("metrics.json")).get("test")))
        .containsEntry("accuracy", 1.0);
    // The target column may be among the rows or not.
    Files.writeString(folder.resolve("new.csv"), "x;y\n0;1\n7;1\n");
    List<String> lines =
        Cli.run("predict", out, folder.resolve("rows.csv")).succeeded().out().lines().toList();
    assertThat(lines).hasSize(41).first().isEqualTo("blue,red");
    assertThat(Cli.run("predict", out, folder.resolve("new.csv")).succeeded().out().lines())
        .containsExactly("blue,red", lines.get(1), lines.get(8));
  }

  static Map<Object, Object> map(Object value) {
    return new LinkedHashMap<>((Map<?, ?>) value);
  }

  static List<?> list(Object value) {
    return (List<?>) value;
  }
}
