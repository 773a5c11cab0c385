package jacobi.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds up arrays, in order. */
final class Sum {
  private static final int ARG_FROM = 1024;
  private static final int ARG_TO = 17;

  private static final OneDnnLibrary LIBRARY = OneDnnLibrary.get();
  private static final MethodHandle CREATE_DESC =
      LIBRARY.function(
          "dnnl_sum_primitive_desc_create",
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG);

  private final Primitive primitive;
  private final int count;

  /** Of arrays in these layouts; the result may lie in another one. */
  Sum(List<MemoryDesc> from, MemoryDesc to) {
    count = from.size();
    try (Attributes attributes = new Attributes(Optional.empty());
        Arena arena = Arena.ofConfined()) {
      var ones = arena.allocate(JAVA_FLOAT, count);
      var handles = arena.allocate(JAVA_LONG, count);
      List<Primitive.Argument> operands = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ones.setAtIndex(JAVA_FLOAT, i, 1);
        handles.setAtIndex(JAVA_LONG, i, from.get(i).handle());
        operands.add(new Primitive.Argument(ARG_FROM + i, from.get(i)));
      }
      operands.add(new Primitive.Argument(ARG_TO, to));
      long descriptor =
          OneDnnLibrary.create(
              "dnnl_sum_primitive_desc_create",
              out ->
                  LIBRARY.singleThreaded(
                      () ->
                          (int)
                              CREATE_DESC.invokeExact(
                                  out,
                                  LIBRARY.engine(),
                                  to.handle(),
                                  count,
                                  ones.address(),
                                  handles.address(),
                                  attributes.handle())));
      primitive = Primitive.create(descriptor, operands);
    } finally {
      Reference.reachabilityFence(from);
      Reference.reachabilityFence(to);
    }
  }

  /**
   * Runs on the calling thread.
   *
   * @param from address of the first array
   * @param apart bytes from one array to the next
   * @param to address of the result
   */
  void execute(long from, long apart, long to) {
    Execution execution = primitive.acquire();
    for (int i = 0; i < count; i++) {
      execution.bind(i, from + i * apart);
    }
    execution.bind(count, to);
    primitive.run(execution);
  }
}
