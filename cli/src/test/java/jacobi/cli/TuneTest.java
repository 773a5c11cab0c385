package jacobi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneTest {
  @TempDir private Path folder;

  private static Object[] command(Path out) {
    return new Object[] {
      "tune",
      "iris",
      "--over",
      "optimizer.adam=0.1,0.01,0.001",
      "--over",
      "network[0].linear=4,8",
      "--set",
      "training.epochs=20",
      "--set",
      "training.patience=0",
      "--out",
      out
    };
  }

  @Test
  void printsATableBestFirst() throws IOException {
    Path out = folder.resolve("out");
    List<String> lines = Cli.run(command(out)).succeeded().out().lines().toList();
    assertThat(lines).hasSize(6 + 1 + 7 + 1 + 1);
    assertThat(lines.getFirst())
        .startsWith("trial 1  optimizer.adam=0.1 network[0].linear=4  20 epochs: validation loss ");
    assertThat(lines.get(7).split(" +"))
        .containsExactly(
            "rank",
            "trial",
            "optimizer.adam",
            "network[0].linear",
            "epochs",
            "loss",
            "accuracy",
            "precision",
            "recall",
            "f1",
            "seconds");
    assertThat(lines.get(8)).startsWith("   1 ");
    String best = lines.get(8).strip().replaceFirst("1 +([0-9]+) .*", "$1");
    assertThat(lines.getLast())
        .isEqualTo(
            "best by validation loss is trial "
                + best
                + ", "
                + out.resolve("trials/000" + best)
                + "; wrote "
                + out.resolve("results.csv"));
    Cli.run("evaluate", out.resolve("trials/000" + best)).succeeded();
    assertThat(out.resolve("results.csv")).content().hasLineCount(7);
  }

  @Test
  void aKilledSearchGoesOnWithTheSameResults() throws IOException, InterruptedException {
    Path whole = folder.resolve("whole");
    Path pieces = folder.resolve("pieces");
    // All in processes: with other flags of the JVM the last bits are others.
    assertThat(start(whole).waitFor()).isZero();
    Process p = start(pieces);
    try (BufferedReader reader = p.inputReader(UTF_8)) {
      reader.readLine();
      reader.readLine();
      p.destroyForcibly();
    }
    p.waitFor();
    Path first = pieces.resolve("trials/0001/trial.json");
    byte[] before = Files.readAllBytes(first);
    assertThat(pieces.resolve("results.csv")).doesNotExist();
    assertThat(start(pieces).waitFor()).isZero();
    assertThat(Files.readAllBytes(first)).isEqualTo(before);
    assertThat(withoutSeconds(pieces)).isEqualTo(withoutSeconds(whole));
  }

  private static Process start(Path out) throws IOException {
    return Cli.process(command(out)).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static List<String> withoutSeconds(Path out) throws IOException {
    return Files.readAllLines(out.resolve("results.csv")).stream()
        .map(line -> line.replaceAll(",[0-9.]+,$", ""))
        .toList();
  }

  @Test
  void badKeysAreOneLine() {
    Cli.run("tune", "iris", "--over", "optimizer.adm=1,2").failed(2, "adm");
    Cli.run("tune", "iris", "--over", "training.bach=1,2")
        .failed(2, "unknown key 'training.bach', did you mean 'training.batch'?");
    Cli.run("tune", "iris", "--over", "training.batch").failed(2, "expected KEY=A,B,C");
    Cli.run("tune", "xor", "--over", "optimizer.adam=0.1,0.2")
        .failed(2, "no validation part to choose by");
    Cli.run("tune", "iris", "--over", "training.batch=4,8", "--method", "annealing")
        .failed(2, "--method", "annealing");
    Cli.run("tune", "iris").failed(2, "--over");
  }

  @Test
  void quietPrintsTheTableOnly() {
    List<String> lines =
        Cli.run(
                "tune",
                "iris",
                "--over",
                "training.batch=16,32",
                "--quiet",
                "--set",
                "training.epochs=2")
            .succeeded()
            .out()
            .lines()
            .toList();
    assertThat(lines).hasSize(3).first().asString().startsWith("rank  trial  training.batch");
  }
}
