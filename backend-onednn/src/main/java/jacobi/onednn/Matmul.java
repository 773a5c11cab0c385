package jacobi.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.MemorySegment;
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

  private static final OneDnnLibrary LIBRARY = OneDnnLibrary.get();
  private static final MethodHandle CREATE_DESC =
      LIBRARY.function(
          "dnnl_matmul_primitive_desc_create",
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS);

  private final Primitive primitive;
  private final boolean hasBias;

  private Matmul(Primitive primitive, boolean hasBias) {
    this.primitive = primitive;
    this.hasBias = hasBias;
  }

  /** Compiles a product, or returns empty when oneDNN has no implementation for these layouts. */
  static Optional<Matmul> create(
      MemoryDesc a,
      MemoryDesc b,
      Optional<MemoryDesc> bias,
      MemoryDesc c,
      Optional<PostOp> postOp) {
    List<Primitive.Argument> operands = new ArrayList<>();
    operands.add(new Primitive.Argument(ARG_SRC, a));
    operands.add(new Primitive.Argument(ARG_WEIGHTS, b));
    operands.add(new Primitive.Argument(ARG_DST, c));
    bias.ifPresent(desc -> operands.add(new Primitive.Argument(ARG_BIAS, desc)));
    MemorySegment biasHandle = bias.map(MemoryDesc::handle).orElse(MemorySegment.NULL);
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
          .map(descriptor -> new Matmul(Primitive.create(descriptor, operands), bias.isPresent()));
    } finally {
      Reference.reachabilityFence(operands);
    }
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
