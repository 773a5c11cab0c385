package jacobi.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.View;
import jacobi.graph.DType;
import jacobi.graph.Op.BinaryKind;
import jacobi.graph.Op.ReduceKind;
import jacobi.graph.Op.UnaryKind;
import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowReuseTest {
  private static final DType F = DType.FLOAT32;
  private static final Shape SHAPE = Shape.of(3, 50);

  private static LoopNest nest(List<Inst> more) {
    List<Inst> body =
        new ArrayList<>(
            List.of(
                new Inst.Load(0, F),
                new Inst.Reduce(ReduceKind.MAX, 0, F),
                new Inst.Binary(BinaryKind.SUB, 0, 1, F),
                new Inst.Unary(UnaryKind.EXP, 2, F),
                new Inst.Reduce(ReduceKind.SUM, 3, F),
                new Inst.Binary(BinaryKind.DIV, 3, 4, F)));
    body.addAll(more);
    View view = View.contiguous(F, SHAPE);
    return new LoopNest(SHAPE, List.of(false, true), List.of(view, view), body);
  }

  private static long exponentials(NestAnalysis nest) {
    long n = 0;
    for (int stage = 0; stage < nest.stages; stage++) {
      n += nest.passed(stage).stream().filter(i -> nest.body.get(i) instanceof Inst.Unary).count();
    }
    return n;
  }

  @Test
  void aSoftmaxComputesEachExponentialOnce() {
    LoopNest softmax = nest(List.of(new Inst.Store(1, 5, F)));
    assertThat(exponentials(new NestAnalysis(softmax))).isEqualTo(2);
    assertThat(exponentials(RowReuse.analysis(softmax))).isEqualTo(1);
  }

  @Test
  void whatMayLieInTheSameMemoryIsNotOverwrittenBeforeItsLastUse() {
    LoopNest readsAgain =
        nest(List.of(new Inst.Binary(BinaryKind.ADD, 5, 0, F), new Inst.Store(1, 6, F)));
    assertThat(exponentials(RowReuse.analysis(readsAgain))).isEqualTo(2);
  }
}
