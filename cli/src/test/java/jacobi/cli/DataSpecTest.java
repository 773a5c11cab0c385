package jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;
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

  // --- images, sequences and series -------------------------------------------------------------

  private Path spec(String data, String network) throws IOException {
    return Files.writeString(
        folder.resolve("spec.yaml"),
        """
        name: test
        data: %s
        network: %s
        loss: cross-entropy
        optimizer: adam
        training: {epochs: 1}
        """
            .formatted(data, network));
  }

  private Cli.Result train(Path spec) {
    return Cli.run("train", spec, "--quiet", "--data-dir", folder);
  }

  private Path image(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(new BufferedImage(6, 6, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    return file;
  }

  private static final String IMAGES =
      "{source: images, path: pictures, size: [4, 4], split: {train: 1}}";

  @Test
  void imagesThatCannotBeUsed() throws IOException {
    image("pictures/train/cat/1.png");
    image("pictures/train/dog/1.png");
    Path spec = spec(IMAGES, "[flatten, {linear: 2}]");
    train(spec).succeeded();
    Path bird = image("pictures/test/bird/1.png");
    train(spec).failed(2, "bird: class \"bird\" is none of those in training: cat, dog");
    Files.delete(bird);
    Files.delete(bird.getParent());
    image("pictures/test/cat/1.png");
    train(spec).succeeded();
    Path broken = folder.resolve("pictures/train/cat/2.png");
    Files.write(broken, Arrays.copyOf(Files.readAllBytes(image("pictures/x/1.png")), 40));
    train(spec).failed(2, "2.png: cannot be read as an image");
    Files.writeString(broken, "no image");
    train(spec).failed(2, "2.png: is no PNG or JPEG image");
    Files.delete(broken);
    Path print = folder.resolve("pictures/train/dog/print.jpg");
    // A JPEG's frame header that says four components.
    Files.write(print, HexFormat.of().parseHex("ffd8ffc000140800080008040111000211000311000411"));
    train(spec).failed(2, "print.jpg: is a CMYK image, expected grey or RGB");
    Files.delete(print);
    Files.createDirectory(folder.resolve("pictures/train/empty"));
    train(spec).failed(2, "empty: has no .png, .jpg or .jpeg file");
  }

  @Test
  void sequencesThatCannotBeUsed() throws IOException {
    String data = "{source: sequences, path: rows.csv, id: id, split: {train: 1}}";
    Path spec = spec(data, "[{linear: 2}]");
    Path rows = folder.resolve("rows.csv");
    Files.writeString(rows, "id,x,kind\na,1,up\nb,,down\n");
    train(spec).failed(2, "rows.csv: line 3: sequence \"b\" has no steps");
    Files.writeString(rows, "id,x,kind\na,1,up\na,2,up\nb,2,down\n");
    train(spec).failed(2, "spec.yaml: network: puts out shape [1, 2, 2] for each example");
    Files.writeString(spec, Files.readString(spec).replace("id: id", "id: id, each: true"));
    train(spec).succeeded();
  }

  @Test
  void wrongImageLayers() throws IOException {
    String digits = "{source: digits, shape: [8, 8, 1]}";
    train(spec(digits, "[{conv2d: {filters: 2, kernel: 9}}, flatten, {linear: 10}]"))
        .failed(
            2,
            "spec.yaml: network[0]",
            "expected an input no smaller than the kernel 9x9, got [1, 8, 8, 1]");
    train(spec(digits, "[{conv2d: {filters: 2, kernel: 3, stride: 2}}, flatten, {linear: 10}]"))
        .failed(2, "spec.yaml: network[0]", "(8 - 3 + 2*0)/2 + 1 is not a whole number");
    train(spec("{source: bits}", "[{conv2d: {filters: 2, kernel: 3}}, flatten, {linear: 2}]"))
        .failed(
            2, "spec.yaml: network[0]", "expected images [batch, height, width, 1], got [1, 8, 1]");
  }

  @Test
  void predictsEachStepOfSequences() throws IOException {
    Files.writeString(folder.resolve("rows.csv"), "id,x,kind\na,1,up\na,2,down\nb,2,down\n");
    Path spec =
        spec(
            "{source: sequences, path: rows.csv, id: id, target: kind, each: true,"
                + " split: {train: 1}}",
            "[{linear: 2}]");
    Path out = folder.resolve("out");
    Cli.run("train", spec, "--quiet", "--data-dir", folder, "--out", out).succeeded();
    String csv = Cli.runWithInput("id,x\np,1\nq,5\np,2\n", "predict", out).succeeded().out();
    assertThat(csv.lines().map(l -> l.replaceAll("[0-9.]+,[0-9.]+$", "?")))
        .containsExactly("example,step,down,up", "0,0,?", "0,1,?", "1,0,?");
    assertThat(Cli.run("evaluate", out, "--data", folder.resolve("rows.csv")).succeeded().out())
        .contains("2 examples");
    assertThat(Cli.run("inspect", out).succeeded().out()).contains("at each step");
  }

  @Test
  void seriesAreCutInOrderOfTime() throws IOException {
    Path spec =
        Files.writeString(
            folder.resolve("spec.yaml"),
            """
            name: sine
            data: {source: sine, points: 200, window: 10}
            network: [flatten, {linear: 1}]
            loss: mse
            optimizer: {adam: 0.01}
            training: {epochs: 1}
            """);
    train(spec).succeeded();
    Cli.run("train", spec, "--set", "data.split.shuffle=true")
        .failed(2, "data.split.shuffle: is true, but a time series is cut in order of time");
    Cli.run("train", spec, "--set", "data.window=180")
        .failed(2, "the training piece has 160 points");
  }
}
