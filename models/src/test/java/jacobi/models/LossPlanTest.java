package jacobi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.Tensor;
import jacobi.data.Dataset;
import jacobi.nn.loss.Losses;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LossPlanTest {
  /** Six of class 0, three of class 1, one of class 2. */
  private static final int[] LABELS = {0, 0, 1, 0, 2, 1, 0, 0, 1, 0};

  private static Dataset data(List<String> names) {
    float[][] x = IntStream.range(0, 10).mapToObj(i -> new float[] {i}).toArray(float[][]::new);
    return Dataset.of(x, LABELS, names);
  }

  private static LossPlan plan(Object loss) throws IOException {
    Map<String, Object> tree = new java.util.LinkedHashMap<>(Spec.find("iris").tree());
    tree.put("loss", loss);
    return new Spec("test", tree).job().lossPlan();
  }

  private static final Tensor LOGITS =
      Tensor.of(new float[] {1, 0, -1, 0.5f, 0.25f, 2, -1, 0, 1}, 3, 3);
  private static final Tensor TARGET = Tensor.of(new int[] {0, 1, 2}, 3);

  @Test
  void givenWeightsCountInTrainingOnly() throws IOException {
    LossPlan p = plan(Map.of("cross-entropy", Map.of("weights", List.of(1, 0.5, 4))));
    double[] each = toDoubles(Losses.crossEntropy().none().apply(LOGITS, TARGET));
    double expected = (each[0] + 0.5 * each[1] + 4 * each[2]) / 5.5;
    Dataset train = data(List.of("a", "b", "c"));
    assertThat(p.training().apply(train).apply(LOGITS, TARGET).item())
        .isCloseTo(expected, within(1e-6));
    double plain = (each[0] + each[1] + each[2]) / 3;
    assertThat(p.training().apply(train).plain().apply(LOGITS, TARGET).item())
        .isCloseTo(plain, within(1e-6));
    assertThat(p.loss().apply(LOGITS, TARGET).item()).isCloseTo(plain, within(1e-6));
  }

  /** scikit-learn's compute_class_weight: examples / (classes * examples of the class). */
  @Test
  void balancedWeightsAreThoseOfScikitLearn() throws IOException {
    LossPlan p = plan(Map.of("cross-entropy", Map.of("weights", "balanced")));
    double[] each = toDoubles(Losses.crossEntropy().none().apply(LOGITS, TARGET));
    double[] w = {10 / 18.0, 10 / 9.0, 10 / 3.0};
    double expected = (w[0] * each[0] + w[1] * each[1] + w[2] * each[2]) / (w[0] + w[1] + w[2]);
    for (List<String> names : List.of(List.of("a", "b", "c"), List.of("a", "b", "c", "none"))) {
      Tensor logits =
          names.size() == 3
              ? LOGITS
              : LOGITS.concat(1, jacobi.Jacobi.full(-1e9, jacobi.graph.DType.FLOAT32, 3, 1));
      assertThat(p.training().apply(data(names)).apply(logits, TARGET).item())
          .isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void mistakesAreSaidWithTheKey() throws IOException {
    LossPlan two = plan(Map.of("cross-entropy", Map.of("weights", List.of(1, 2))));
    assertThatThrownBy(() -> two.training().apply(data(List.of("a", "b", "c"))))
        .hasMessage("test: loss.cross-entropy.weights: has 2 numbers for 3 classes");
    assertThatThrownBy(() -> plan(Map.of("cross-entropy", Map.of("weights", List.of(1, -2)))))
        .hasMessage("test: loss.cross-entropy.weights: has -2, expected numbers from 0");
    assertThatThrownBy(() -> plan(Map.of("cross-entropy", Map.of("weights", "balance"))))
        .hasMessageContaining("'balance' is not known, did you mean 'balanced'?");
    assertThatThrownBy(() -> plan(Map.of("mse", Map.of("weights", List.of(1, 2)))))
        .hasMessageContaining("unknown key 'loss.mse.weights'");
    LossPlan balanced = plan(Map.of("cross-entropy", Map.of("weights", "balanced")));
    Dataset values = Dataset.of(new float[][] {{1}}, new float[][] {{1}});
    assertThatThrownBy(() -> balanced.training().apply(values))
        .hasMessageContaining("loss weights are for classes");
  }

  private static double[] toDoubles(Tensor t) {
    return t.as(jacobi.graph.DType.FLOAT64).toDoubles();
  }
}
