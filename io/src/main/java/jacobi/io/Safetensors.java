package jacobi.io;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes the safetensors format (github.com/huggingface/safetensors): 8 bytes of header
 * length, a JSON header of names, types, shapes and offsets, then the elements, all little-endian.
 *
 * <p>Elements are mapped into memory and not copied; the mapping lasts as long as anything uses it.
 * A file may come from anywhere, so its header is believed only as far as it fits the file: what
 * does not is refused with a {@link JacobiException} of one line that names the file and the
 * tensor.
 */
public final class Safetensors {
  static final String METADATA = "__metadata__";

  /** The limit the format's own implementation has. */
  private static final long MAX_HEADER = 100_000_000;

  private static final long CHUNK = 1L << 30;

  private Safetensors() {}

  /** Maps the tensors of a file. */
  public static TensorFile read(Path file) throws IOException {
    if (Files.isDirectory(AtomicFiles.existing(file))) {
      throw new JacobiException(file + ": is a folder, expected a safetensors file");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, Arena.ofAuto());
      return parse(file, all);
    }
  }

  /** The tensors in a file's bytes; {@code file} is for messages. */
  static TensorFile parse(Path file, MemorySegment all) {
    long size = all.byteSize();
    if (size < 8) {
      throw new JacobiException(
          String.format(
              "%s: truncated: %d bytes, a safetensors file starts with 8 bytes of header length",
              file, size));
    }
    long headerSize =
        all.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
    if (headerSize < 2 || headerSize > MAX_HEADER) {
      throw new JacobiException(
          String.format(
              "%s: says its header has %s bytes, expected 2 to %d: not a safetensors file?",
              file, Long.toUnsignedString(headerSize), MAX_HEADER));
    }
    if (headerSize > size - 8) {
      throw new JacobiException(
          String.format(
              "%s: truncated: the header needs %d bytes, the file has %d after its length",
              file, headerSize, size - 8));
    }
    byte[] json = all.asSlice(8, headerSize).toArray(ValueLayout.JAVA_BYTE);
    Map<String, Object> header = Json.parse(file + " (header)", json);
    return new SafetensorsHeader(file, header, all.asSlice(8 + headerSize)).tensors();
  }

  /** Writes tensors; see {@link #write(Path, Collection, Map)}. */
  public static void write(Path file, Collection<StoredTensor> tensors) throws IOException {
    write(file, tensors, Map.of());
  }

  /**
   * Writes tensors, those of larger elements first so that all are aligned, then by name: the same
   * tensors give the same bytes. The file appears whole or not at all.
   *
   * @param metadata free text by key
   */
  public static void write(
      Path file, Collection<StoredTensor> tensors, Map<String, String> metadata)
      throws IOException {
    AtomicFiles.write(file, content(file, tensors, metadata));
  }

  /** What to write to a file, with {@code name} for messages; all checks are made before. */
  static AtomicFiles.Filling<FileChannel> content(
      Path name, Collection<StoredTensor> tensors, Map<String, String> metadata) {
    List<StoredTensor> ordered = new ArrayList<>(tensors);
    ordered.sort(
        Comparator.comparingInt((StoredTensor t) -> -t.dtype().bytes())
            .thenComparing(StoredTensor::name));
    byte[] header = header(name, ordered, metadata);
    ByteBuffer head = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(header.length).put(header).flip();
    return channel -> {
      AtomicFiles.writeAll(channel, head);
      for (StoredTensor tensor : ordered) {
        writeData(channel, tensor.data());
      }
    };
  }

  private static byte[] header(
      Path file, List<StoredTensor> tensors, Map<String, String> metadata) {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      header.put(METADATA, metadata);
    }
    long offset = 0;
    for (StoredTensor tensor : tensors) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", SafetensorsHeader.code(tensor.dtype()));
      entry.put("shape", tensor.shape().dims());
      entry.put("data_offsets", List.of(offset, offset + tensor.data().byteSize()));
      offset += tensor.data().byteSize();
      if (tensor.name().equals(METADATA) || header.put(tensor.name(), entry) != null) {
        throw new JacobiException(
            String.format("%s: the tensor name \"%s\" is taken", file, tensor.name()));
      }
    }
    byte[] json = Json.bytes(header);
    byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, 8) * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void writeData(FileChannel channel, MemorySegment data) throws IOException {
    for (long from = 0; from < data.byteSize(); from += CHUNK) {
      long size = Math.min(CHUNK, data.byteSize() - from);
      AtomicFiles.writeAll(channel, data.asSlice(from, size).asByteBuffer());
    }
  }
}
