package jacobi.reference;

import jacobi.backend.Memory;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Shape;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/**
 * The elements of a view whose buffer lies at an address. Writing converts as a Java cast does,
 * which for float32 is the one rounding that every operation makes.
 */
record Elements(View view, long address) {

  Shape shape() {
    return view.shape();
  }

  DType dtype() {
    return view.dtype();
  }

  double getDouble(int[] index) {
    long at = at(index);
    return switch (view.dtype()) {
      case FLOAT32 -> Memory.ALL.get(ValueLayout.JAVA_FLOAT, at);
      case FLOAT64 -> Memory.ALL.get(ValueLayout.JAVA_DOUBLE, at);
      case INT32, INT64, BOOL -> getLong(index);
    };
  }

  long getLong(int[] index) {
    long at = at(index);
    return switch (view.dtype()) {
      case INT64 -> Memory.ALL.get(ValueLayout.JAVA_LONG, at);
      case INT32 -> Memory.ALL.get(ValueLayout.JAVA_INT, at);
      case BOOL -> Memory.ALL.get(ValueLayout.JAVA_BYTE, at);
      case FLOAT32, FLOAT64 -> (long) getDouble(index);
    };
  }

  void setDouble(int[] index, double value) {
    long at = at(index);
    switch (view.dtype()) {
      case FLOAT32 -> Memory.ALL.set(ValueLayout.JAVA_FLOAT, at, (float) value);
      case FLOAT64 -> Memory.ALL.set(ValueLayout.JAVA_DOUBLE, at, value);
      case INT64 -> Memory.ALL.set(ValueLayout.JAVA_LONG, at, (long) value);
      case INT32 -> Memory.ALL.set(ValueLayout.JAVA_INT, at, (int) value);
      case BOOL -> Memory.ALL.set(ValueLayout.JAVA_BYTE, at, (byte) (value != 0 ? 1 : 0));
    }
  }

  void setLong(int[] index, long value) {
    long at = at(index);
    switch (view.dtype()) {
      case FLOAT32 -> Memory.ALL.set(ValueLayout.JAVA_FLOAT, at, (float) value);
      case FLOAT64 -> Memory.ALL.set(ValueLayout.JAVA_DOUBLE, at, (double) value);
      case INT64 -> Memory.ALL.set(ValueLayout.JAVA_LONG, at, value);
      case INT32 -> Memory.ALL.set(ValueLayout.JAVA_INT, at, (int) value);
      case BOOL -> Memory.ALL.set(ValueLayout.JAVA_BYTE, at, (byte) (value != 0 ? 1 : 0));
    }
  }

  /** Copies one element, converting it where the types differ. */
  void set(int[] index, Elements from, int[] fromIndex) {
    if (from.dtype().isFloating()) {
      setDouble(index, from.getDouble(fromIndex));
    } else {
      setLong(index, from.getLong(fromIndex));
    }
  }

  /**
   * Every index of a shape in row-major order. The array is reused: it holds only during the call.
   */
  static void forEach(Shape shape, Consumer<int[]> visit) {
    int[] index = new int[shape.rank()];
    for (long n = 0; n < shape.size(); n++) {
      visit.accept(index);
      for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape.dim(axis); axis--) {
        index[axis] = 0;
      }
    }
  }

  /** Position of an index in row-major order. */
  static long position(Shape shape, int[] index) {
    long n = 0;
    for (int axis = 0; axis < index.length; axis++) {
      n = n * shape.dim(axis) + index[axis];
    }
    return n;
  }

  /** The index at a position in row-major order. */
  static int[] index(Shape shape, long position) {
    int[] index = new int[shape.rank()];
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = (int) (position % shape.dim(axis));
      position /= shape.dim(axis);
    }
    return index;
  }

  private long at(int[] index) {
    long element = view.offset();
    for (int axis = 0; axis < index.length; axis++) {
      element += index[axis] * view.stride(axis);
    }
    return address + element * view.dtype().bytes();
  }
}
