package jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.data.Targets;
import jacobi.graph.Shape;
import jacobi.models.Spec;
import jacobi.nn.Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows E6 and E7 of the requirements, and mistakes in specifications of convolutional networks. */
class ConvSpecsTest {
  @TempDir private Path folder;

  @Test
  @DisplayName("E6: the VGG-like table, built and its shapes summarised, but not trained")
  void e6Vgg() {
    String table = Cli.run("inspect", "vgg-imagenet").succeeded().out();
    String[] shapes = {
      "[1, 224, 224, 64]", "[1, 112, 112, 64]", "[1, 112, 112, 128]", "[1, 56, 56, 128]",
      "[1, 56, 56, 256]", "[1, 28, 28, 256]", "[1, 28, 28, 512]", "[1, 14, 14, 512]",
      "[1, 14, 14, 1024]", "[1, 7, 7, 1024]", "[1, 50176]", "[1, 1000]"
    };
    assertThat(table).containsSubsequence(shapes);
    // k(df²+1) for each convolution, and 1000 units with 7*7*1024 inputs and a bias.
    assertThat(table)
        .contains("1,792", "73,856", "295,168", "1,180,160", "4,719,616", "50,177,000")
        .contains("56,447,592");
    Cli.run("train", "vgg-imagenet").failed(2, "vgg-imagenet: there is no example to train on");
  }

  @Test
  @DisplayName("E7: a LeNet-class net for MNIST, with augmentation")
  void e7Lenet() throws IOException {
    Module net =
        Spec.find("lenet-mnist")
            .job()
            .build(Shape.of(28, 28, 1), Targets.Classes.numbered(10), Optional.empty());
    assertThat(net.describe(Shape.of(1, 28, 28, 1)))
        .containsSubsequence("[1, 28, 28, 32]", "[1, 14, 14, 64]", "[1, 7, 7, 64]", "[1, 10]");
    Path out = folder.resolve("out");
    Cli.run(
            "train",
            "lenet-digits",
            "--quiet",
            "--out",
            out,
            "--set",
            "training.epochs=4",
            "--set",
            "augment={rotate: 5, scale: 0.05}")
        .succeeded();
    Object test = Cli.json(out.resolve("metrics.json")).get("test");
    assertThat((Double) TrainTest.map(test).get("accuracy")).isGreaterThan(.93);
  }

  private Path digits(String network) throws IOException {
    return Files.writeString(
        folder.resolve("spec.yaml"),
        """
        name: digits
        data: {source: digits, shape: [8, 8, 1]}
        network: %s
        loss: cross-entropy
        optimizer: adam
        """
            .formatted(network));
  }

  @Test
  void sameBitsOnAnyNumberOfThreads() throws IOException {
    assertSameBits(
        "[{conv2d: {filters: 8, kernel: 3}}, relu, {max-pool2d: 2}, {conv2d: {filters: 8, kernel:"
            + " 3, padding: same}}, batch-norm, flatten, {linear: 10}]",
        "data.shape=[8, 8, 1]");
    assertSameBits("[{lstm: {units: 40, output: last}}, {linear: 10}]", "data.shape=[8, 8]");
  }

  private void assertSameBits(String network, String shape) throws IOException {
    Path spec = digits(network);
    for (int threads : new int[] {1, 3}) {
      Cli.run(
              "train",
              spec,
              "--quiet",
              "--epochs",
              1,
              "--set",
              shape,
              "--threads",
              threads,
              "--out",
              folder.resolve("on" + threads))
          .succeeded();
    }
    assertThat(folder.resolve("on3/model/weights.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("on1/model/weights.safetensors"));
  }

  private void assertWrong(String network, String... parts) throws IOException {
    Cli.run("inspect", digits(network)).failed(2, parts);
  }

  @Test
  void mistakesGetOneClearLine() throws IOException {
    assertWrong(
        "[{conv2d: {filters: 4, kernel: 9}}, global-max-pool, {linear: 10}]",
        "network[0]",
        "no smaller than the kernel 9x9",
        "[1, 8, 8, 1]");
    assertWrong(
        "[{conv2d: {filters: 4, kernel: 3, stride: 2}}, flatten, {linear: 10}]",
        "network[0]",
        "(8 - 3 + 2*0)/2 + 1 is not a whole number",
        "floor");
    assertWrong(
        "[{reshape: [8, 8]}, {conv2d: {filters: 4, kernel: 3}}, flatten, {linear: 10}]",
        "network[1]",
        "expected images [batch, height, width, 8], got [1, 8, 8]");
    assertWrong(
        "[flatten, {max-pool2d: 2}, {linear: 10}]",
        "network[1]",
        "expected images [batch, height, width, channels], got [1, 64]");
    assertWrong(
        "[{max-pool2d: 3}, flatten, {linear: 10}]",
        "network[0]",
        "(8 - 3 + 2*0)/3 + 1 is not a whole number");
    assertWrong(
        "[{conv2d: {filters: 4, kernel: [3, 3, 3]}}, flatten, {linear: 10}]",
        "network[0].conv2d.kernel: is [3, 3, 3]",
        "a list of 2");
    assertWrong(
        "[{conv2d: {filters: 4, kernel: 3, pading: 1}}, flatten, {linear: 10}]",
        "unknown key 'network[0].conv2d.pading', did you mean 'network[0].conv2d.padding'?");
    assertWrong(
        "[{conv2d: {filters: 4, kernel: 3, padding: sam}}, flatten, {linear: 10}]",
        "network[0].conv2d.padding: is 'sam', expected a number");
  }
}
