package jacobi.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
  private static final List<StoredTensor> TENSORS =
      List.of(SafetensorsTest.tensor("w", DType.FLOAT32, 2, 3));

  @TempDir private Path parent;
  private Path folder;

  @BeforeEach
  void choosePath() {
    folder = parent.resolve("runs").resolve("model");
  }

  private static Map<String, Object> spec() {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("name", "digits \u00e9\n");
    spec.put("layers", List.of(Map.of("linear", 10), "relu"));
    spec.put("rate", 0.1f + 0.0);
    spec.put("steps", 1L << 40);
    spec.put("bias", true);
    spec.put("alpha", 1e-300);
    return spec;
  }

  private void edit(String from, String to) throws IOException {
    Path file = folder.resolve("model.json");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> ModelFolder.read(folder))
        .isInstanceOf(JacobiException.class)
        .hasMessageStartingWith(folder.toString())
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void comesBack() throws IOException {
    ModelFolder.write(folder, spec(), TENSORS);
    ModelFolder read = ModelFolder.read(folder);
    assertThat(read.spec()).isEqualTo(spec());
    assertThat(List.copyOf(read.spec().keySet())).isEqualTo(List.copyOf(spec().keySet()));
    assertThat(read.weights().get("w").data().mismatch(TENSORS.getFirst().data())).isEqualTo(-1);
    assertThat(AtomicFiles.list(folder)).containsExactly("model.json", "weights.safetensors");
    assertThat(AtomicFiles.list(folder.getParent())).containsExactly("model");
  }

  @Test
  void specIsReadable() throws IOException {
    ModelFolder.write(folder, Map.of("a", List.of(1, 2)), TENSORS);
    assertThat(folder.resolve("model.json"))
        .hasContent(
            """
            {
              "format" : "jacobi-model",
              "version" : 1,
              "spec" : {
                "a" : [ 1, 2 ]
              }
            }
            """);
  }

  @Test
  void replacesAModel() throws IOException {
    ModelFolder.write(folder, spec(), TENSORS);
    ModelFolder.write(folder, Map.of("new", 1), List.of());
    assertThat(ModelFolder.read(folder).spec()).containsExactly(Map.entry("new", 1));
    assertThat(AtomicFiles.list(folder.getParent())).containsExactly("model");
  }

  @Test
  void replacesNothingElse() throws IOException {
    Files.createDirectories(folder);
    Path thesis = Files.writeString(folder.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(() -> ModelFolder.write(folder, spec(), TENSORS))
        .isInstanceOf(JacobiException.class)
        .hasMessage(
            folder + ": holds thesis.txt, which is no part of a model: choose another folder");
    assertThat(thesis).hasContent("years of work");
    assertThatThrownBy(() -> ModelFolder.write(thesis, spec(), TENSORS))
        .isInstanceOf(JacobiException.class)
        .hasMessage(thesis + ": is a file, expected a folder to write the model to");
  }

  @Test
  void aFailedWriteLeavesTheOldModel() throws IOException {
    ModelFolder.write(folder, spec(), TENSORS);
    Map<String, Object> bad = Map.of("optimizer", Map.of("rate", Double.NaN));
    assertThatThrownBy(() -> ModelFolder.write(folder, bad, TENSORS))
        .isInstanceOf(JacobiException.class)
        .hasMessage(
            folder.resolve("model.json")
                + ": spec.optimizer.rate is NaN, expected text, a finite number, a truth value, a"
                + " list or an object");
    assertThatThrownBy(
            () ->
                AtomicFiles.replaceFolder(
                    folder,
                    temporary -> {
                      Files.writeString(temporary.resolve("model.json"), "half");
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + ": cannot be written: No space left on device");
    assertThat(ModelFolder.read(folder).spec()).isEqualTo(spec());
    assertThat(AtomicFiles.list(folder.getParent())).containsExactly("model");
  }

  @Test
  void unwritableParent() throws IOException {
    Files.writeString(parent.resolve("runs"), "a file");
    assertThatThrownBy(() -> ModelFolder.write(folder, spec(), TENSORS))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + ": cannot be written: " + parent.resolve("runs") + " is not a folder");
  }

  @Test
  void anotherVersion() throws IOException {
    ModelFolder.write(folder, spec(), TENSORS);
    edit("\"version\" : 1", "\"version\" : 2");
    assertRefused("model.json: the model has format version 2, this Jacobi reads version 1");
    edit("\"version\" : 2", "\"version\" : \"1\"");
    assertRefused("format version 1");
  }

  @Test
  void notAModel() throws IOException {
    assertThatThrownBy(() -> ModelFolder.read(folder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder + ": no such file");
    Files.createDirectories(folder);
    assertRefused("is no model folder: it has no model.json");
    Files.writeString(folder.resolve("model.json"), "{\"format\":\"other\"}");
    assertRefused("model.json: format is other, expected \"jacobi-model\"");
    Files.writeString(folder.resolve("model.json"), "{\"format\": \"jacobi-model\",\n \"version\"");
    assertRefused("model.json: not valid JSON");
    Files.writeString(
        folder.resolve("model.json"), "{\"format\": \"jacobi-model\", \"version\": 1}");
    assertRefused("model.json: spec is missing or not an object");
    Files.write(folder.resolve("model.json"), new byte[] {'{', '"', (byte) 0xff, '"', '}'});
    assertRefused("model.json: not valid JSON: the text is not UTF-8");
  }

  @Test
  void missingOrTruncatedWeights() throws IOException {
    ModelFolder.write(folder, spec(), TENSORS);
    Path weights = folder.resolve("weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length - 1));
    assertRefused("weights.safetensors: tensor \"w\": data_offsets [0, 24] lie outside the 23");
    Files.delete(weights);
    assertThatThrownBy(() -> ModelFolder.read(folder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("weights.safetensors: no such file");
  }
}
