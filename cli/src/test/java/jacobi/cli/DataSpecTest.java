package jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What specifications can ask of data, from the command line. */
class DataSpecTest {
  @TempDir private Path folder;

  private static Cli.Result digits(Object... more) {
    Object[] all = new Object[more.length + 4];
    System.arraycopy(new Object[] {"train", "digits", "--epochs", 1}, 0, all, 0, 4);
    System.arraycopy(more, 0, all, 4, more.length);
    return Cli.run(all);
  }

  @Test
  void augmentsImagesOfTheTrainingPart() throws IOException {
    // The first layer is a linear one of rows, so images are flattened before.
    Path spec = folder.resolve("spec.yaml");
    Files.writeString(
        spec,
        """
        name: images
        data: {source: digits, shape: [8, 8, 1], scale: {divide: 16}}
        network: [flatten, {linear: 10}]
        loss: cross-entropy
        optimizer: {adam: 0.01}
        training: {epochs: 2, seed: 1}
        """);
    Path plain = folder.resolve("plain");
    Path changed = folder.resolve("changed");
    Path again = folder.resolve("again");
    Cli.run("train", spec, "--quiet", "--out", plain).succeeded();
    Cli.run("train", spec, "--quiet", "--set", "augment=true", "--out", changed).succeeded();
    Cli.run("train", spec, "--quiet", "--set", "augment=true", "--threads", 1, "--out", again)
        .succeeded();
    byte[] weights = Files.readAllBytes(changed.resolve("model/weights.safetensors"));
    assertThat(weights)
        .isNotEqualTo(Files.readAllBytes(plain.resolve("model/weights.safetensors")))
        .isEqualTo(Files.readAllBytes(again.resolve("model/weights.safetensors")));
    // Rows of 64 numbers fit a model of images.
    assertThat(Cli.run("evaluate", changed, "--data", "digits").succeeded().out())
        .contains("1,797 examples of digits");
    assertThat(Cli.run("evaluate", changed).succeeded().out()).contains("359 examples");
  }

  @Test
  void mistakesAreOneLine() {
    digits("--set", "augment=true")
        .failed(2, "augment: needs images [height, width, channels], but digits has examples of");
    digits("--set", "augment=yes").failed(2, "augment: is 'yes', expected true or false");
    digits("--set", "augment.turn=5").failed(2, "unknown key 'augment.turn'");
    digits("--set", "augment.rotate=-5").failed(2, "augment: rotate is -5.0, expected 0 or more");
    digits("--set", "data.shape=[8,7]").failed(2, "features of shape [64] hold 64 numbers");
    digits("--set", "data.shape=8").failed(2, "data.shape: is 8, expected a list");
    digits("--set", "data.shape=[8,0]").failed(2, "data.shape: is [8, 0], expected a list of");
    digits("--set", "training.buckets=0").failed(2, "training.buckets: is 0, expected");
  }
}
