package jacobi.backend;

import jacobi.graph.DType;
import jacobi.graph.Shape;
import java.util.Arrays;

/**
 * A strided window on a buffer: element (i0, i1, …) lies at {@code offset + i0*strides[0] +
 * i1*strides[1] + …}, counted in elements of {@code dtype} from the buffer's address. Stride 0
 * repeats, negative strides go backwards.
 */
public record View(DType dtype, Shape shape, long offset, long[] strides) {

  /** Row-major from the buffer's beginning. */
  public static View contiguous(DType dtype, Shape shape) {
    return new View(dtype, shape, 0, shape.strides());
  }

  public long stride(int axis) {
    return strides[axis < 0 ? axis + strides.length : axis];
  }

  /** Whether the elements lie one after another from {@code offset} in row-major order. */
  public boolean isContiguous() {
    long[] expected = shape.strides();
    for (int i = 0; i < expected.length; i++) {
      if (shape.dim(i) != 1 && strides[i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof View v
        && dtype == v.dtype
        && offset == v.offset
        && shape.equals(v.shape)
        && Arrays.equals(strides, v.strides);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * dtype.hashCode() + shape.hashCode()) + Long.hashCode(offset))
        + Arrays.hashCode(strides);
  }

  @Override
  public String toString() {
    return dtype + shape.toString() + "@" + offset + Arrays.toString(strides);
  }
}
