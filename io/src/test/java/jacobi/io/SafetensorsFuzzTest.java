package jacobi.io;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files give tensors that fit them or one line of complaint, and nothing else. */
class SafetensorsFuzzTest {
  private static final Path NAME = Path.of("fuzzed.safetensors");
  private static final String INTERESTING = "0129-[]{},:\".eE\\ \u00ff\u0000FIn";

  @TempDir private Path folder;

  @Test
  void damagedFiles() throws IOException {
    Path file = folder.resolve("valid");
    Safetensors.write(
        file,
        List.of(
            SafetensorsTest.tensor("w", DType.FLOAT32, 3, 2),
            SafetensorsTest.tensor("b", DType.INT64, 2),
            SafetensorsTest.tensor("m", DType.BOOL, 5)),
        Map.of("epoch", "3"));
    byte[] valid = Files.readAllBytes(file);
    int read = 0;
    int refused = 0;
    for (int seed = 0; seed < 5_000; seed++) {
      byte[] bytes = damaged(valid, new Random(seed));
      try {
        checkFits(Safetensors.parse(NAME, MemorySegment.ofArray(bytes)), bytes.length);
        read++;
      } catch (JacobiException e) {
        assertThat(e.getMessage()).as("seed %d", seed).startsWith(NAME.toString());
        assertThat(e.getMessage().lines().count()).as("seed %d", seed).isEqualTo(1);
        refused++;
      }
    }
    // A fuzzer that only ever sees one outcome tests nothing.
    assertThat(read).isGreaterThan(100);
    assertThat(refused).isGreaterThan(1000);
  }

  private static void checkFits(TensorFile file, long size) {
    long total = 8;
    for (StoredTensor tensor : file.tensors().values()) {
      assertThat(tensor.data().byteSize())
          .isEqualTo(tensor.shape().size() * tensor.dtype().bytes());
      total += tensor.data().byteSize();
    }
    assertThat(total).isLessThan(size);
  }

  /** Cut short, grown, or with bytes changed, those of the length and of the JSON above all. */
  private static byte[] damaged(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    for (int n = 1 + random.nextInt(3); n > 0 && bytes.length > 0; n--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes = Arrays.copyOf(bytes, at);
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(9));
        case 3 -> bytes[random.nextInt(Math.min(8, bytes.length))] = (byte) random.nextInt(256);
        default -> bytes[at] = (byte) INTERESTING.charAt(random.nextInt(INTERESTING.length()));
      }
    }
    return bytes;
  }
}
