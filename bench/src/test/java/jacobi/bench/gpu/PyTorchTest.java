package jacobi.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.bench.Cnn;
import jacobi.bench.LstmLanguageModel;
import jacobi.bench.WindowLanguageModel;
import jacobi.bench.Workload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PyTorchTest {
  private static final WindowLanguageModel WORDS = new WindowLanguageModel("L", 3, 2, 4, 10, 5, 1);

  @Test
  void answers() {
    assertThat(PyTorch.parse("{\"millis\": 1.5}").get("millis").asDouble()).isEqualTo(1.5);
    assertThatThrownBy(() -> PyTorch.parse("{\"error\": \"RuntimeError: no\"}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("RuntimeError: no");
    assertThatThrownBy(() -> PyTorch.parse("Traceback"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Python answers Traceback");
  }

  @Test
  void describesParametersInJacobisOrder() {
    assertThat(NumbersFile.describe(new LstmLanguageModel("S", 2, 3, 7, 5, 4, 1)))
        .containsEntry("kind", "lstm")
        .containsEntry("indices", true)
        .containsEntry(
            "parameters",
            List.of(
                List.of(7, 3),
                List.of(12, 3),
                List.of(12, 3),
                List.of(12),
                List.of(12, 3),
                List.of(12, 3),
                List.of(12),
                List.of(7, 3),
                List.of(7)));
    assertThat(NumbersFile.describe(new Cnn("S", 8, 3, 3, List.of(4, 5), List.of(6), 7, 2, 1)))
        .containsEntry("last_side", 2)
        .containsEntry("indices", false)
        .containsEntry(
            "parameters",
            List.of(
                List.of(4, 3, 3, 3),
                List.of(4),
                List.of(5, 3, 3, 4),
                List.of(5),
                List.of(6, 20),
                List.of(6),
                List.of(7, 6),
                List.of(7)));
  }

  @Test
  void fileHoldsParametersThenInputThenLabels(@TempDir Path folder) throws IOException {
    Workload.Numbers numbers = WORDS.numbers(3);
    Path file = folder.resolve("numbers");
    NumbersFile.write(WORDS, numbers, file);

    ByteBuffer read = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    for (Workload.Values p : numbers.parameters()) {
      for (float expected : p.values()) {
        assertThat(read.getFloat()).isEqualTo(expected);
      }
    }
    for (float index : numbers.x().values()) {
      assertThat(read.getLong()).isEqualTo((long) index);
    }
    for (long label : numbers.labels()) {
      assertThat(read.getLong()).isEqualTo(label);
    }
    assertThat(read.hasRemaining()).isFalse();
  }

  @Test
  void fileOfManyNumbers(@TempDir Path folder) throws IOException {
    var values = new float[100_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Path file = folder.resolve("numbers");
    NumbersFile.write(
        WORDS,
        new Workload.Numbers(
            List.of(new Workload.Values(new int[] {values.length}, values)),
            new Workload.Values(new int[] {0}, new float[0]),
            new long[0]),
        file);

    ByteBuffer read = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(read.remaining()).isEqualTo(400_000);
    for (float expected : values) {
      assertThat(read.getFloat()).isEqualTo(expected);
    }
  }

  @Test
  void kindsAreAllDescribed() {
    assertThat(Workload.all().stream().map(NumbersFile::describe).map(m -> m.get("kind")))
        .isEqualTo(List.of("mlp", "mlp", "cnn", "lstm", "window"));
    assertThat(NumbersFile.describe(WORDS)).containsAllEntriesOf(Map.of("window", 3, "size", 2));
  }
}
