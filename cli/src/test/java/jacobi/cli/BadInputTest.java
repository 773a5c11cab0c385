package jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake is one line that names the place, exit code 2, and leaves nothing behind. */
class BadInputTest {
  private static final String CSV_SPEC =
      """
      name: rows
      data: {source: csv, path: rows.csv}
      network: [{linear: 2}]
      loss: cross-entropy
      optimizer: adam
      training: {epochs: 2}
      """;

  private static final String IDX_SPEC =
      CSV_SPEC.replace(
          "{source: csv, path: rows.csv}",
          "{source: idx, images: images, labels: labels, classes: 2, split: {train: 1}}");

  @TempDir private Path folder;
  private Path out;

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private Cli.Result train(Object spec, Object... more) {
    out = folder.resolve("new").resolve("out");
    Object[] all = new Object[more.length + 6];
    System.arraycopy(
        new Object[] {"train", spec, "--data-dir", folder, "--out", out}, 0, all, 0, 6);
    System.arraycopy(more, 0, all, 6, more.length);
    return Cli.run(all);
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(folder.resolve("new")).doesNotExist();
  }

  // --- specifications ---------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "training.epoch=5              | unknown key 'training.epoch', did you mean"
            + " 'training.epochs'?",
        "data.split.tests=0.1          | unknown key 'data.split.tests', did you mean",
        "trainin.epochs=5              | unknown key 'trainin', did you mean 'training'?",
        "training.epochs=many          | training.epochs: is 'many', expected a number",
        "training.epochs=0             | training.epochs: is 0, expected a whole number from 1",
        "training.batch=1.5            | training.batch: is 1.5, expected a whole number from 0",
        "optimizer=adma                | optimizer: 'adma' is not known, did you mean 'adam'?",
        "optimizer=[adam]              | optimizer: is [adam], expected a kind",
        "optimizer.adam=-1             | optimizer: [Adam] learning rate",
        "loss=cross                    | loss: 'cross' is not known, did you mean",
        "loss=binary-cross-entropy     | loss: binary_cross_entropy is for 2 classes, the data has"
            + " 3",
        "network=[]                    | network: has no layers",
        "network.0=liner               | network[0]: 'liner' is not known, did you mean 'linear'?",
        "network.0.linear=0            | network[0].linear.units: is 0, expected a whole number",
        "network.9.linear=1            | '9' is no position from 0 to 2",
        "network.1.dropout=7           | network[1]: ",
        "network.2.linear=4            | network: puts out 4 numbers for each example",
        "data.source=irs               | data.source: 'irs' is not known, did you mean 'iris'?",
        "data.scale=wide               | data.scale: 'wide' is not known",
        "data.split.train=0.9          | data.split: train 0.9, validation 0.15 and test 0.15 must"
            + " add",
        "training.schedule.cosine.x=1  | unknown key 'training.schedule.cosine.x'",
        "epochs                        | --set epochs: expected key=value",
        "=5                            | --set =5: expected key=value",
        "training.epochs=[1            | --set training.epochs=[1",
      })
  void wrongSettings(String setting, String message) {
    train("iris", "--set", setting).failed(2, message);
  }

  @Test
  void wrongSpecificationFiles() throws IOException {
    train("iriss").failed(2, "iriss: no such file", "did you mean 'iris'?");
    train(folder).failed(2, folder + ": is a folder, expected a specification");
    Path spec = file("spec.yaml", "");
    train(spec).failed(2, "spec.yaml: is empty");
    file("spec.yaml", "name: [x\nloss: mse\n");
    train(spec).failed(2, "spec.yaml, line 2");
    file("spec.yaml", "- a\n- b\n");
    train(spec).failed(2, "spec.yaml: expected keys with values");
    file("spec.yaml", CSV_SPEC + "loss: mse\n");
    train(spec).failed(2, "spec.yaml, line 7", "loss");
    file("spec.yaml", CSV_SPEC + "losss: mse\n");
    train(spec).failed(2, "spec.yaml: unknown key 'losss', did you mean 'loss'?");
    file("spec.yaml", CSV_SPEC.replace("loss: cross-entropy\n", ""));
    train(spec).failed(2, "spec.yaml: loss: is missing");
    file("spec.yaml", CSV_SPEC.replace("epochs: 2", "epochs: 2, patience: 3"));
    train(spec).failed(2, "spec.yaml: training.patience: needs a validation part");
  }

  @Test
  void wrongCommandLines() {
    Cli.run().failed(2, "jacobi: which command?");
    Cli.run("trian", "iris").failed(2, "'trian'", "did you mean train?");
    Cli.run("train").failed(2, "jacobi train: Missing required parameter: 'NAME|SPEC.yaml'");
    Cli.run("train", "iris", "--epoch=3").failed(2, "--epoch=3", "did you mean --epochs?");
    Cli.run("train", "iris", "--epochs", "x").failed(2, "'--epochs'", "'x' is not an int");
    Cli.run("train", "iris", "--seed", "-1").failed(2, "training.seed: is -1");
    Cli.run("train", "iris", "--threads", "-2").failed(2, "--threads is -2");
    Cli.run("train", "iris", "--backend", "gpu").failed(2, "no backend 'gpu'; there are: auto");
    Cli.run("train", "iris", "--device", "gpu")
        .failed(2, "no device 'gpu'; there are: cpu", "best");
    Cli.run("train", "iris", "--precision", "half")
        .failed(2, "precision 'half', expected one of: float32, tf32, bfloat16");
    Cli.run("predict", folder, "--format", "xml").failed(2, "--format", "xml");
    Cli.run("inspect", "iris", "--gradients").failed(2, "--gradients needs --graph");
    Cli.run("train", "a\0b").failed(2, "is not a path");
  }

  // --- tables -----------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1,2,a;3,b            | line 2 has 2 columns, expected 3 as in line 1",
        "1,2,a;3,x,b          | line 2, column 2: \"x\" is not a number",
        "1,2,a;NaN,4,b        | line 2, column 1: \"NaN\" is not a finite number",
        "1,2,a;,4,b           | line 2, column 1: the cell is empty",
        "1,2,a;1e99,4,b       | line 2, column 1: 1e99 is too large",
        "1,2,a;3,4,           | line 2, column 3: the class is missing",
        "x,y,z;1,2,a;3,q,b    | line 3, column 2 (y): \"q\" is not a number",
        "``                   | rows.csv: ",
        "x,y,z                | rows.csv: ",
        "1,2,a;3,4,b          | rows.csv: ",
      })
  void wrongTables(String rows, String message) throws IOException {
    file("rows.csv", rows.replace(';', '\n'));
    train(file("spec.yaml", CSV_SPEC)).failed(2, "rows.csv: ", message);
  }

  @Test
  void labelOutOfRange() throws IOException {
    file("rows.csv", "1,2,0\n3,4,1\n5,6,2\n");
    Path spec = file("spec.yaml", CSV_SPEC.replace("rows.csv}", "rows.csv, classes: 2}"));
    train(spec).failed(2, "rows.csv: line 3, column 3: label 2 is out of range");
  }

  @Test
  void missingFilesAndColumns() throws IOException {
    Path spec = file("spec.yaml", CSV_SPEC);
    train(spec).failed(2, "rows.csv: no such file");
    Files.createDirectory(folder.resolve("rows.csv"));
    train(spec).failed(2, "rows.csv: is a folder, expected a file");
    Files.delete(folder.resolve("rows.csv"));
    file("rows.csv", "x,y,kind\n1,2,a\n3,4,b\n");
    file("spec.yaml", CSV_SPEC.replace("rows.csv}", "rows.csv, target: kinds}"));
    train(spec).failed(2, "rows.csv: there is no column \"kinds\"; did you mean \"kind\"?");
  }

  // --- IDX --------------------------------------------------------------------------------------

  private static byte[] idx(int magic, int... extentsAndBytes) {
    int rank = magic & 0xff;
    ByteBuffer b = ByteBuffer.allocate(4 + 4 * rank + extentsAndBytes.length - rank);
    b.putInt(magic);
    for (int i = 0; i < extentsAndBytes.length; i++) {
      if (i < rank) {
        b.putInt(extentsAndBytes[i]);
      } else {
        b.put((byte) extentsAndBytes[i]);
      }
    }
    return b.array();
  }

  @Test
  void wrongIdxFiles() throws IOException {
    Path spec = file("spec.yaml", IDX_SPEC);
    byte[] images = idx(0x803, 2, 1, 2, 9, 8, 7, 6);
    byte[] labels = idx(0x801, 2, 0, 1);
    file("labels", labels);
    train(spec).failed(2, "images: no such file");
    file("images", Arrays.copyOf(images, images.length - 1));
    train(spec).failed(2, "images: truncated");
    file("images", idx(0x80903, 2, 1, 2, 9, 8, 7, 6));
    train(spec).failed(2, "images: wrong magic number 00080903");
    file("images", idx(0x803, 3, 1, 2, 9, 8, 7, 6, 5, 4));
    train(spec).failed(2, "images has 3 examples, but", "labels has 2 labels");
    file("images", new byte[] {0x1f, (byte) 0x8b, 8, 0});
    train(spec).failed(2, "images: the gzip file is truncated");
    file("images", images);
    file("labels", idx(0x801, 2, 0, 2));
    train(spec).failed(2, "labels: example 1 has label 2, out of range: expected 0 to 1");
    file("labels", labels);
    train(spec).failed(2, "spec.yaml: network: puts out shape [1, 1, 2, 2] for each example");
  }

  // --- models -----------------------------------------------------------------------------------

  private Path model() {
    Path model = folder.resolve("trained");
    Cli.run("train", "xor", "--epochs", 1, "--quiet", "--out", model).succeeded();
    return model.resolve("model");
  }

  private void failsToLoad(Path model, String... parts) {
    Cli.run("evaluate", model).failed(2, parts);
    Cli.run("predict", model, folder.resolve("unread.csv")).failed(2, parts);
    Cli.run("inspect", model).failed(2, parts);
  }

  @Test
  void wrongWeights() throws IOException {
    Path model = model();
    Path weights = model.resolve("weights.safetensors");
    byte[] good = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(good, good.length - 4));
    failsToLoad(model, "weights.safetensors", "2.weight");
    Files.write(weights, Arrays.copyOf(good, 5));
    failsToLoad(model, "weights.safetensors: truncated: 5 bytes");
    ByteBuffer huge = ByteBuffer.wrap(good.clone()).order(ByteOrder.LITTLE_ENDIAN);
    huge.putLong(0, Long.MAX_VALUE);
    Files.write(weights, huge.array());
    failsToLoad(model, "weights.safetensors: says its header has 9223372036854775807 bytes");
    String text = new String(good, StandardCharsets.ISO_8859_1);
    String overlapping = text.replaceFirst("\"data_offsets\":\\[32,", "\"data_offsets\":[00,");
    Files.write(weights, overlapping.replace("[00,", "[ 0,").getBytes(StandardCharsets.ISO_8859_1));
    assertThat(overlapping).isNotEqualTo(text);
    failsToLoad(model, "weights.safetensors", "0.weight");
    Files.delete(weights);
    failsToLoad(model, "weights.safetensors: no such file");
  }

  @Test
  void wrongModelFolders() throws IOException {
    Path model = model();
    Path json = model.resolve("model.json");
    String good = Files.readString(json);
    Files.writeString(json, good.replaceFirst("\"version\" : 1", "\"version\" : 7"));
    failsToLoad(model, "model.json: the model has format version 7, this Jacobi reads version 1");
    Files.writeString(json, good.replace("\"linear\" : 8", "\"linear\" : 9"));
    failsToLoad(model, "parameter 0.weight is float32[8, 2], the network has float32[9, 2]");
    Files.writeString(json, good.substring(0, good.length() / 2));
    failsToLoad(model, "model.json: not valid JSON");
    Files.writeString(json, good.replace("\"scaler\"", "\"scalar\""));
    failsToLoad(model, "has no specification");
    Files.writeString(json, good.replace("[ \"0\", \"1\" ]", "[ ]"));
    failsToLoad(model, "model: a classification target needs at least one class");
    failsToLoad(folder.resolve("nowhere"), "nowhere");
    Files.createDirectory(folder.resolve("empty"));
    failsToLoad(folder.resolve("empty"), "empty: is no model folder: it has no model.json");
  }

  @Test
  void rowsThatDoNotFitTheModel() throws IOException {
    Path model = model();
    Cli.runWithInput("1,2,3\n", "predict", model)
        .failed(2, "standard input: has 3 features a row, the model needs 2");
    Cli.runWithInput("1,2\n3,x\n", "predict", model)
        .failed(2, "standard input: line 2, column 2: \"x\" is not a number");
    Cli.runWithInput("", "predict", model).failed(2, "standard input: ");
    Cli.run("predict", model, folder.resolve("no.csv")).failed(2, "no.csv: no such file");
    Cli.run("evaluate", model, "--data", "iris").failed(2, "iris: has targets", "the model was");
    Cli.run("evaluate", model, "--data", "xro").failed(2, "xro: no such file, and no data set");
    Cli.run("evaluate", model, "--data", file("rows.csv", "1,0,1\n0,0,5\n"))
        .failed(2, "rows.csv: line 2, column 3: label 5 is out of range");
  }

  // --- output -----------------------------------------------------------------------------------

  @Test
  void unwritableOutput() throws IOException {
    Path file = file("taken", "mine");
    Cli.run("train", "xor", "--out", file).failed(2, "taken: is a file, expected a folder");
    Cli.run("train", "xor", "--out", file.resolve("below")).failed(2, "below: cannot be written");
    assertThat(file).hasContent("mine");
    Path foreign = Files.createDirectories(folder.resolve("foreign").resolve("model"));
    Path kept = Files.writeString(foreign.resolve("thesis.txt"), "mine");
    Cli.run("train", "xor", "--out", folder.resolve("foreign"))
        .failed(2, "model: holds thesis.txt, which is no part of a model");
    assertThat(kept).hasContent("mine");
    Files.move(foreign, folder.resolve("elsewhere"), StandardCopyOption.ATOMIC_MOVE);
    Files.createDirectory(folder.resolve("foreign").resolve("metrics.json"));
    Cli.run("train", "xor", "--out", folder.resolve("foreign"))
        .failed(2, "metrics.json: is a folder, expected a file to replace");
    assertThat(folder.resolve("foreign").resolve("model")).doesNotExist();
  }

  // --- training ---------------------------------------------------------------------------------

  @Test
  void lossThatIsNotFinite() throws IOException {
    file("rows.csv", "1e30,1\n-1e30,2\n3e30,3\n2e30,4\n1e30,5\n");
    Path spec =
        file(
            "spec.yaml",
            CSV_SPEC
                .replace("rows.csv}", "rows.csv, regression: true, split: {train: 1}}")
                .replace("linear: 2", "linear: 1")
                .replace("cross-entropy", "mse"));
    Cli.Result result = train(spec, "--quiet");
    result.failed(1, "the loss is Infinity at epoch 1, step 1");
    assertThat(folder.resolve("new")).doesNotExist();
  }
}
