package jacobi.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A compiled oneDNN operation: a {@code dnnl_primitive_t} with the operands it takes.
 *
 * <p>Any number of threads may execute one primitive at the same time: each takes an {@link
 * Execution} of its own for the duration of the call, and brings the scratch memory of its thread.
 */
final class Primitive {
  private static final int QUERY_IMPLEMENTATION = 8;
  private static final int QUERY_SCRATCHPAD = 136;
  private static final int ARG_SCRATCHPAD = 80;

  private static final OneDnnLibrary LIBRARY = OneDnnLibrary.get();
  private static final MethodHandle CREATE =
      LIBRARY.function("dnnl_primitive_create", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle DESTROY = LIBRARY.function("dnnl_primitive_destroy", JAVA_LONG);
  private static final MethodHandle DESTROY_DESC =
      LIBRARY.function("dnnl_primitive_desc_destroy", JAVA_LONG);
  private static final MethodHandle QUERY =
      LIBRARY.function("dnnl_primitive_desc_query", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle QUERY_MD =
      LIBRARY.function(
          "dnnl_primitive_desc_query_md",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT));

  /** Idle executions; as many as threads can usefully be in one primitive at once. */
  private static final int KEPT_EXECUTIONS = 16;

  /**
   * An operand of a primitive.
   *
   * @param id which one it is, a {@code DNNL_ARG_} number
   * @param desc its sizes and layout
   */
  record Argument(int id, MemoryDesc desc) {}

  private final long handle;
  private final String implementation;
  private final List<Argument> arguments;
  private final AtomicReferenceArray<Execution> idle = new AtomicReferenceArray<>(KEPT_EXECUTIONS);

  private Primitive(long handle, String implementation, List<Argument> arguments) {
    this.handle = handle;
    this.implementation = implementation;
    this.arguments = List.copyOf(arguments);
    OneDnnLibrary.destroyWith(this, handle, DESTROY);
  }

  /**
   * Compiles a primitive.
   *
   * @param descriptor a {@code dnnl_primitive_desc_t} made with {@link Attributes}; destroyed here
   * @param operands what is handed in at each call, in the order of {@link Execution#bind}
   */
  static Primitive create(long descriptor, List<Argument> operands) {
    try {
      List<Argument> arguments = new ArrayList<>(operands);
      arguments.add(new Argument(ARG_SCRATCHPAD, queryDesc(descriptor, QUERY_SCRATCHPAD)));
      long handle =
          OneDnnLibrary.create(
              "dnnl_primitive_create",
              out -> LIBRARY.singleThreaded(() -> (int) CREATE.invokeExact(out, descriptor)));
      return new Primitive(handle, queryImplementation(descriptor), arguments);
    } finally {
      OneDnnLibrary.check(
          "dnnl_primitive_desc_destroy", () -> (int) DESTROY_DESC.invokeExact(descriptor));
    }
  }

  /** The name oneDNN gives the code it chose, such as {@code brg_matmul:avx512_core}. */
  String implementation() {
    return implementation;
  }

  /** Whether oneDNN has only its plain loops for this, slower than any other backend's. */
  boolean isReferenceCode() {
    return implementation.startsWith("ref");
  }

  /** Takes an execution for the calling thread; {@link #run} gives it back. */
  Execution acquire() {
    for (int i = 0; i < KEPT_EXECUTIONS; i++) {
      if (idle.getPlain(i) != null) {
        Execution execution = idle.getAndSet(i, null);
        if (execution != null) {
          return execution;
        }
      }
    }
    return new Execution(arguments);
  }

  /** Runs with the operands bound to an execution of {@link #acquire}, and takes that back. */
  void run(Execution execution) {
    try {
      execution.run(handle);
    } finally {
      Reference.reachabilityFence(this);
    }
    for (int i = 0; i < KEPT_EXECUTIONS; i++) {
      if (idle.getPlain(i) == null && idle.compareAndSet(i, null, execution)) {
        return;
      }
    }
  }

  @SuppressWarnings("restricted")
  private static String queryImplementation(long descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      OneDnnLibrary.check(
          "dnnl_primitive_desc_query",
          () -> (int) QUERY.invokeExact(descriptor, QUERY_IMPLEMENTATION, 0, out.address()));
      return out.get(ADDRESS, 0).reinterpret(Long.MAX_VALUE).getString(0);
    }
  }

  /**
   * The layout of an operand that a descriptor has settled on.
   *
   * @param what which, a {@code dnnl_query_*_md} number
   */
  static MemoryDesc queryDesc(long descriptor, int what) {
    try {
      return MemoryDesc.copyOf((long) QUERY_MD.invokeExact(descriptor, what, 0));
    } catch (Throwable e) {
      throw OneDnnLibrary.rethrow(e);
    }
  }
}
