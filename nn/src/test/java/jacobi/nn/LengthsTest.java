package jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.graph.DType;
import org.junit.jupiter.api.Test;

class LengthsTest {
  @Test
  void withoutLengthsEverythingCounts() {
    assertThat(Lengths.current()).isEmpty();
    assertThat(Lengths.mask(3)).isEmpty();
  }

  @Test
  void maskEndsWhereEachSequenceEnds() {
    Tensor mask =
        Lengths.with(Tensor.of(new int[] {2, 3, 1}, 3), () -> Lengths.mask(3).orElseThrow());
    assertThat(mask.as(DType.FLOAT32).toFloats()).containsExactly(1, 1, 0, 1, 1, 1, 1, 0, 0);
  }

  @Test
  void lengthsAreOneIntForEachSequence() {
    assertThatThrownBy(() -> Lengths.with(Jacobi.zeros(3), () -> 1))
        .hasMessageContaining("int32 of shape [batch]");
  }
}
