package jacobi.onednn;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/** Type, sizes and strides of an operand: a {@code dnnl_memory_desc_t}. */
final class MemoryDesc {
  private static final int F32 = 3;
  private static final int TAG_ANY = 1;
  private static final OneDnnLibrary LIBRARY = OneDnnLibrary.get();
  private static final MethodHandle CREATE =
      LIBRARY.function(
          "dnnl_memory_desc_create_with_strides",
          JAVA_LONG,
          JAVA_INT,
          JAVA_LONG,
          JAVA_INT,
          JAVA_LONG);
  private static final MethodHandle CREATE_WITH_TAG =
      LIBRARY.function(
          "dnnl_memory_desc_create_with_tag", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle EQUAL =
      LIBRARY.function("dnnl_memory_desc_equal", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle CLONE =
      LIBRARY.function("dnnl_memory_desc_clone", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle DESTROY =
      LIBRARY.function("dnnl_memory_desc_destroy", JAVA_LONG);
  private static final MethodHandle SIZE =
      LIBRARY.function("dnnl_memory_desc_get_size", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));

  private final long handle;
  private final long byteSize;

  private MemoryDesc(long handle) {
    this.handle = handle;
    this.byteSize = size(handle);
    OneDnnLibrary.destroyWith(this, handle, DESTROY);
  }

  /**
   * Float32 values with the given strides.
   *
   * @param dims sizes, outermost first
   * @param strides distances in elements, one per size; 0 repeats a value
   */
  static MemoryDesc float32(long[] dims, long[] strides) {
    return exactly(dims, normalized(dims, strides));
  }

  /** As {@link #float32}, with the strides as they are even where a size is 1. */
  static MemoryDesc exactly(long[] dims, long[] strides) {
    try (Arena arena = Arena.ofConfined()) {
      long nativeDims = arena.allocateFrom(JAVA_LONG, dims).address();
      long nativeStrides = arena.allocateFrom(JAVA_LONG, strides).address();
      return new MemoryDesc(
          OneDnnLibrary.create(
              "dnnl_memory_desc_create_with_strides",
              out -> (int) CREATE.invokeExact(out, dims.length, nativeDims, F32, nativeStrides)));
    }
  }

  /** Float32 values in whatever layout a primitive likes best. */
  static MemoryDesc any(long[] dims) {
    try (Arena arena = Arena.ofConfined()) {
      long nativeDims = arena.allocateFrom(JAVA_LONG, dims).address();
      return new MemoryDesc(
          OneDnnLibrary.create(
              "dnnl_memory_desc_create_with_tag",
              out ->
                  (int) CREATE_WITH_TAG.invokeExact(out, dims.length, nativeDims, F32, TAG_ANY)));
    }
  }

  /** Whether another describes the same layout. */
  boolean isLike(MemoryDesc other) {
    return OneDnnLibrary.status(() -> (int) EQUAL.invokeExact(handle, other.handle)) != 0;
  }

  /** A copy of a description that another native object owns. */
  static MemoryDesc copyOf(long borrowed) {
    return new MemoryDesc(
        OneDnnLibrary.create(
            "dnnl_memory_desc_clone", out -> (int) CLONE.invokeExact(out, borrowed)));
  }

  /** The native object, valid while this object is reachable. */
  long handle() {
    return handle;
  }

  /** Bytes from the first element to the end of the last. */
  long byteSize() {
    return byteSize;
  }

  /**
   * The stride of a dimension of size 1 is never used, but oneDNN looks at it when it decides
   * whether a layout is one of those it is fast at.
   */
  private static long[] normalized(long[] dims, long[] strides) {
    long[] result = strides.clone();
    for (int i = dims.length - 1; i >= 0; i--) {
      if (dims[i] == 1) {
        result[i] = i == dims.length - 1 ? 1 : Math.max(1, result[i + 1] * dims[i + 1]);
      }
    }
    return result;
  }

  private static long size(long handle) {
    try {
      return (long) SIZE.invokeExact(handle);
    } catch (Throwable e) {
      throw OneDnnLibrary.rethrow(e);
    }
  }
}
