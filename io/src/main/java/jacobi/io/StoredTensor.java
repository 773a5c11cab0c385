package jacobi.io;

import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * The elements of a tensor as they are in a file.
 *
 * @param name by which the tensor is looked up
 * @param dtype type of the elements; BOOL takes one byte, 0 or 1
 * @param shape extents, outermost first
 * @param data the elements, row-major, little-endian, perhaps not aligned; nothing more
 */
public record StoredTensor(String name, DType dtype, Shape shape, MemorySegment data) {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  public StoredTensor {
    if (shape.size() > Long.MAX_VALUE / dtype.bytes()
        || data.byteSize() != shape.size() * dtype.bytes()) {
      throw new JacobiException(
          String.format(
              "tensor \"%s\": %d bytes of data do not fit shape %s of %s",
              name, data.byteSize(), shape, dtype));
    }
  }

  /** A copy of a tensor's values under a name; computes them if they are not known yet. */
  public static StoredTensor of(String name, Tensor tensor) {
    MemorySegment values =
        switch (tensor.dtype()) {
          case FLOAT32 -> MemorySegment.ofArray(tensor.toFloats());
          case FLOAT64 -> MemorySegment.ofArray(tensor.toDoubles());
          case INT64 -> MemorySegment.ofArray(tensor.toLongs());
          case INT32 -> MemorySegment.ofArray(tensor.toInts());
          case BOOL -> bytes(tensor.toBooleans());
        };
    // Only segments of bytes, or off the heap, can be written to a file.
    MemorySegment data = Arena.ofAuto().allocate(values.byteSize(), 8).copyFrom(values);
    return new StoredTensor(name, tensor.dtype(), tensor.shape(), data);
  }

  /** Copies of tensors under their names. */
  public static List<StoredTensor> all(Map<String, Tensor> tensors) {
    return tensors.entrySet().stream().map(e -> of(e.getKey(), e.getValue())).toList();
  }

  /** A tensor with a copy of the values. */
  public Tensor toTensor() {
    if (shape.size() > Integer.MAX_VALUE - 8) {
      throw new JacobiException(
          String.format("tensor \"%s\": shape %s is too large for one array", name, shape));
    }
    int[] dims = shape.dims();
    Tensor tensor =
        switch (dtype) {
          case FLOAT32 -> Tensor.of(data.toArray(FLOAT), dims);
          case FLOAT64 -> Tensor.of(data.toArray(DOUBLE), dims);
          case INT64 -> Tensor.of(data.toArray(LONG), dims);
          case INT32 -> Tensor.of(data.toArray(INT), dims);
          case BOOL -> Tensor.of(booleans(), dims);
        };
    // Without extents Tensor.of makes a vector of one.
    return shape.rank() == 0 ? tensor.reshape() : tensor;
  }

  private static MemorySegment bytes(boolean[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return MemorySegment.ofArray(bytes);
  }

  private boolean[] booleans() {
    boolean[] values = new boolean[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.get(ValueLayout.JAVA_BYTE, i) != 0;
    }
    return values;
  }
}
