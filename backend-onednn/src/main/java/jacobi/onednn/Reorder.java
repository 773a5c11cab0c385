package jacobi.onednn;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Optional;

/** Copies values from one layout to another. */
final class Reorder {
  private static final int ARG_FROM = 1;
  private static final int ARG_TO = 17;

  private static final OneDnnLibrary LIBRARY = OneDnnLibrary.get();
  private static final MethodHandle CREATE_DESC =
      LIBRARY.function(
          "dnnl_reorder_primitive_desc_create",
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG);

  private final Primitive primitive;

  Reorder(MemoryDesc from, MemoryDesc to) {
    try (Attributes attributes = new Attributes(Optional.empty())) {
      long descriptor =
          OneDnnLibrary.create(
              "dnnl_reorder_primitive_desc_create",
              out ->
                  LIBRARY.singleThreaded(
                      () ->
                          (int)
                              CREATE_DESC.invokeExact(
                                  out,
                                  from.handle(),
                                  LIBRARY.engine(),
                                  to.handle(),
                                  LIBRARY.engine(),
                                  attributes.handle())));
      primitive =
          Primitive.create(
              descriptor,
              List.of(new Primitive.Argument(ARG_FROM, from), new Primitive.Argument(ARG_TO, to)));
    } finally {
      Reference.reachabilityFence(from);
      Reference.reachabilityFence(to);
    }
  }

  void execute(long from, long to) {
    Execution execution = primitive.acquire();
    execution.bind(0, from);
    execution.bind(1, to);
    primitive.run(execution);
  }
}
