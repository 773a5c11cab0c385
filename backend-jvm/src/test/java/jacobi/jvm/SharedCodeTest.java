package jacobi.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.ReduceKind;
import jacobi.graph.Shape;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nests that differ in sizes only run the same class, which the JIT then compiles once. */
class SharedCodeTest {
  private static final DType F = DType.FLOAT32;
  private static final long WORK = 10_000;

  private static NestCode code(LoopNest nest, int bits) {
    return NestCompiler.compile(nest, bits, WORK).code();
  }

  /** Adds a row to every row; {@code padding} elements lie between those of the result. */
  private static LoopNest map(int rows, int columns, int padding) {
    Shape shape = Shape.of(rows, columns);
    List<View> operands =
        List.of(
            View.contiguous(F, shape),
            new View(F, shape, 0, new long[] {0, 1}),
            new View(F, shape, padding, new long[] {columns + padding, 1}));
    List<Inst> body =
        List.of(
            new Inst.Load(0, F),
            new Inst.Load(1, F),
            new Inst.Binary(BinaryKind.ADD, 0, 1, F),
            new Inst.Store(2, 2, F));
    return new LoopNest(shape, List.of(false, false), operands, body);
  }

  private static LoopNest sum(ReduceKind kind, int rows, int columns, boolean overRows) {
    Shape shape = Shape.of(rows, columns);
    long[] kept = overRows ? new long[] {0, 1} : new long[] {1, 0};
    List<View> operands = List.of(View.contiguous(F, shape), new View(F, shape, 0, kept));
    List<Inst> body =
        List.of(new Inst.Load(0, F), new Inst.Reduce(kind, 0, F), new Inst.Store(1, 1, F));
    return new LoopNest(shape, List.of(overRows, !overRows), operands, body);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 128, 256})
  void sizesAreNotPartOfTheCode(int bits) {
    assertThat(code(map(300, 1024, 8), bits)).isSameAs(code(map(40, 2048, 64), bits));
    for (boolean overRows : new boolean[] {true, false}) {
      assertThat(code(sum(ReduceKind.SUM, 256, 1024, overRows), bits))
          .isSameAs(code(sum(ReduceKind.SUM, 512, 4096, overRows), bits));
      // One result: all pieces share it.
      assertThat(code(sum(ReduceKind.SUM, 1, 1 << 17, overRows), bits))
          .isSameAs(code(sum(ReduceKind.SUM, 1, 1 << 16, overRows), bits));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 128, 256})
  void whatIsComputedIs(int bits) {
    assertThat(code(sum(ReduceKind.SUM, 256, 1024, false), bits))
        .isNotSameAs(code(sum(ReduceKind.MAX, 256, 1024, false), bits))
        .isNotSameAs(code(sum(ReduceKind.SUM, 256, 1024, true), bits));
  }
}
