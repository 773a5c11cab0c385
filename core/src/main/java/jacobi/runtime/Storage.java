package jacobi.runtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import jacobi.backend.Memory;
import jacobi.graph.Op;
import jacobi.graph.Source;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * The elements of one tensor in native memory, row-major. Its memory returns to the pool when it is
 * unreachable.
 */
public final class Storage implements Source {
  private final Op.Type type;
  private final MemoryPool.Block block;

  /** Memory for a type, with arbitrary content. */
  Storage(Op.Type type, MemoryPool pool) {
    this.type = type;
    this.block = pool.take(type.shape().size() * type.dtype().bytes(), type, this);
  }

  public Op.Type type() {
    return type;
  }

  /** Native address of the first element; valid while this object is reachable. */
  long address() {
    return block.address();
  }

  /** A copy of an array of the type's own kind: float[], double[], long[], int[] or boolean[]. */
  public static Storage copyOf(Object array, Op.Type type) {
    Storage s = new Storage(type, Engine.pool());
    s.write(array);
    return s;
  }

  /** Overwrites all elements. Only for storage that nobody else can see. */
  void write(Object array) {
    int n = Math.toIntExact(type.shape().size());
    try {
      switch (type.dtype()) {
        case FLOAT32 ->
            MemorySegment.copy((float[]) array, 0, Memory.ALL, JAVA_FLOAT, address(), n);
        case FLOAT64 ->
            MemorySegment.copy((double[]) array, 0, Memory.ALL, JAVA_DOUBLE, address(), n);
        case INT64 -> MemorySegment.copy((long[]) array, 0, Memory.ALL, JAVA_LONG, address(), n);
        case INT32 -> MemorySegment.copy((int[]) array, 0, Memory.ALL, JAVA_INT, address(), n);
        case BOOL -> {
          boolean[] b = (boolean[]) array;
          for (int i = 0; i < n; i++) {
            Memory.ALL.set(JAVA_BYTE, address() + i, (byte) (b[i] ? 1 : 0));
          }
        }
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Memory for a type, each element of which is the constant. */
  static Storage filled(Op.Constant constant, Op.Type type, MemoryPool pool) {
    Storage s = new Storage(type, pool);
    s.fill(constant);
    return s;
  }

  private void fill(Op.Constant constant) {
    long size = type.shape().size();
    long bytes = type.dtype().bytes();
    try {
      if (size > 0) {
        switch (type.dtype()) {
          case FLOAT32 -> Memory.ALL.set(JAVA_FLOAT, address(), (float) constant.asDouble());
          case FLOAT64 -> Memory.ALL.set(JAVA_DOUBLE, address(), constant.asDouble());
          case INT64 -> Memory.ALL.set(JAVA_LONG, address(), constant.asLong());
          case INT32 -> Memory.ALL.set(JAVA_INT, address(), (int) constant.asLong());
          case BOOL -> Memory.ALL.set(JAVA_BYTE, address(), (byte) constant.asLong());
        }
      }
      for (long done = 1; done < size; done *= 2) {
        long more = Math.min(done, size - done);
        MemorySegment.copy(
            Memory.ALL, address(), Memory.ALL, address() + done * bytes, more * bytes);
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** All elements as an array of the type's own kind. */
  public Object toArray() {
    int n = Math.toIntExact(type.shape().size());
    try {
      return switch (type.dtype()) {
        case FLOAT32 -> {
          float[] a = new float[n];
          MemorySegment.copy(Memory.ALL, JAVA_FLOAT, address(), a, 0, n);
          yield a;
        }
        case FLOAT64 -> {
          double[] a = new double[n];
          MemorySegment.copy(Memory.ALL, JAVA_DOUBLE, address(), a, 0, n);
          yield a;
        }
        case INT64 -> {
          long[] a = new long[n];
          MemorySegment.copy(Memory.ALL, JAVA_LONG, address(), a, 0, n);
          yield a;
        }
        case INT32 -> {
          int[] a = new int[n];
          MemorySegment.copy(Memory.ALL, JAVA_INT, address(), a, 0, n);
          yield a;
        }
        case BOOL -> {
          boolean[] a = new boolean[n];
          for (int i = 0; i < n; i++) {
            a[i] = Memory.ALL.get(JAVA_BYTE, address() + i) != 0;
          }
          yield a;
        }
      };
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** The element at a row-major position, as a double (bool: 0 or 1). */
  public double get(long i) {
    try {
      return switch (type.dtype()) {
        case FLOAT32 -> Memory.ALL.get(JAVA_FLOAT, address() + 4 * i);
        case FLOAT64 -> Memory.ALL.get(JAVA_DOUBLE, address() + 8 * i);
        case INT64 -> Memory.ALL.get(JAVA_LONG, address() + 8 * i);
        case INT32 -> Memory.ALL.get(JAVA_INT, address() + 4 * i);
        case BOOL -> Memory.ALL.get(JAVA_BYTE, address() + i);
      };
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
