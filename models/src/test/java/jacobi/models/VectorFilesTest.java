package jacobi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.data.Split;
import jacobi.graph.JacobiException;
import jacobi.nn.Module;
import jacobi.train.Fit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFilesTest {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("t.txt"), "b b a c\nb c c a\nb d\n");
    Files.writeString(folder.resolve("v.txt"), "a 1 2\nx 7 7\nb 3 4\nd 5 6\n");
  }

  private Spec spec(Map<String, Object> embedding) {
    return new Spec(
        "s.yaml",
        Map.of(
            "name", "s",
            "data", Map.of("source", "skip-gram", "path", "t.txt", "negatives", 1, "subsample", 0),
            "network", List.of(Map.of("embedding", embedding), "flatten", Map.of("linear", 2)),
            "loss", "binary-cross-entropy",
            "optimizer", Map.of("sgd", 0.5),
            "training", Map.of("epochs", 1)));
  }

  private Module build(Map<String, Object> embedding) throws IOException {
    Job job = spec(embedding).job();
    return job.build(job.load(Optional.of(folder)).train(), Optional.of(folder));
  }

  private static float[] table(Module net) {
    return net.parameters().get("0.weight").value().toFloats();
  }

  /** The words are, most frequent first: unknown, b, c, a, d. */
  @Test
  void wordsWithoutARowStartAsUsual() throws IOException {
    Module net = build(Map.of("size", 2, "vectors", "v.txt", "init", Map.of("uniform", 0.5)));
    net.init(3);
    float[] table = table(net);
    assertThat(Arrays.copyOfRange(table, 2, 4)).containsExactly(3, 4);
    assertThat(Arrays.copyOfRange(table, 6, 10)).containsExactly(1, 2, 5, 6);
    for (int i : new int[] {0, 1, 4, 5}) {
      assertThat(table[i]).isNotZero().isBetween(-0.5f, 0.5f);
    }
  }

  @Test
  void fineTunesOrFreezes() throws IOException {
    for (boolean frozen : List.of(true, false)) {
      Spec spec = spec(Map.of("size", 2, "vectors", "v.txt", "frozen", frozen));
      Job job = spec.job();
      Split parts = job.load(Optional.of(folder));
      Module net = job.build(parts.train(), Optional.of(folder));
      Fit fit = job.trainer(net, parts.train()).fit(parts);
      float[] after = table(net);
      assertThat(after[2] == 3 && after[3] == 4).isEqualTo(frozen);
      // A saved model needs the file no more.
      Path saved = folder.resolve("model" + frozen);
      SavedModel.save(spec, fit, parts.train(), saved);
      Path file = folder.resolve("v.txt");
      String rows = Files.readString(file);
      Files.delete(file);
      assertThat(table(SavedModel.load(saved).net())).containsExactly(after);
      Files.writeString(file, rows);
    }
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertThatThrownBy(() -> build(Map.of("size", 3, "vectors", "v.txt")))
        .isInstanceOf(JacobiException.class)
        .hasMessage("s.yaml: network[0].embedding.size: is 3, but the vectors of v.txt have 2");
    Files.writeString(folder.resolve("w.txt"), "x 1 2\n");
    assertThatThrownBy(() -> build(Map.of("size", 2, "vectors", "w.txt")))
        .isInstanceOf(JacobiException.class)
        .hasMessage(
            "s.yaml: network[0].embedding.vectors: w.txt has a vector for none of the 5 words of"
                + " the data");
    assertThatThrownBy(() -> build(Map.of("size", 2, "vectors", "none.txt")))
        .hasCauseInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> build(Map.of("size", 2, "vectors", "v.txt", "vocabulary", 9)))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("leave out vocabulary");
  }
}
