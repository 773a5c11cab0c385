package jacobi.testkit;

import jacobi.graph.DType;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;

/** Elements in native memory, row-major. */
public record Data(DType dtype, Shape shape, MemorySegment memory) {

  /** Zeros. */
  public static Data zeros(DType dtype, Shape shape) {
    long bytes = Math.max(1, shape.size()) * dtype.bytes();
    return new Data(dtype, shape, Arena.ofAuto().allocate(bytes, 64));
  }

  /** f(0), f(1), …, converted as a Java cast does. */
  public static Data generate(DType dtype, Shape shape, LongToDoubleFunction f) {
    Data data = zeros(dtype, shape);
    for (long i = 0; i < data.size(); i++) {
      data.set(i, f.applyAsDouble(i));
    }
    return data;
  }

  /** As {@link #generate} for integers and bools, without a detour by double. */
  public static Data generateLongs(DType dtype, Shape shape, LongUnaryOperator f) {
    Data data = zeros(dtype, shape);
    for (long i = 0; i < data.size(); i++) {
      data.setLong(i, f.applyAsLong(i));
    }
    return data;
  }

  /** A copy of an array of the type's own kind: float[], double[], long[], int[] or boolean[]. */
  public static Data of(Op.Type type, Object array) {
    return switch (array) {
      case float[] a -> generate(type.dtype(), type.shape(), i -> a[(int) i]);
      case double[] a -> generate(type.dtype(), type.shape(), i -> a[(int) i]);
      case long[] a -> generateLongs(type.dtype(), type.shape(), i -> a[(int) i]);
      case int[] a -> generateLongs(type.dtype(), type.shape(), i -> a[(int) i]);
      case boolean[] a -> generateLongs(type.dtype(), type.shape(), i -> a[(int) i] ? 1 : 0);
      default -> throw new IllegalArgumentException("not elements: " + array.getClass());
    };
  }

  /** All elements as an array of the type's own kind. */
  public Object toArray() {
    int n = Math.toIntExact(size());
    return switch (dtype) {
      case FLOAT32 -> memory.asSlice(0, 4L * n).toArray(ValueLayout.JAVA_FLOAT);
      case FLOAT64 -> memory.asSlice(0, 8L * n).toArray(ValueLayout.JAVA_DOUBLE);
      case INT64 -> memory.asSlice(0, 8L * n).toArray(ValueLayout.JAVA_LONG);
      case INT32 -> memory.asSlice(0, 4L * n).toArray(ValueLayout.JAVA_INT);
      case BOOL -> {
        boolean[] a = new boolean[n];
        for (int i = 0; i < n; i++) {
          a[i] = getLong(i) != 0;
        }
        yield a;
      }
    };
  }

  /** An element as text. */
  public String show(long i) {
    return dtype.isFloating() ? Double.toString(get(i)) : Long.toString(getLong(i));
  }

  public Op.Type type() {
    return new Op.Type(dtype, shape);
  }

  public long size() {
    return shape.size();
  }

  /** Element in row-major order. */
  public double get(long i) {
    return switch (dtype) {
      case FLOAT32 -> memory.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      case FLOAT64 -> memory.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
      case INT32, INT64, BOOL -> getLong(i);
    };
  }

  public long getLong(long i) {
    return switch (dtype) {
      case INT64 -> memory.getAtIndex(ValueLayout.JAVA_LONG, i);
      case INT32 -> memory.getAtIndex(ValueLayout.JAVA_INT, i);
      case BOOL -> memory.get(ValueLayout.JAVA_BYTE, i);
      case FLOAT32, FLOAT64 -> (long) get(i);
    };
  }

  public void set(long i, double value) {
    switch (dtype) {
      case FLOAT32 -> memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
      case FLOAT64 -> memory.setAtIndex(ValueLayout.JAVA_DOUBLE, i, value);
      case INT32 -> setLong(i, (int) value);
      case INT64 -> setLong(i, (long) value);
      case BOOL -> setLong(i, value != 0 ? 1 : 0);
    }
  }

  public void setLong(long i, long value) {
    switch (dtype) {
      case INT64 -> memory.setAtIndex(ValueLayout.JAVA_LONG, i, value);
      case INT32 -> memory.setAtIndex(ValueLayout.JAVA_INT, i, (int) value);
      case BOOL -> memory.set(ValueLayout.JAVA_BYTE, i, (byte) (value != 0 ? 1 : 0));
      case FLOAT32, FLOAT64 -> set(i, (double) value);
    }
  }
}
