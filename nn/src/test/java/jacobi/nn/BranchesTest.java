package jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.Tensor;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import jacobi.graph.ShapeException;
import org.junit.jupiter.api.Test;

class BranchesTest {
  /** Two sequences of one channel: 1 2 3, and 5 alone with what fills up behind it. */
  private static final Tensor X = Tensor.of(new float[] {1, 2, 3, 5, -9, 100}, 2, 3, 1);

  private static final Tensor LENGTHS = Tensor.of(new int[] {3, 1}, 2);

  @Test
  void concatenatesMeanAndMaximumOfWhatCounts() {
    Branches net = Branches.of(GlobalPool.mean(), GlobalPool.max());
    Tensor y = Lengths.with(LENGTHS, () -> net.apply(X));
    assertThat(y.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(y.toFloats()).containsExactly(2, 3, 5, 5);
  }

  @Test
  void filtersWiderThanTheSequenceSeeItWhole() {
    Conv1d three = Conv1d.of(1, 1, 3).same();
    Conv1d five = Conv1d.of(1, 1, 5).same();
    Branches net =
        Branches.of(Sequential.of(three, GlobalPool.max()), Sequential.of(five, GlobalPool.max()));
    net.init(1);
    assertThat(net.parameters().keySet())
        .containsExactly("0.0.weight", "0.0.bias", "1.0.weight", "1.0.bias");
    float[] together = Lengths.with(LENGTHS, () -> net.apply(X)).toFloats();
    // The second sequence by itself, without what fills it up.
    float[] alone = net.apply(Tensor.of(new float[] {5}, 1, 1, 1)).toFloats();
    assertThat(together).hasSize(4);
    assertThat(new float[] {together[2], together[3]}).containsExactly(alone);
  }

  @Test
  void branchesThatDoNotFitTogether() {
    assertThatThrownBy(() -> Branches.of()).isInstanceOf(JacobiException.class);
    Branches net = Branches.of(GlobalPool.mean(), Activation.relu());
    assertThatThrownBy(() -> net.apply(X))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("agree in all extents but the last: the first puts out [2, 1]")
        .hasMessageContaining("got [2, 3, 1]");
  }
}
