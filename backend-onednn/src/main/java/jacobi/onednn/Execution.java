package jacobi.onednn;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.List;

/**
 * What one call of a primitive needs besides the primitive: a stream, a memory object per operand
 * and the native array that lists them. Used by one thread at a time, and reused, so that a call
 * allocates nothing.
 */
final class Execution {
  private static final int STREAM_DEFAULT_FLAGS = 1;

  /** {@code struct { int arg; dnnl_memory_t memory; }} with the padding C puts between. */
  private static final long ARGUMENT_BYTES = 16;

  private static final OneDnnLibrary LIBRARY = OneDnnLibrary.get();
  private static final MethodHandle CREATE_STREAM =
      LIBRARY.function("dnnl_stream_create", JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle DESTROY_STREAM =
      LIBRARY.function("dnnl_stream_destroy", JAVA_LONG);
  private static final MethodHandle CREATE_MEMORY =
      LIBRARY.function("dnnl_memory_create", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle DESTROY_MEMORY =
      LIBRARY.function("dnnl_memory_destroy", JAVA_LONG);
  private static final MethodHandle SET_DATA =
      LIBRARY.shortFunction("dnnl_memory_set_data_handle", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle EXECUTE =
      LIBRARY.function("dnnl_primitive_execute", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);

  /** Scratch memory of a thread, as large as the largest primitive it ever ran asked for. */
  private static final ThreadLocal<MemorySegment> SCRATCH =
      ThreadLocal.withInitial(() -> MemorySegment.NULL);

  private final int operands;
  private final long stream;
  private final MemorySegment arguments;
  private final long[] memories;
  private final long scratchBytes;
  private final long[] addresses;

  /** The last argument is the scratch memory, which {@link #run} binds by itself. */
  Execution(List<Primitive.Argument> list) {
    int count = list.size();
    operands = count - 1;
    memories = new long[count];
    scratchBytes = list.getLast().desc().byteSize();
    addresses = new long[count];
    arguments = Arena.ofAuto().allocate(ARGUMENT_BYTES * count, JAVA_LONG.byteAlignment());
    stream =
        OneDnnLibrary.create(
            "dnnl_stream_create",
            out -> (int) CREATE_STREAM.invokeExact(out, LIBRARY.engine(), STREAM_DEFAULT_FLAGS));
    OneDnnLibrary.destroyWith(this, stream, DESTROY_STREAM);
    for (int i = 0; i < count; i++) {
      Primitive.Argument argument = list.get(i);
      memories[i] = createMemory(argument.desc());
      OneDnnLibrary.destroyWith(this, memories[i], DESTROY_MEMORY);
      arguments.set(JAVA_INT, ARGUMENT_BYTES * i, argument.id());
      arguments.set(JAVA_LONG, ARGUMENT_BYTES * i + JAVA_LONG.byteSize(), memories[i]);
    }
  }

  private static long createMemory(MemoryDesc desc) {
    try {
      return OneDnnLibrary.create(
          "dnnl_memory_create",
          out -> (int) CREATE_MEMORY.invokeExact(out, desc.handle(), LIBRARY.engine(), 0L));
    } finally {
      Reference.reachabilityFence(desc);
    }
  }

  /**
   * Sets where an operand lies; whoever calls keeps the memory alive until after {@link #run}.
   *
   * @param index the operand's place among those of the primitive
   * @param address of its first element, in native memory
   */
  void bind(int index, long address) {
    if (addresses[index] != address) {
      try {
        int status = (int) SET_DATA.invokeExact(memories[index], address);
        if (status != OneDnnLibrary.SUCCESS) {
          throw OneDnnLibrary.failure("dnnl_memory_set_data_handle", status);
        }
      } catch (Throwable e) {
        throw OneDnnLibrary.rethrow(e);
      }
      addresses[index] = address;
    }
  }

  /** Executes a primitive with the operands bound before. */
  void run(long primitive) {
    MemorySegment scratch = scratch(scratchBytes);
    bind(operands, scratch.address());
    try {
      int threads = LIBRARY.enterSingleThreaded();
      int status = (int) EXECUTE.invokeExact(primitive, stream, operands + 1, arguments.address());
      LIBRARY.leaveSingleThreaded(threads);
      if (status != OneDnnLibrary.SUCCESS) {
        throw OneDnnLibrary.failure("dnnl_primitive_execute", status);
      }
    } catch (Throwable e) {
      throw OneDnnLibrary.rethrow(e);
    } finally {
      Reference.reachabilityFence(scratch);
      Reference.reachabilityFence(this);
    }
  }

  private static MemorySegment scratch(long byteSize) {
    MemorySegment scratch = SCRATCH.get();
    if (scratch.byteSize() < byteSize) {
      scratch = Arena.ofAuto().allocate(byteSize, 64);
      SCRATCH.set(scratch);
    }
    return scratch;
  }
}
