package jacobi.data;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.graph.JacobiException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Damaged files give data or one line of complaint, and nothing else. */
class ReaderFuzzTest {
  private static final byte[] CSV =
      "a,b,\"c \"\"d\"\"\"\n1,2.5,x\n-3,4e1,\"y\nz\"\n5,6,x\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] IDX = IdxTest.idx(0x803, new int[] {3, 2, 2}, 12);

  private interface Reader {
    Dataset read() throws IOException;
  }

  @Property(tries = 3000)
  void csv(@ForAll long seed) {
    assertDataOrOneLine(() -> readCsv(damaged(CSV, seed)));
  }

  @Property(tries = 500)
  void zippedCsv(@ForAll long seed) {
    assertDataOrOneLine(() -> readCsv(damaged(zip(CSV), seed)));
  }

  @Property(tries = 1000)
  void csvOfAnyText(@ForAll("csvLike") String text) {
    assertDataOrOneLine(() -> readCsv(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Property(tries = 3000)
  void idx(@ForAll long seed) {
    assertDataOrOneLine(
        () -> {
          IdxArray array = IdxArray.parse("fuzzed", MemorySegment.ofArray(damaged(IDX, seed)));
          array.checkFinite();
          float[] all = new float[Arrays.stream(array.dims()).reduce(1, (a, b) -> a * b)];
          array.copy(0, all, 0, all.length);
          return Dataset.of(new float[][] {all});
        });
  }

  @Provide
  Arbitrary<String> csvLike() {
    return Arbitraries.strings().withChars("0123456789abe.,;-+\"\n\r \t\u00e9").ofMaxLength(60);
  }

  private static Dataset readCsv(byte[] bytes) throws IOException {
    CsvTable table = Csv.read(new ByteArrayInputStream(bytes), "fuzzed", CsvFormat.DEFAULT);
    assertThat(table.rowCount()).isPositive();
    return table.target();
  }

  private static void assertDataOrOneLine(Reader reader) {
    try {
      Dataset data = reader.read();
      for (int i = 0; i < data.size(); i++) {
        for (float x : data.features(i)) {
          assertThat(x).isFinite();
        }
      }
    } catch (JacobiException e) {
      assertThat(e).hasMessageStartingWith("fuzzed");
      assertThat(e.getMessage().lines().toList()).hasSize(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cut short, with bytes changed, doubled or left out. */
  static byte[] damaged(byte[] valid, long seed) {
    Random random = new Random(seed);
    byte[] bytes = valid.clone();
    for (int n = random.nextInt(4); n > 0 && bytes.length > 0; n--) {
      int at = random.nextInt(bytes.length);
      List<Integer> choices = List.of(0, 0xff, 0x7f, (int) ',', (int) '\n', (int) '"', 0x80);
      switch (random.nextInt(5)) {
        case 0 -> bytes = Arrays.copyOf(bytes, at);
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] = choices.get(random.nextInt(choices.size())).byteValue();
        case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(5));
        default -> System.arraycopy(bytes, at, bytes, at / 2, bytes.length - at);
      }
    }
    return bytes;
  }

  private static byte[] zip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }
}
