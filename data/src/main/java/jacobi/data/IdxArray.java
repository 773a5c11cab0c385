package jacobi.data;

import jacobi.graph.JacobiException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/** The array in an IDX file. Its bytes stay as they are until asked for. */
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

  private final String name;
  private final Type type;
  private final int[] dims;
  private final ByteBuffer numbers;

  private IdxArray(String name, Type type, int[] dims, ByteBuffer numbers) {
    this.name = name;
    this.type = type;
    this.dims = dims;
    this.numbers = numbers;
  }

  static IdxArray parse(String name, byte[] file) {
    if (file.length == 0) {
      throw new JacobiException(name + ": the file is empty");
    }
    if (file.length < 4) {
      throw new JacobiException(
          name + ": truncated: " + file.length + " bytes are too few for an IDX file");
    }
    ByteBuffer in = ByteBuffer.wrap(file);
    int magic = in.getInt();
    Type type = typeOf(name, magic);
    int rank = magic & 0xff;
    if (in.remaining() < 4L * rank) {
      throw new JacobiException(
          String.format("%s: truncated: ends within its %d extents", name, rank));
    }
    int[] dims = new int[rank];
    long count = 1;
    for (int i = 0; i < rank; i++) {
      dims[i] = in.getInt();
      if (dims[i] < 0 || (dims[i] > 0 && count > Integer.MAX_VALUE / dims[i])) {
        throw new JacobiException(
            String.format(
                "%s: extent %d is %d: more numbers than one array holds",
                name, i, Integer.toUnsignedLong(dims[i])));
      }
      count *= dims[i];
    }
    long expected = count * type.bytes;
    if (in.remaining() != expected) {
      throw new JacobiException(
          String.format(
              "%s: %s: extents %s need %d bytes of %s after the header, the file has %d",
              name,
              in.remaining() < expected ? "truncated" : "trailing bytes",
              Arrays.toString(dims),
              expected,
              type.toString().toLowerCase(Locale.ROOT),
              in.remaining()));
    }
    return new IdxArray(name, type, dims, in.slice());
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

  double get(int i) {
    return switch (type) {
      case UBYTE -> numbers.get(i) & 0xff;
      case BYTE -> numbers.get(i);
      case SHORT -> numbers.getShort(2 * i);
      case INT -> numbers.getInt(4 * i);
      case FLOAT -> numbers.getFloat(4 * i);
      case DOUBLE -> numbers.getDouble(8 * i);
    };
  }

  void copy(int from, float[] into, int offset, int count) {
    if (type == Type.UBYTE) {
      byte[] bytes = numbers.array();
      int start = numbers.arrayOffset() + from;
      for (int i = 0; i < count; i++) {
        into[offset + i] = bytes[start + i] & 0xff;
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
    int count = numbers.capacity() / type.bytes;
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite((float) get(i))) {
        throw new JacobiException(
            String.format(
                "%s: number %d (example %d) is %s, not a finite float32",
                name, i, i / (count / dims[0]), get(i)));
      }
    }
  }
}
