package jacobi.runtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import jacobi.backend.DeviceException;
import jacobi.backend.Memory;
import jacobi.graph.Op;
import jacobi.graph.Source;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Optional;

/**
 * The elements of one tensor in the memory of some address space, row-major. The memory returns to
 * its pool when this is unreachable.
 */
public final class Storage implements Source {
  private final Op.Type type;
  private final MemoryPool pool;
  private final MemoryPool.Block block;

  /** The same elements in another space, if they were asked for there. */
  private volatile Optional<Storage> elsewhere = Optional.empty();

  /** Memory for a type, with arbitrary content. */
  Storage(Op.Type type, MemoryPool pool) {
    this.type = type;
    this.pool = pool;
    this.block = pool.take(type.shape().size() * type.dtype().bytes(), type, this);
  }

  public Op.Type type() {
    return type;
  }

  /** Address of the first element in the pool's space; valid while this object is reachable. */
  long address() {
    return block.address();
  }

  private long bytes() {
    return type.shape().size() * type.dtype().bytes();
  }

  /**
   * A copy of an array of the type's own kind: float[], double[], long[], int[] or boolean[]; where
   * the current engine computes.
   */
  public static Storage copyOf(Object array, Op.Type type) {
    return copyOf(array, type, Engine.currentPool());
  }

  private static Storage copyOf(Object array, Op.Type type, MemoryPool pool) {
    Storage s = new Storage(type, pool);
    s.write(segment(array, type), s.block.since());
    return s;
  }

  boolean isIn(MemoryPool other) {
    return pool.space().equals(other.space());
  }

  /** The same elements for a pool's space: these, or a copy that is made once. */
  Storage in(MemoryPool wanted) {
    if (isIn(wanted)) {
      return this;
    }
    Optional<Storage> known = elsewhere;
    if (known.isPresent() && known.get().pool == wanted) {
      return known.get();
    }
    Storage copy = copyIn(wanted);
    elsewhere = Optional.of(copy);
    return copy;
  }

  /** A copy of its own in a pool. */
  Storage copyIn(MemoryPool wanted) {
    Storage copy = new Storage(type, wanted);
    try {
      if (isIn(Engine.hostPool())) {
        copy.write(hostSegment(), copy.block.since());
      } else if (copy.isIn(Engine.hostPool())) {
        read(0, copy.hostSegment());
      } else {
        Object array = toArray();
        copy.write(segment(array, type), copy.block.since());
      }
    } finally {
      Reference.reachabilityFence(this);
      Reference.reachabilityFence(copy);
    }
    return copy;
  }

  /** This memory, where it is the process's own. */
  private MemorySegment hostSegment() {
    return Memory.ALL.asSlice(address(), bytes());
  }

  /** Overwrites all elements by those of an array. Only for storage that nobody else can see. */
  void write(Object array) {
    write(segment(array, type), pool.space().now());
  }

  /** The elements of an array, as they lie in a storage. */
  private static MemorySegment segment(Object array, Op.Type type) {
    MemorySegment all =
        switch (type.dtype()) {
          case FLOAT32 -> MemorySegment.ofArray((float[]) array);
          case FLOAT64 -> MemorySegment.ofArray((double[]) array);
          case INT64 -> MemorySegment.ofArray((long[]) array);
          case INT32 -> MemorySegment.ofArray((int[]) array);
          case BOOL -> MemorySegment.ofArray(bytes((boolean[]) array));
        };
    return all.asSlice(0, type.shape().size() * type.dtype().bytes());
  }

  /** Copies in what takes the place of something last used at a time. */
  private void write(MemorySegment from, long since) {
    try {
      pool.space().write(from, address(), since);
    } catch (DeviceException e) {
      throw pool.withLive(e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private void read(long offset, MemorySegment to) {
    try {
      pool.space().read(address() + offset, to);
    } catch (DeviceException e) {
      throw pool.withLive(e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private static byte[] bytes(boolean[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return bytes;
  }

  /** Memory for a type, each element of which is the constant. */
  static Storage filled(Op.Constant constant, Op.Type type, MemoryPool pool) {
    if (!pool.space().equals(HostSpace.HOST)) {
      return filled(constant, type, Engine.hostPool()).copyIn(pool);
    }
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
    return array(0, Math.toIntExact(type.shape().size()));
  }

  /** The element at a row-major position, as a double (bool: 0 or 1). */
  public double get(long i) {
    return switch (array(i, 1)) {
      case float[] a -> a[0];
      case double[] a -> a[0];
      case long[] a -> a[0];
      case int[] a -> a[0];
      case boolean[] a -> a[0] ? 1 : 0;
      default -> throw new IllegalStateException("unknown array of " + type);
    };
  }

  /** Elements from a position on. */
  private Object array(long first, int count) {
    long offset = first * type.dtype().bytes();
    return switch (type.dtype()) {
      case FLOAT32 -> {
        float[] a = new float[count];
        read(offset, MemorySegment.ofArray(a));
        yield a;
      }
      case FLOAT64 -> {
        double[] a = new double[count];
        read(offset, MemorySegment.ofArray(a));
        yield a;
      }
      case INT64 -> {
        long[] a = new long[count];
        read(offset, MemorySegment.ofArray(a));
        yield a;
      }
      case INT32 -> {
        int[] a = new int[count];
        read(offset, MemorySegment.ofArray(a));
        yield a;
      }
      case BOOL -> {
        byte[] bytes = new byte[count];
        read(offset, MemorySegment.ofArray(bytes));
        boolean[] a = new boolean[count];
        for (int i = 0; i < count; i++) {
          a[i] = bytes[i] != 0;
        }
        yield a;
      }
    };
  }
}
