package jacobi.nn;

import static jacobi.Jacobi.compiled;
import static jacobi.Jacobi.ones;
import static jacobi.Jacobi.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.DType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DropoutTest {
  private static final Tensor X = ones(200, 100).eval();

  private static Tensor train(Module m, long seed) {
    return Phase.training(RandomKey.of(seed), () -> m.apply(X));
  }

  @Test
  void wholeVectorsAreDropped() {
    float[] y = train(Dropout.of(.2).whole(), 1).toFloats();
    int dropped = 0;
    for (int row = 0; row < 200; row++) {
      for (int i = 0; i < 100; i++) {
        assertThat(y[row * 100 + i]).isIn(0f, 1.25f).isEqualTo(y[row * 100]);
      }
      dropped += y[row * 100] == 0 ? 1 : 0;
    }
    // 40, give or take five standard deviations.
    assertThat(dropped).isBetween(12, 68);
  }

  @Test
  void trainingKeepsTheExpectation() {
    float[] y = train(Dropout.of(.2), 1).toFloats();
    double sum = 0;
    int dropped = 0;
    for (float f : y) {
      assertThat(f).isIn(0f, 1.25f);
      sum += f;
      dropped += f == 0 ? 1 : 0;
    }
    // Five standard deviations of the mean of 20,000 draws.
    assertThat(sum / y.length).isCloseTo(1, within(5 * .5 / Math.sqrt(y.length)));
    assertThat((double) dropped / y.length).isCloseTo(.2, within(5 * .4 / Math.sqrt(y.length)));
  }

  @Test
  @DisplayName("D5: scaling weights after training, as the textbook has it: the same expectation")
  void bothFormsHaveTheSameExpectation() {
    double rate = .3;
    Tensor x = vector(1, -2, 3, .5).reshape(1, 4).broadcastTo(20_000, 4);
    Linear next = Linear.of(vector(.5, 1, -1, 2).reshape(1, 4), vector(.1));
    RandomKey key = RandomKey.of(4);
    // Srivastava et al. 2014: drop and do not scale; once trained, scale the outgoing weights.
    Tensor dropped = key.bernoulli(1 - rate, 20_000, 4).where(x, x.mul(0));
    double original = next.apply(dropped).mean().item();
    Linear scaled = Linear.of(next.weight().value().mul(1 - rate), vector(.1));
    double originalAfter = scaled.apply(x).mean().item();
    double inverted =
        Phase.training(key, () -> next.apply(Dropout.of(rate).apply(x)).mean()).item();
    double invertedAfter = next.apply(Dropout.of(rate).apply(x)).mean().item();
    // The deviation of one output is at most 3.6 / .7, so that of the mean of 20,000 is .04.
    assertThat(original).isCloseTo(originalAfter, within(.12));
    assertThat(inverted).isCloseTo(invertedAfter, within(.12));
    // What the textbook's network puts out after training is what ours does, weights apart.
    assertThat((originalAfter - .1) / (1 - rate)).isCloseTo(invertedAfter - .1, within(1e-5));
  }

  @Test
  void inferenceIsTheIdentity() {
    assertThat(Dropout.of(.5).apply(X)).isSameAs(X);
    Tensor y =
        Phase.training(RandomKey.of(1), () -> Phase.inference(() -> Dropout.of(.5).apply(X)));
    assertThat(y).isSameAs(X);
  }

  @Test
  void eachKeyAndEachUseDrawsAnew() {
    Module once = Dropout.of(.5);
    assertThat(train(once, 1).toFloats()).isEqualTo(train(once, 1).toFloats());
    assertThat(train(once, 1).toFloats()).isNotEqualTo(train(once, 2).toFloats());
    float[] twice = train(Sequential.of(once, once), 1).toFloats();
    int kept = 0;
    for (float f : twice) {
      kept += f > 0 ? 1 : 0;
    }
    assertThat((double) kept / twice.length).isCloseTo(.25, within(.03));
  }

  @Test
  void compiledStepsDrawFromAKeyThatChanges() {
    Module net = Dropout.of(.5);
    var f = compiled((Tensor key) -> Phase.training(RandomKey.of(key), () -> net.apply(X)));
    float[] first = f.call(Jacobi.full(1, DType.INT64)).toFloats();
    assertThat(f.call(Jacobi.full(2, DType.INT64)).toFloats()).isNotEqualTo(first);
    assertThat(f.call(Jacobi.full(1, DType.INT64)).toFloats()).isEqualTo(first);
  }

  @Test
  void probabilitiesAreChecked() {
    assertThatThrownBy(() -> Dropout.of(1)).hasMessageContaining("[0, 1), got 1.0");
  }
}
