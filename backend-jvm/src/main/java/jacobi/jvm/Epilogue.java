package jacobi.jvm;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.Task.Activation;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Op;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.UnaryKind;
import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Bias and activation over a block of a product's result while it is still in the cache: a loop
 * nest, compiled as any other, so that it does not matter to the bits whether a product takes them.
 */
final class Epilogue {
  private static final ThreadLocal<long[]> ADDRESSES = ThreadLocal.withInitial(() -> new long[2]);

  private final NestKernel kernel;

  private Epilogue(NestKernel kernel) {
    this.kernel = kernel;
  }

  /**
   * For a block of given extents inside rows of {@code n} elements.
   *
   * @param bits width of vectors, 0 for plain loops
   */
  static Epilogue of(ProductPlan plan, int rows, int columns, int bits) {
    DType dtype = plan.task().out().dtype();
    Shape shape = Shape.of(rows, columns);
    List<View> operands = new ArrayList<>();
    operands.add(new View(dtype, shape, 0, new long[] {plan.n(), 1}));
    List<Inst> body = new ArrayList<>();
    body.add(new Inst.Load(0, dtype));
    if (plan.task().bias().isPresent()) {
      operands.add(new View(dtype, shape, 0, new long[] {0, plan.biasStride()}));
      body.add(new Inst.Load(1, dtype));
      body.add(new Inst.Binary(BinaryKind.ADD, 0, 1, dtype));
    }
    activate(plan.task().activation(), dtype, body);
    body.add(new Inst.Store(0, body.size() - 1, dtype));
    LoopNest nest = new LoopNest(shape, List.of(false, false), operands, body);
    return new Epilogue(NestCompiler.compile(nest, bits, Long.MAX_VALUE));
  }

  private static void activate(Activation activation, DType dtype, List<Inst> body) {
    int x = body.size() - 1;
    switch (activation) {
      case NONE -> {}
      case RELU -> {
        body.add(new Inst.Const(Op.Constant.of(dtype, 0)));
        body.add(new Inst.Binary(BinaryKind.MAX, x, x + 1, dtype));
      }
      case TANH -> body.add(new Inst.Unary(UnaryKind.TANH, x, dtype));
      case SIGMOID -> {
        body.add(new Inst.Unary(UnaryKind.NEG, x, dtype));
        body.add(new Inst.Unary(UnaryKind.EXP, x + 1, dtype));
        body.add(new Inst.Const(Op.Constant.of(dtype, 1)));
        body.add(new Inst.Binary(BinaryKind.ADD, x + 2, x + 3, dtype));
        body.add(new Inst.Binary(BinaryKind.DIV, x + 3, x + 4, dtype));
      }
    }
  }

  /** Finishes the block that begins at {@code out}; {@code bias} is 0 if there is none. */
  void apply(long out, long bias) {
    long[] addresses = ADDRESSES.get();
    addresses[0] = out;
    addresses[1] = bias;
    kernel.run(addresses, 0);
  }
}
