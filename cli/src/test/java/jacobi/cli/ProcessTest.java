package jacobi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: signals, exit codes, log lines. */
class ProcessTest {
  @TempDir private Path folder;

  private record Ended(int code, List<String> out, List<String> err) {}

  private static Ended run(Path errors, ProcessBuilder builder)
      throws IOException, InterruptedException {
    Process p = builder.redirectError(errors.toFile()).start();
    List<String> lines;
    try (BufferedReader reader = p.inputReader(UTF_8)) {
      lines = reader.lines().toList();
    }
    return new Ended(p.waitFor(), lines, Files.readAllLines(errors));
  }

  /** Interrupts training in its third epoch and waits for its end. */
  private Ended interrupt(Object... more) throws IOException, InterruptedException {
    Object[] all = new Object[more.length + 4];
    System.arraycopy(
        new Object[] {"train", "xor", "--set", "training.epochs=100000000"}, 0, all, 0, 4);
    System.arraycopy(more, 0, all, 4, more.length);
    Path errors = folder.resolve("errors");
    Process p = Cli.process(all).redirectError(errors.toFile()).start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = p.inputReader(UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        if (lines.size() == 3) {
          String pid = Long.toString(p.pid());
          new ProcessBuilder("kill", "-" + signal(), pid).inheritIO().start().waitFor();
        }
      }
      return new Ended(p.waitFor(), lines, Files.readAllLines(errors));
    } finally {
      p.destroyForcibly();
    }
  }

  /** INT, unless this process was started to ignore it, as its children then do too. */
  private static String signal() throws IOException {
    Path status = Path.of("/proc/self/status");
    boolean ignored =
        Files.exists(status)
            && Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    return ignored ? "TERM" : "INT";
  }

  private static int exitCode() throws IOException {
    return 128 + (signal().equals("INT") ? 2 : 15);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void interruptedTrainingSavesWhatThereIs() throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Ended ended = interrupt("--out", out);
    assertThat(ended.code()).isEqualTo(exitCode());
    assertThat(ended.out().getLast())
        .startsWith("train loss ")
        .contains("stopped on request after ")
        .contains("wrote " + out.resolve("model") + ", " + out.resolve("metrics.json"))
        .endsWith(", " + out.resolve("report.html"));
    List<?> epochs = TrainTest.list(Cli.json(out.resolve("metrics.json")).get("epochs"));
    assertThat(ended.out()).hasSize(epochs.size() + 1);
    assertThat(epochs.size()).isGreaterThanOrEqualTo(3);
    Cli.run("evaluate", out).succeeded();
    try (var files = Files.list(out)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void interruptedTrainingSaysThatNothingWasSaved() throws IOException, InterruptedException {
    Ended ended = interrupt();
    assertThat(ended.code()).isEqualTo(exitCode());
    assertThat(ended.out().getLast()).endsWith("nothing was saved: there was no --out");
  }

  @Test
  void logsOnceWhatComputes() throws IOException, InterruptedException {
    Path errors = folder.resolve("errors");
    List<Object> backends = List.of("auto", "reference");
    for (Object backend : backends) {
      ProcessBuilder b = Cli.process("train", "xor", "--epochs", 1, "--backend", backend);
      assertThat(run(errors, b).err())
          .singleElement()
          .asString()
          .startsWith("Jacobi computes with ");
    }
  }

  @Test
  void quietIsQuiet() throws IOException, InterruptedException {
    ProcessBuilder b = Cli.process("train", "xor", "--epochs", 1, "--quiet");
    assertThat(run(folder.resolve("errors"), b)).isEqualTo(new Ended(0, List.of(), List.of()));
  }
}
