package jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures from the command line; what they show is for the tests of jacobi.plot. */
class PlotTest {
  @TempDir private Path folder;

  private List<String> written() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesAPictureAndItsNumbers() throws IOException {
    Cli.run("plot", "activations", "--out", folder.resolve("a.svg")).succeeded();
    assertThat(written()).containsExactly("a.csv", "a.svg");
    assertThat(Files.readString(folder.resolve("a.svg"))).contains("<svg");
    assertThat(Files.readAllLines(folder.resolve("a.csv")).getFirst()).contains("sigmoid");
  }

  @Test
  void drawsAGraphWithItsGradients() throws IOException {
    Path numbers = folder.resolve("g.json");
    Cli.run("plot", "graph", "c*(a+2*b)", "a=3", "b=1", "c=-2", "--out", numbers).succeeded();
    assertThat(Files.readString(numbers)).contains("-10", "-4", "5");
    assertThat(written()).containsExactly("g.json");
  }

  @Test
  void drawsModels() throws IOException {
    Path model = folder.resolve("model");
    Cli.run("train", "xor", "--quiet", "--epochs", 5, "--out", model).succeeded();
    Cli.run("plot", "decision", model, "--out", folder.resolve("d.png")).succeeded();
    Cli.run("plot", "network", model, "--out", folder.resolve("n.svg")).succeeded();
    Cli.run("plot", "network", "lenet-digits", "--out", folder.resolve("l.svg")).succeeded();
    assertThat(written()).contains("d.png", "d.csv", "n.svg", "n.csv", "l.svg", "l.csv");
  }

  @Test
  void mistakesAreOneLineAndNothingIsWritten() throws IOException {
    Path out = folder.resolve("p.svg");
    Cli.run("plot", "actvations", "--out", out).failed(2, "actvations");
    Cli.run("plot", "activations", "rellu", "--out", out).failed(2, "rellu");
    Cli.run("plot", "activations", "--out", folder.resolve("p.gif"))
        .failed(2, "p.gif: expected a name that ends in .svg, .png, .csv or .json");
    Cli.run("plot", "graph", "c*(a+", "a=1", "--out", out).failed(2, "c*(a+");
    Cli.run("plot", "graph", "a*b", "a=1", "--out", out).failed(2, "b");
    Cli.run("plot", "decision", folder.resolve("nothing"), "--out", out).failed(2, "nothing");
    Cli.run("plot", "gradient-flow", "--steps", 0, "--out", out).failed(2, "--steps");
    assertThat(written()).isEmpty();
    Path taken = Files.createDirectory(folder.resolve("taken.svg"));
    Cli.run("plot", "activations", "--out", taken).failed(2, "taken.svg: is a folder");
    Files.delete(taken);
    Path digits = folder.resolve("digits");
    Cli.run("train", "digits", "--quiet", "--epochs", 1, "--out", digits).succeeded();
    Cli.run("plot", "decision", digits, "--out", out)
        .failed(2, "digits takes 64 features; decision regions need 2");
    assertThat(written()).containsExactly("digits");
  }
}
