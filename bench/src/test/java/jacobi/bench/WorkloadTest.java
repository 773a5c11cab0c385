package jacobi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadTest {
  private static final Mlp SMALL = new Mlp("S", new int[] {5, 4, 3}, 2, 1);

  @Test
  void workOfBothPasses() {
    assertThat(SMALL.inference().multiplyAdds()).isEqualTo(2 * (5 * 4 + 4 * 3));
    // Forward, gradients of both weights, gradient of the hidden layer.
    assertThat(SMALL.training().multiplyAdds()).isEqualTo(2 * (3 * (5 * 4 + 4 * 3) - 5 * 4));
    int parameters = 4 * 5 + 4 + 3 * 4 + 3;
    int activations = 2 * (4 + 3);
    assertThat(SMALL.inference().bytes()).isEqualTo(2 * parameters + 4 * activations);
    assertThat(SMALL.training().bytes()).isEqualTo(16 * parameters + 4 * activations);
  }

  static Stream<Workload> workloads() {
    return Stream.concat(Workload.all().stream(), Stream.of(Cnn.E6, LstmLanguageModel.LM));
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void parametersAreCounted(Workload workload) {
    Workload.Work one = workload.withBatch(1).training();
    Workload.Work two = workload.withBatch(2).training();
    assertThat(two.multiplyAdds()).isEqualTo(2 * one.multiplyAdds());
    // What does not depend on the batch: 16 bytes for each parameter.
    assertThat(2 * one.bytes() - two.bytes()).isEqualTo(16 * workload.jacobi().parameterCount());
  }

  @Test
  void numbersHaveTheShapesOfTheNet() {
    Workload.Numbers numbers = SMALL.numbers(7);

    assertThat(numbers.parameters())
        .extracting(v -> v.values().length)
        .containsExactly(20, 4, 12, 3);
    assertThat(numbers.x().shape()).containsExactly(2, 5);
    assertThat(numbers.x().values()).hasSize(10);
    assertThat(numbers.labels()).hasSize(2);
    for (float w : numbers.parameters().getFirst().values()) {
      assertThat(Math.abs(w)).isBetween(0f, (float) (1 / Math.sqrt(5)));
    }
    Workload words = new WindowLanguageModel("L", 3, 2, 4, 10, 100, 1);
    Workload.Numbers indices = words.numbers(7);
    assertThat(indices.labels()).hasSize(100).contains(0, 9);
    for (float i : indices.x().values()) {
      assertThat(i).isBetween(0f, 9f).isEqualTo((int) i);
    }
  }

  @Test
  void seedDecidesTheNumbers() {
    assertThat(SMALL.numbers(1).x().values())
        .isEqualTo(SMALL.numbers(1).x().values())
        .isNotEqualTo(SMALL.numbers(2).x().values());
  }

  @Test
  void titleNamesTheShape() {
    assertThat(SMALL.title()).isEqualTo("S MLP 5-4-3, batch 2");
    assertThat(Cnn.W3.net()).isEqualTo("CNN 28x28x1, 5x5x32, 5x5x64, 512, 10");
  }
}
