package jacobi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
  @TempDir private Path folder;
  private Path images;
  private Path labels;

  /** The header, then {@code body} bytes 0, 1, 2... */
  static byte[] idx(int magic, int[] dims, int body) {
    ByteBuffer out = ByteBuffer.allocate(4 + 4 * dims.length + body).putInt(magic);
    Arrays.stream(dims).forEach(out::putInt);
    for (int i = 0; i < body; i++) {
      out.put((byte) i);
    }
    return out.array();
  }

  private static int[] dims(int... dims) {
    return dims;
  }

  @BeforeEach
  void writeFiles() throws IOException {
    images = Files.write(folder.resolve("images"), idx(0x803, dims(3, 2, 2), 12));
    labels = Files.write(folder.resolve("labels"), idx(0x801, dims(3), 3));
  }

  private void assertRefused(Path file, byte[] bytes, String message) throws IOException {
    Files.write(file, bytes);
    assertThatThrownBy(() -> Idx.read(images, labels, 3))
        .isInstanceOf(JacobiException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void readsImagesAndLabels() throws IOException {
    Dataset data = Idx.read(images, labels);
    assertThat(data.size()).isEqualTo(3);
    assertThat(data.featureShape()).isEqualTo(Shape.of(2, 2, 1));
    assertThat(data.features(2)).containsExactly(8, 9, 10, 11);
    assertThat(data.label(2)).isEqualTo(2);
    assertThat(data.classNames()).containsExactly("0", "1", "2");
  }

  @Test
  void bytesAreUnsignedAndOtherTypesBigEndian() throws IOException {
    byte[] bytes = idx(0x803, dims(1, 1, 1), 1);
    bytes[16] = (byte) 200;
    assertThat(Idx.read(Files.write(images, bytes)).features(0)).containsExactly(200);
    byte[] floats = idx(0xd02, dims(1, 2), 8);
    ByteBuffer.wrap(floats).putFloat(12, -1.5f).putFloat(16, 3);
    assertThat(Idx.read(Files.write(images, floats)).features(0)).containsExactly(-1.5f, 3);
    byte[] shorts = idx(0xb02, dims(1, 2), 4);
    assertThat(Idx.read(Files.write(images, shorts)).features(0)).containsExactly(1, 515);
  }

  @Test
  void zippedAndMappedFilesGiveTheSame() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(Files.readAllBytes(images));
    }
    Path gz = Files.write(folder.resolve("images.gz"), zipped.toByteArray());
    Dataset mapped = Idx.read(images, labels);
    Dataset unzipped = Idx.read(gz, labels);
    for (int i = 0; i < 3; i++) {
      assertThat(mapped.features(i)).isEqualTo(unzipped.features(i));
    }
  }

  /** Five gigabytes, all zeros but one, which take no room on disk. */
  @Test
  void readsFilesLargerThanAnyArray() throws IOException {
    Path big = folder.resolve("big");
    long size = 5L << 30;
    try (FileChannel out =
        FileChannel.open(
            big,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      out.write(ByteBuffer.wrap(idx(0x803, dims(5 << 10, 1 << 10, 1 << 10), 0)));
      out.write(ByteBuffer.wrap(new byte[] {77}), 16 + size - 1);
    }
    Dataset data = Idx.read(big);
    assertThat(data.size()).isEqualTo(5 << 10);
    float[] last = data.features(data.size() - 1);
    assertThat(last[last.length - 1]).isEqualTo(77);
    assertThat(last[0]).isZero();
  }

  @Test
  void findsZippedPairInFolder() throws IOException {
    Files.write(folder.resolve("t10k-images-idx3-ubyte"), Files.readAllBytes(images));
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(Files.readAllBytes(labels));
    }
    Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), zipped.toByteArray());
    assertThat(Idx.readFolder(folder, "t10k").size()).isEqualTo(3);
    assertThatThrownBy(() -> Idx.readFolder(folder, "train"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("train-images-idx3-ubyte");
  }

  @Test
  void wrongMagic() throws IOException {
    assertRefused(images, idx(0x00010803, dims(3, 2, 2), 12), "wrong magic number 00010803");
    assertRefused(images, idx(0x00000a03, dims(3, 2, 2), 12), "wrong magic number 00000a03");
    assertRefused(images, idx(0x00000800, dims(), 0), "wrong magic number 00000800");
  }

  @Test
  void truncated() throws IOException {
    assertRefused(images, new byte[0], "the file is empty");
    assertRefused(images, new byte[3], "truncated: 3 bytes");
    assertRefused(images, idx(0x803, dims(3, 2), 0), "truncated: ends within its 3 extents");
    assertRefused(
        images,
        idx(0x803, dims(3, 2, 2), 11),
        "truncated: extents [3, 2, 2] need 12 bytes of ubyte after the header, the file has 11");
  }

  @Test
  void trailingBytes() throws IOException {
    assertRefused(labels, idx(0x801, dims(3), 4), "trailing bytes: extents [3] need 3 bytes");
  }

  @Test
  void hostileExtents() throws IOException {
    String message = "more numbers than a file holds";
    int most = Integer.MAX_VALUE;
    assertRefused(images, idx(0x803, dims(-1, 2, 2), 12), "extent 0 is 4294967295: " + message);
    assertRefused(images, idx(0x803, dims(most, most, most), 12), message);
    assertRefused(images, idx(0x803, dims(1 << 16, 1 << 15, 2), 12), "truncated");
    assertRefused(images, idx(0x803, dims(Integer.MAX_VALUE, 1, 1), 12), "truncated");
    assertRefused(images, idx(0x803, dims(0, 2, 2), 0), "holds no numbers");
  }

  @Test
  void countsDiffer() throws IOException {
    Files.write(labels, idx(0x801, dims(2), 2));
    assertThatThrownBy(() -> Idx.read(images, labels))
        .hasMessage(images + " has 3 examples, but " + labels + " has 2 labels");
  }

  @Test
  void swappedFiles() {
    assertThatThrownBy(() -> Idx.read(labels, images))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("are these the images?");
    assertThatThrownBy(() -> Idx.read(labels))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("are these the labels?");
  }

  @Test
  void labelOutOfRange() {
    assertThatThrownBy(() -> Idx.read(images, labels, 2))
        .isInstanceOf(JacobiException.class)
        .hasMessage(labels + ": example 2 has label 2, out of range: expected 0 to 1");
  }

  @Test
  void notFinite() throws IOException {
    byte[] floats = idx(0xd02, dims(2, 2), 16);
    ByteBuffer.wrap(floats).putFloat(24, Float.NaN);
    assertRefused(images, floats, "number 3 (example 1) is NaN");
  }
}
