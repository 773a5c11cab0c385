package jacobi.io;

import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.lang.foreign.MemorySegment;

/**
 * The elements of a tensor as they are in a file.
 *
 * @param name by which the tensor is looked up
 * @param dtype type of the elements; BOOL takes one byte, 0 or 1
 * @param shape extents, outermost first
 * @param data the elements, row-major, little-endian, perhaps not aligned; nothing more
 */
public record StoredTensor(String name, DType dtype, Shape shape, MemorySegment data) {
  public StoredTensor {
    if (shape.size() > Long.MAX_VALUE / dtype.bytes()
        || data.byteSize() != shape.size() * dtype.bytes()) {
      throw new JacobiException(
          String.format(
              "tensor \"%s\": %d bytes of data do not fit shape %s of %s",
              name, data.byteSize(), shape, dtype));
    }
  }
}
