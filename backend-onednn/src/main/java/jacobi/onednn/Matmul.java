package jacobi.onednn;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * C = postOp(A B + bias), over float32 matrices or batches of them.
 *
 * <p>Shapes: A [batch..., m, k], B [batch..., k, n], bias [1..., 1, n], C [batch..., m, n]; a batch
 * size of 1 in A or B repeats it. Transposed operands are expressed by strides.
 */
final class Matmul implements Multiplication {
  private static final int ARG_SRC = 1;
  private static final int ARG_DST = 17;
  private static final int ARG_WEIGHTS = 33;
  private static final int ARG_BIAS = 41;
  private static final int QUERY_WEIGHTS = 131;

  private static final OneDnnLibrary LIBRARY = OneDnnLibrary.get();
  private static final MethodHandle CREATE_DESC =
      LIBRARY.function(
          "dnnl_matmul_primitive_desc_create",
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG);

  private final Primitive primitive;
  private final MemoryDesc b;
  private final boolean hasBias;

  private Matmul(Primitive primitive, MemoryDesc b, boolean hasBias) {
    this.primitive = primitive;
    this.b = b;
    this.hasBias = hasBias;
  }

  /**
   * Compiles a product, or returns empty when oneDNN has no implementation for these layouts.
   *
   * @param b may leave the layout to oneDNN; {@link #b} then tells it
   */
  static Optional<Matmul> create(
      MemoryDesc a,
      MemoryDesc b,
      Optional<MemoryDesc> bias,
      MemoryDesc c,
      Optional<PostOp> postOp) {
    long biasHandle = bias.map(MemoryDesc::handle).orElse(0L);
    try (Attributes attributes = new Attributes(postOp)) {
      return OneDnnLibrary.tryCreate(
              "dnnl_matmul_primitive_desc_create",
              out ->
                  LIBRARY.singleThreaded(
                      () ->
                          (int)
                              CREATE_DESC.invokeExact(
                                  out,
                                  LIBRARY.engine(),
                                  a.handle(),
                                  b.handle(),
                                  biasHandle,
                                  c.handle(),
                                  attributes.handle())))
          .map(descriptor -> of(descriptor, a, bias, c));
    } finally {
      Reference.reachabilityFence(a);
      Reference.reachabilityFence(b);
      Reference.reachabilityFence(bias);
      Reference.reachabilityFence(c);
    }
  }

  private static Matmul of(long descriptor, MemoryDesc a, Optional<MemoryDesc> bias, MemoryDesc c) {
    MemoryDesc b = Primitive.queryDesc(descriptor, QUERY_WEIGHTS);
    List<Primitive.Argument> operands = new ArrayList<>();
    operands.add(new Primitive.Argument(ARG_SRC, a));
    operands.add(new Primitive.Argument(ARG_WEIGHTS, b));
    operands.add(new Primitive.Argument(ARG_DST, c));
    bias.ifPresent(desc -> operands.add(new Primitive.Argument(ARG_BIAS, desc)));
    return new Matmul(Primitive.create(descriptor, operands), b, bias.isPresent());
  }

  /** The layout of B. */
  MemoryDesc b() {
    return b;
  }

  /** The compiled operation. */
  Primitive primitive() {
    return primitive;
  }

  @Override
  public void execute(long a, long b, long bias, long out) {
    Execution execution = primitive.acquire();
    execution.bind(0, a);
    execution.bind(1, b);
    execution.bind(2, out);
    if (hasBias) {
      execution.bind(3, bias);
    }
    primitive.run(execution);
  }
}
