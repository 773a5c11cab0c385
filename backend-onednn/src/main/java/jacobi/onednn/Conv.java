package jacobi.onednn;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import jacobi.graph.Convolution;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Optional;

/**
 * A convolution of some images, or its gradient by these or by the filters. Images lie channels
 * last; the filters in the layout that oneDNN likes best, which {@link #filters} tells.
 */
final class Conv {
  private static final int PROP_FORWARD = 64;
  private static final int ALG_DIRECT = 1;
  private static final int ARG_SRC = 1;
  private static final int ARG_DST = 17;
  private static final int ARG_WEIGHTS = 33;
  private static final int ARG_DIFF_SRC = 129;
  private static final int ARG_DIFF_DST = 145;
  private static final int ARG_DIFF_WEIGHTS = 161;
  private static final int QUERY_WEIGHTS = 131;
  private static final int QUERY_DIFF_WEIGHTS = 132;

  /** {@code dnnl_dims_t} has so many numbers. */
  private static final int MOST_DIMS = 12;

  private static final OneDnnLibrary LIBRARY = OneDnnLibrary.get();
  private static final MethodHandle FORWARD =
      LIBRARY.function(
          "dnnl_convolution_forward_primitive_desc_create",
          JAVA_LONG,
          JAVA_LONG,
          JAVA_INT,
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG);
  private static final MethodHandle BACKWARD_DATA =
      LIBRARY.function(
          "dnnl_convolution_backward_data_primitive_desc_create",
          JAVA_LONG,
          JAVA_LONG,
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG);
  private static final MethodHandle BACKWARD_WEIGHTS =
      LIBRARY.function(
          "dnnl_convolution_backward_weights_primitive_desc_create",
          JAVA_LONG,
          JAVA_LONG,
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG);

  private final Primitive primitive;
  private final MemoryDesc filters;

  private Conv(Primitive primitive, MemoryDesc filters) {
    this.primitive = primitive;
    this.filters = filters;
  }

  /** Whether oneDNN has more than its plain loops for this. */
  static boolean isFast(ConvTask task) {
    return create(task).filter(c -> !c.primitive.isReferenceCode()).isPresent();
  }

  /** Compiles it; empty where oneDNN has no implementation. */
  static Optional<Conv> create(ConvTask task) {
    MemoryDesc x = ConvTask.images(task.x());
    MemoryDesc y = ConvTask.images(task.y());
    MemoryDesc any = MemoryDesc.any(task.filterDims());
    try (Arena arena = Arena.ofConfined();
        Attributes attributes = new Attributes(Optional.empty())) {
      long strides = dims(arena, task.strides());
      long dilations = dims(arena, task.dilations());
      long before = dims(arena, task.before());
      long after = dims(arena, task.after());
      long none = 0;
      OneDnnLibrary.Creation creation =
          switch (task.op()) {
            case Convolution.Conv _ ->
                out ->
                    (int)
                        FORWARD.invokeExact(
                            out,
                            LIBRARY.engine(),
                            PROP_FORWARD,
                            ALG_DIRECT,
                            x.handle(),
                            any.handle(),
                            none,
                            y.handle(),
                            strides,
                            dilations,
                            before,
                            after,
                            attributes.handle());
            case Convolution.ConvInput _ ->
                out ->
                    (int)
                        BACKWARD_DATA.invokeExact(
                            out,
                            LIBRARY.engine(),
                            ALG_DIRECT,
                            x.handle(),
                            any.handle(),
                            y.handle(),
                            strides,
                            dilations,
                            before,
                            after,
                            none,
                            attributes.handle());
            case Convolution.ConvFilter _ ->
                out ->
                    (int)
                        BACKWARD_WEIGHTS.invokeExact(
                            out,
                            LIBRARY.engine(),
                            ALG_DIRECT,
                            x.handle(),
                            any.handle(),
                            none,
                            y.handle(),
                            strides,
                            dilations,
                            before,
                            after,
                            none,
                            attributes.handle());
          };
      return OneDnnLibrary.tryCreate(
              "dnnl_convolution_primitive_desc_create",
              out -> LIBRARY.singleThreaded(() -> creation.run(out)))
          .map(descriptor -> of(task.op(), descriptor, x, y));
    } finally {
      Reference.reachabilityFence(x);
      Reference.reachabilityFence(y);
      Reference.reachabilityFence(any);
    }
  }

  /** Operands in the order of the task: two inputs, then the result. */
  private static Conv of(Convolution op, long descriptor, MemoryDesc x, MemoryDesc y) {
    boolean gradient = op instanceof Convolution.ConvFilter;
    MemoryDesc filters =
        Primitive.queryDesc(descriptor, gradient ? QUERY_DIFF_WEIGHTS : QUERY_WEIGHTS);
    List<Primitive.Argument> arguments =
        switch (op) {
          case Convolution.Conv _ ->
              List.of(argument(ARG_SRC, x), argument(ARG_WEIGHTS, filters), argument(ARG_DST, y));
          case Convolution.ConvInput _ ->
              List.of(
                  argument(ARG_DIFF_DST, y),
                  argument(ARG_WEIGHTS, filters),
                  argument(ARG_DIFF_SRC, x));
          case Convolution.ConvFilter _ ->
              List.of(
                  argument(ARG_SRC, x),
                  argument(ARG_DIFF_DST, y),
                  argument(ARG_DIFF_WEIGHTS, filters));
        };
    return new Conv(Primitive.create(descriptor, arguments), filters);
  }

  private static Primitive.Argument argument(int id, MemoryDesc desc) {
    return new Primitive.Argument(id, desc);
  }

  private static long dims(Arena arena, long[] values) {
    MemorySegment dims = arena.allocate(JAVA_LONG, MOST_DIMS);
    MemorySegment.copy(values, 0, dims, JAVA_LONG, 0, values.length);
    return dims.address();
  }

  /** The layout of the filters, or of their gradient. */
  MemoryDesc filters() {
    return filters;
  }

  /** The name oneDNN gives the code it chose. */
  String implementation() {
    return primitive.implementation();
  }

  /** Runs it on the calling thread. */
  void execute(long first, long second, long out) {
    Execution execution = primitive.acquire();
    execution.bind(0, first);
    execution.bind(1, second);
    execution.bind(2, out);
    primitive.run(execution);
  }
}
