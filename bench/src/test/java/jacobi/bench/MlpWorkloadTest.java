package jacobi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MlpWorkloadTest {
  private static final MlpWorkload SMALL = new MlpWorkload("S", new int[] {5, 4, 3}, 2, 1);

  @Test
  void multiplyAddsOfBothPasses() {
    assertThat(SMALL.inferenceMultiplyAdds()).isEqualTo(2 * (5 * 4 + 4 * 3));
    // Forward, gradients of both weights, gradient of the hidden layer.
    assertThat(SMALL.trainingMultiplyAdds()).isEqualTo(2 * (3 * (5 * 4 + 4 * 3) - 5 * 4));
  }

  @Test
  void dataHasTheShapesOfTheNet() {
    MlpWorkload.Data data = SMALL.data(7);

    assertThat(Arrays.stream(data.weights()).map(w -> w.length)).containsExactly(20, 12);
    assertThat(Arrays.stream(data.biases()).map(b -> b.length)).containsExactly(4, 3);
    assertThat(data.x()).hasSize(10);
    assertThat(data.labels()).hasDimensions(MlpWorkload.Data.LABEL_BATCHES, 2);
    long[] many = new MlpWorkload("L", new int[] {1, 3}, 100, 1).data(7).labels()[0];
    assertThat(many).hasSize(100).containsOnly(0, 1, 2);
    for (float w : data.weights()[0]) {
      assertThat(Math.abs(w)).isBetween(0f, (float) (1 / Math.sqrt(5)));
    }
  }

  @Test
  void seedDecidesTheData() {
    assertThat(SMALL.data(1).x()).isEqualTo(SMALL.data(1).x()).isNotEqualTo(SMALL.data(2).x());
    assertThat(SMALL.data(1).weights()).isDeepEqualTo(SMALL.data(1).weights());
  }

  @Test
  void titleNamesTheShape() {
    assertThat(SMALL.title()).isEqualTo("S MLP 5-4-3, batch 2");
  }
}
