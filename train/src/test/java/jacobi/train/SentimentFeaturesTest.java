package jacobi.train;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.Tensor;
import jacobi.nn.Linear;
import jacobi.nn.init.Initializers;
import org.junit.jupiter.api.Test;

/** Sentiment by six numbers, as in Jurafsky and Martin's chapter on logistic regression. */
class SentimentFeaturesTest {
  @Test
  void theWorkedExampleIsPositive() {
    float[] weights = {2.5f, -5, -1.2f, .5f, 2, .7f};
    Linear net = Linear.of(6, 1).weights(Initializers.values(Tensor.of(weights, 1, 6)));
    net.init(0);
    net.parameters().get("bias").assign(Tensor.of(new float[] {.1f}, 1));
    Tensor x = Tensor.of(new float[] {3, 2, 1, 3, 0, 4.19f}, 1, 6);
    float[] p = Decision.BINARY.probabilities(net.apply(x)).toFloats();
    assertThat(p[1]).isBetween(.69f, .70f);
    assertThat(p[0]).isBetween(.30f, .31f);
  }
}
