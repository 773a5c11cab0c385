package jacobi.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir private Path folder;

  static StoredTensor tensor(String name, DType dtype, int... dims) {
    Shape shape = Shape.of(dims);
    byte[] data = new byte[(int) shape.size() * dtype.bytes()];
    new Random(name.hashCode()).nextBytes(data);
    if (dtype == DType.BOOL) {
      for (int i = 0; i < data.length; i++) {
        data[i] &= 1;
      }
    }
    return new StoredTensor(name, dtype, shape, MemorySegment.ofArray(data));
  }

  private static byte[] bytes(StoredTensor tensor) {
    return tensor.data().toArray(ValueLayout.JAVA_BYTE);
  }

  private static byte[] file(String header, int dataSize) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataSize)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  private void assertRefused(byte[] bytes, String message) throws IOException {
    Path path = Files.write(folder.resolve("bad.safetensors"), bytes);
    assertThatThrownBy(() -> Safetensors.read(path))
        .isInstanceOf(JacobiException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void everyTypeComesBack() throws IOException {
    List<StoredTensor> tensors =
        List.of(
            tensor("flags", DType.BOOL, 3),
            tensor("net.0.weight", DType.FLOAT32, 5, 3),
            tensor("double", DType.FLOAT64, 2, 1, 2),
            tensor("long", DType.INT64, 4),
            tensor("int", DType.INT32, 1, 1, 1, 1),
            tensor("scalar \"é\"", DType.FLOAT32),
            tensor("empty", DType.FLOAT32, 0, 7));
    Path path = folder.resolve("all.safetensors");
    Safetensors.write(path, tensors, Map.of("epoch", "7"));
    TensorFile read = Safetensors.read(path);
    assertThat(read.metadata()).containsExactly(Map.entry("epoch", "7"));
    assertThat(read.tensors()).hasSize(7);
    for (StoredTensor tensor : tensors) {
      StoredTensor back = read.get(tensor.name());
      assertThat(back.dtype()).isEqualTo(tensor.dtype());
      assertThat(back.shape()).isEqualTo(tensor.shape());
      assertThat(bytes(back)).containsExactly(bytes(tensor));
      assertThat(back.data().address() % tensor.dtype().bytes()).isZero();
    }
    assertThat(AtomicFiles.list(folder)).containsExactly("all.safetensors");
  }

  /** The bytes themselves, so that reader and writer cannot be wrong together. */
  @Test
  void writesTheFormat() throws IOException {
    MemorySegment data = MemorySegment.ofArray(new byte[] {0, 0, (byte) 0x80, 0x3f});
    Path path = folder.resolve("one.safetensors");
    Safetensors.write(path, List.of(new StoredTensor("w", DType.FLOAT32, Shape.of(1), data)));
    String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    String padded = header + " ".repeat(Math.ceilDiv(header.length(), 8) * 8 - header.length());
    byte[] expected = file(padded, 4);
    expected[expected.length - 2] = (byte) 0x80;
    expected[expected.length - 1] = 0x3f;
    assertThat(Files.readAllBytes(path)).containsExactly(expected);
  }

  @Test
  void sameTensorsInAnyOrderGiveTheSameBytes() throws IOException {
    StoredTensor a = tensor("a", DType.BOOL, 3);
    StoredTensor b = tensor("b", DType.FLOAT64, 3);
    Path one = folder.resolve("1");
    Path other = folder.resolve("2");
    Safetensors.write(one, List.of(a, b));
    Safetensors.write(other, List.of(b, a));
    assertThat(one).hasSameBinaryContentAs(other);
  }

  @Test
  void readsUnalignedAndSpacedHeaders() throws IOException {
    String header = " {\"w\": {\"shape\": [2], \"dtype\": \"I32\", \"data_offsets\": [0, 8]}} \n ";
    Path path = Files.write(folder.resolve("f"), file(header, 8));
    assertThat(Safetensors.read(path).get("w").shape()).isEqualTo(Shape.of(2));
    Path none = Files.write(folder.resolve("none"), file("{}", 0));
    assertThat(Safetensors.read(none).tensors()).isEmpty();
  }

  @Test
  void unknownTensorIsNamed() throws IOException {
    Path path = folder.resolve("f");
    Safetensors.write(path, List.of(tensor("b", DType.BOOL, 1), tensor("a", DType.BOOL, 1)));
    assertThatThrownBy(() -> Safetensors.read(path).get("c"))
        .isInstanceOf(JacobiException.class)
        .hasMessage(path + ": there is no tensor \"c\", only [a, b]");
  }

  @Test
  void hostileHeaderLength() throws IOException {
    byte[] huge = file("{}", 0);
    ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Long.MAX_VALUE);
    assertRefused(huge, "says its header has 9223372036854775807 bytes");
    ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putLong(0, -1);
    assertRefused(huge, "says its header has 18446744073709551615 bytes");
    ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 0);
    assertRefused(huge, "says its header has 0 bytes");
    ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 3);
    assertRefused(huge, "truncated: the header needs 3 bytes, the file has 2");
    assertRefused(new byte[0], "truncated: 0 bytes");
    assertRefused(new byte[7], "truncated: 7 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{ | (header): not valid JSON",
        "[] | (header): not valid JSON",
        "null | (header): not valid JSON: expected an object, found null",
        "{} {} | (header): not valid JSON",
        "{'a':1} | (header): not valid JSON",
        "{\"a\":null} | a is null",
        "{\"a\":1} | tensor \"a\": its entry is not an object",
        "{\"a\":{},\"a\":{}} | (header): not valid JSON: Duplicate",
        "{\"__metadata__\":[]} | tensor \"__metadata__\": is not an object",
        "{\"__metadata__\":{\"k\":1}} | tensor \"__metadata__\": the value of k is not text",
      })
  void badJson(String header, String message) throws IOException {
    assertRefused(file(header, 0), message);
  }

  @Test
  void deepNesting() throws IOException {
    assertRefused(file("{\"a\":" + "[".repeat(100_000), 0), "(header): not valid JSON");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BF16 | [4] | [0,8] | dtype is BF16, expected F32, F64, I64, I32 or BOOL",
        "F32 | [-2] | [0,8] | shape is [-2], expected a list of extents of 0 or more",
        "F32 | [1.5] | [0,8] | shape is [1.5], expected a list",
        "F32 | 2 | [0,8] | shape is 2, expected a list",
        "F32 | [99999999999999999999] | [0,8] | expected a list",
        "F32 | [3] | [0,8] | data_offsets hold 8 bytes, shape [3] of F32 does not",
        "F64 | [2] | [0,8] | data_offsets hold 8 bytes, shape [2] of F64 does not",
        "F32 | [2] | [0,16] | data_offsets [0, 16] lie outside the 8 bytes of data",
        "F32 | [2] | [8,0] | data_offsets [8, 0] lie outside",
        "F32 | [2] | [-8,0] | data_offsets is [-8, 0], expected [begin, end] in bytes",
        "F32 | [2] | [0,8,8] | data_offsets is [0, 8, 8], expected",
        "F32 | [1] | [4,8] | data_offsets begin at 4, but the tensor before ends at 0",
        "F32 | [3000000000] | [0,8] | shape [3000000000] is too large",
        "F32 | [2147483647,2147483647,2147483647,2] | [0,8] | is too large",
        "F32 | [4611686018427387904,4] | [0,0] | is too large",
        "F64 | [2147483647,2147483647] | [0,8] | hold 8 bytes",
      })
  void badEntry(String dtype, String shape, String offsets, String message) throws IOException {
    String header =
        String.format(
            "{\"net.w\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}",
            dtype, shape, offsets);
    assertRefused(file(header, 8), "tensor \"net.w\": ");
    assertRefused(file(header, 8), message);
  }

  @Test
  void overlapsHolesAndTrailingBytes() throws IOException {
    String two =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%d,%d]}}";
    assertRefused(
        file(String.format(two, 4, 12), 16),
        "tensor \"b\": data_offsets [4, 12] overlap those of \"a\", which end at 8");
    assertRefused(file(String.format(two, 0, 8), 8), "overlap");
    assertRefused(
        file(String.format(two, 12, 20), 20), "begin at 12, but the tensor before ends at 8");
    assertRefused(
        file(String.format(two, 8, 16), 17),
        "trailing bytes: the tensors end at 16, the data at 17");
  }

  @Test
  void booleansAreZeroOrOne() throws IOException {
    byte[] bytes = file("{\"m\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[0,2]}}", 2);
    bytes[bytes.length - 1] = 2;
    assertRefused(bytes, "tensor \"m\": element 1 is the byte 2, a BOOL is 0 or 1");
  }

  @Test
  void badTensorsAreNotWritten() {
    StoredTensor a = tensor("a", DType.BOOL, 1);
    Path path = folder.resolve("f");
    assertThatThrownBy(() -> Safetensors.write(path, List.of(a, a)))
        .hasMessage(path + ": the tensor name \"a\" is taken");
    assertThatThrownBy(
            () -> Safetensors.write(path, List.of(tensor("__metadata__", DType.BOOL, 1))))
        .hasMessage(path + ": the tensor name \"__metadata__\" is taken");
    assertThatThrownBy(() -> new StoredTensor("a", DType.BOOL, Shape.of(2), a.data()))
        .hasMessage("tensor \"a\": 1 bytes of data do not fit shape [2] of bool");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void failedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path path = Files.writeString(folder.resolve("f"), "old");
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    path,
                    channel -> {
                      channel.write(ByteBuffer.wrap(new byte[10]));
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(path + ": cannot be written: No space left on device");
    assertThat(path).hasContent("old");
    assertThat(AtomicFiles.list(folder)).containsExactly("f");
  }

  @Test
  void unwritableAndUnreadablePaths() throws IOException {
    Path inFile = Files.writeString(folder.resolve("f"), "x").resolve("g");
    assertThatThrownBy(() -> Safetensors.write(inFile, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage(inFile + ": cannot be written: " + inFile.getParent() + " is not a folder");
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("absent")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("absent") + ": no such file");
    assertThatThrownBy(() -> Safetensors.read(folder))
        .isInstanceOf(JacobiException.class)
        .hasMessage(folder + ": is a folder, expected a safetensors file");
  }

  @Test
  void mappedTensorsSurviveTheReplacementOfTheirFile() throws IOException {
    Path path = folder.resolve("f");
    StoredTensor tensor = tensor("a", DType.INT64, 1000);
    Safetensors.write(path, List.of(tensor));
    StoredTensor mapped = Safetensors.read(path).get("a");
    Safetensors.write(path, List.of(tensor("a", DType.BOOL, 1)));
    assertThat(Arrays.equals(bytes(mapped), bytes(tensor))).isTrue();
  }
}
