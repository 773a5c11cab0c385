package jacobi.data;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * The array in an IDX file. Its bytes stay as they are until asked for, and on disk if the file is
 * not gzipped.
 */
final class IdxArray {
  /** The element types by their code. */
  private enum Type {
    UBYTE(0x08, 1),
    BYTE(0x09, 1),
    SHORT(0x0b, 2),
    INT(0x0c, 4),
    FLOAT(0x0d, 4),
    DOUBLE(0x0e, 8);

    private final int code;
    private final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }
  }

  private static final long MOST = Long.MAX_VALUE / 8;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final String name;
  private final Type type;
  private final int[] dims;
  private final MemorySegment numbers;

  private IdxArray(String name, Type type, int[] dims, MemorySegment numbers) {
    this.name = name;
    this.type = type;
    this.dims = dims;
    this.numbers = numbers;
  }

  static IdxArray read(Path file) throws IOException {
    Inputs.checkExists(file);
    byte[] start = Inputs.rawStart(file, 2);
    boolean zipped = start.length == 2 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b;
    if (zipped) {
      return parse(file.toString(), MemorySegment.ofArray(Inputs.read(file)));
    }
    try (FileChannel channel = FileChannel.open(file)) {
      // Unmapped when nothing refers to it any more.
      return parse(
          file.toString(),
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()));
    }
  }

  static IdxArray parse(String name, MemorySegment file) {
    if (file.byteSize() == 0) {
      throw new JacobiException(name + ": the file is empty");
    }
    if (file.byteSize() < 4) {
      throw new JacobiException(
          name + ": truncated: " + file.byteSize() + " bytes are too few for an IDX file");
    }
    int magic = file.get(INT, 0);
    Type type = typeOf(name, magic);
    int rank = magic & 0xff;
    long header = 4 + 4L * rank;
    if (file.byteSize() < header) {
      throw new JacobiException(
          String.format("%s: truncated: ends within its %d extents", name, rank));
    }
    int[] dims = new int[rank];
    long count = 1;
    for (int i = 0; i < rank; i++) {
      dims[i] = file.get(INT, 4 + 4L * i);
      if (dims[i] < 0 || (dims[i] > 0 && count > MOST / dims[i])) {
        throw new JacobiException(
            String.format(
                "%s: extent %d is %d: more numbers than a file holds",
                name, i, Integer.toUnsignedLong(dims[i])));
      }
      count *= dims[i];
    }
    long expected = count * type.bytes;
    long there = file.byteSize() - header;
    if (there != expected) {
      throw new JacobiException(
          String.format(
              "%s: %s: extents %s need %d bytes of %s after the header, the file has %d",
              name,
              there < expected ? "truncated" : "trailing bytes",
              Arrays.toString(dims),
              expected,
              type.toString().toLowerCase(Locale.ROOT),
              there));
    }
    return new IdxArray(name, type, dims, file.asSlice(header));
  }

  private static Type typeOf(String name, int magic) {
    int code = magic >>> 8;
    for (Type type : Type.values()) {
      if (type.code == code && (magic & 0xff) > 0) {
        return type;
      }
    }
    throw new JacobiException(
        String.format(
            "%s: wrong magic number %08x: an IDX file starts with 00 00, a type (08, 09, 0b, 0c, 0d"
                + " or 0e) and the number of dimensions, 00000803 for images",
            name, magic));
  }

  int[] dims() {
    return dims.clone();
  }

  double get(long i) {
    return switch (type) {
      case UBYTE -> numbers.get(ValueLayout.JAVA_BYTE, i) & 0xff;
      case BYTE -> numbers.get(ValueLayout.JAVA_BYTE, i);
      case SHORT -> numbers.get(SHORT, 2 * i);
      case INT -> numbers.get(INT, 4 * i);
      case FLOAT -> numbers.get(FLOAT, 4 * i);
      case DOUBLE -> numbers.get(DOUBLE, 8 * i);
    };
  }

  void copy(long from, float[] into, int offset, int count) {
    if (type == Type.UBYTE) {
      byte[] bytes = new byte[count];
      MemorySegment.copy(numbers, ValueLayout.JAVA_BYTE, from, bytes, 0, count);
      for (int i = 0; i < count; i++) {
        into[offset + i] = bytes[i] & 0xff;
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      into[offset + i] = (float) get(from + i);
    }
  }

  /** Refuses NaN, infinities and numbers beyond float32. */
  void checkFinite() {
    if (type != Type.FLOAT && type != Type.DOUBLE) {
      return;
    }
    long count = numbers.byteSize() / type.bytes;
    for (long i = 0; i < count; i++) {
      if (!Float.isFinite((float) get(i))) {
        throw new JacobiException(
            String.format(
                "%s: number %d (example %d) is %s, not a finite float32",
                name, i, i / (count / dims[0]), get(i)));
      }
    }
  }
}
