package jacobi.nn.optim;

import static jacobi.Jacobi.compiled;
import static jacobi.Jacobi.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.Compiled;
import jacobi.Tensor;
import jacobi.graph.JacobiException;
import jacobi.nn.Module;
import jacobi.nn.Parameter;
import jacobi.nn.init.Initializers;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Row D2 of the requirements. */
class OptimizerTest {
  private static final double[] START = {1, -2, .5};
  private static final double[][] GRADIENTS = {
    {.1, -1, 3}, {.2, 1, -3}, {-.4, 0, 1e-3}, {.1, 2, 5}, {.1, -1, -.5}, {.3, .3, .3}
  };

  /** Three weights. */
  private static final class Weights extends Module {
    private final Parameter w = parameter("w", Initializers.values(vector(START)), 3);
    private final Parameter frozen = parameter("frozen", Initializers.zeros(), 1);

    Weights() {
      frozen.trainable(false);
    }

    @Override
    protected Tensor forward(Tensor x) {
      return x.mul(w.value()).add(frozen.value());
    }
  }

  /** One weight's new value: of its value, its gradient, what it remembers, the step from 1. */
  private interface Rule {
    double apply(double p, double g, double[] memory, int step);
  }

  /** Steps along given gradients, compiled and not, against the rule written out for scalars. */
  private static void check(Optimizer optimizer, Rule rule) {
    double[] p = START.clone();
    double[][] memory = new double[p.length][2];
    Weights plain = new Weights();
    OptimizerState eager = optimizer.attach(plain);
    Weights traced = new Weights();
    OptimizerState state = optimizer.attach(traced);
    Compiled step =
        compiled(
            (Tensor g) -> {
              state.apply(List.of(g));
              return g;
            });
    for (int t = 0; t < GRADIENTS.length; t++) {
      for (int i = 0; i < p.length; i++) {
        p[i] = rule.apply(p[i], GRADIENTS[t][i], memory[i], t + 1);
      }
      step.call(vector(GRADIENTS[t]));
      eager.apply(List.of(vector(GRADIENTS[t])));
      close(traced.w, p);
      close(plain.w, p);
    }
    assertThat(state.steps()).isEqualTo(GRADIENTS.length);
    assertThat(traced.frozen.value().item()).isZero();
  }

  private static void close(Parameter w, double... expected) {
    double[] v = w.value().toDoubles();
    for (int i = 0; i < v.length; i++) {
      assertThat(v[i]).isCloseTo(expected[i], within(2e-6));
    }
  }

  @Test
  @DisplayName("D2: gradient descent")
  void d2Sgd() {
    check(Sgd.of(.1), (p, g, m, t) -> p - .1 * g);
  }

  @Test
  @DisplayName("D2: momentum")
  void d2Momentum() {
    check(
        Sgd.of(.1).momentum(.9),
        (p, g, m, t) -> {
          m[0] = .9 * m[0] + g;
          return p - .1 * m[0];
        });
  }

  @Test
  @DisplayName("D2: Nesterov's momentum")
  void d2Nesterov() {
    check(
        Sgd.of(.1).nesterov(.9),
        (p, g, m, t) -> {
          m[0] = .9 * m[0] + g;
          return p - .1 * (g + .9 * m[0]);
        });
  }

  private static double adam(double p, double g, double[] m, int t, double rate) {
    m[0] = .9 * m[0] + .1 * g;
    m[1] = .999 * m[1] + .001 * g * g;
    double mHat = m[0] / (1 - Math.pow(.9, t));
    double vHat = m[1] / (1 - Math.pow(.999, t));
    return p - rate * mHat / (Math.sqrt(vHat) + 1e-8);
  }

  @Test
  @DisplayName("D2: Adam")
  void d2Adam() {
    check(Adam.of(.01), (p, g, m, t) -> adam(p, g, m, t, .01));
  }

  @Test
  @DisplayName("D2: Adam's first step is the learning rate, whatever the gradient")
  void d2AdamFirstStep() {
    Weights net = new Weights();
    Adam.of(.01).attach(net).apply(List.of(vector(.001, -1, 1000)));
    close(net.w, .99, -1.99, .49);
  }

  @Test
  @DisplayName("D2: AdamW")
  void d2AdamW() {
    check(AdamW.of(.01, .1), (p, g, m, t) -> adam(p * (1 - .01 * .1), g, m, t, .01));
  }

  @Test
  @DisplayName("D2: RMSProp")
  void d2RmsProp() {
    check(
        RmsProp.of(.01),
        (p, g, m, t) -> {
          m[0] = .99 * m[0] + .01 * g * g;
          return p - .01 * g / (Math.sqrt(m[0]) + 1e-8);
        });
    check(
        RmsProp.of(.01).momentum(.5),
        (p, g, m, t) -> {
          m[0] = .99 * m[0] + .01 * g * g;
          m[1] = .5 * m[1] + g / (Math.sqrt(m[0]) + 1e-8);
          return p - .01 * m[1];
        });
  }

  @Test
  @DisplayName("D2: Adagrad")
  void d2Adagrad() {
    check(
        Adagrad.of(.1),
        (p, g, m, t) -> {
          m[0] += g * g;
          return p - .1 * g / (Math.sqrt(m[0]) + 1e-10);
        });
  }

  @Test
  @DisplayName("D2: defaults are PyTorch's")
  void d2Defaults() {
    assertThat(Adam.of()).isEqualTo(new Adam(1e-3, .9, .999, 1e-8));
    assertThat(AdamW.of().decay()).isEqualTo(.01);
    assertThat(RmsProp.of()).isEqualTo(new RmsProp(.01, .99, 1e-8, 0));
    assertThat(Adagrad.of()).isEqualTo(new Adagrad(.01, 1e-10));
  }

  @Test
  @DisplayName("D2: the learning rate changes without compiling again")
  void d2LearningRate() {
    Weights net = new Weights();
    OptimizerState state = Sgd.of(.1).attach(net);
    int[] traces = {0};
    Compiled step =
        compiled(
            (Tensor g) -> {
              traces[0]++;
              state.apply(List.of(g));
              return g;
            });
    step.call(vector(1, 1, 1));
    state.learningRate(.5);
    step.call(vector(1, 1, 1));
    close(net.w, .4, -2.6, -.1);
    assertThat(state.learningRate()).isEqualTo(.5);
    assertThat(traces[0]).isEqualTo(1);
  }

  @Test
  @DisplayName("D2: minimize follows the loss down")
  void d2Minimize() {
    Weights net = new Weights();
    OptimizerState state = Sgd.of(.1).attach(net);
    for (int i = 0; i < 3; i++) {
      state.minimize(net.apply(vector(1, 1, 1)).square().sum());
    }
    // Each step multiplies by 1 - 2 * 0.1.
    close(net.w, .512, -1.024, .256);
  }

  @Test
  void stateIsListedByName() {
    Weights net = new Weights();
    OptimizerState state = Adam.of(.01).attach(net);
    assertThat(state.paths()).containsExactly("w");
    assertThat(state.variables().keySet()).containsExactly("step", "w.m", "w.v");
    state.apply(List.of(vector(1, 2, 3)));
    assertThat(state.variables().get("step").value().toLongs()).containsExactly(1);
    assertThat(state.variables().get("w.m").value().toFloats()).containsExactly(.1f, .2f, .3f);
  }

  @Test
  void restoredStateGoesOnWithTheSameBits() {
    Weights whole = new Weights();
    OptimizerState one = Adam.of(.01).attach(whole);
    Weights resumed = new Weights();
    OptimizerState before = Adam.of(.01).attach(resumed);
    for (int t = 0; t < 3; t++) {
      one.apply(List.of(vector(GRADIENTS[t])));
      before.apply(List.of(vector(GRADIENTS[t])));
    }
    OptimizerState after = Adam.of(.01).attach(resumed);
    before.variables().forEach((name, v) -> after.variables().get(name).assign(v.value()));
    for (int t = 3; t < 6; t++) {
      one.apply(List.of(vector(GRADIENTS[t])));
      after.apply(List.of(vector(GRADIENTS[t])));
    }
    assertThat(resumed.w.value().toFloats()).isEqualTo(whole.w.value().toFloats());
  }

  @Test
  void settingsAndGradientsAreChecked() {
    assertThatThrownBy(() -> Adam.of(-1))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("[Adam] learning rate must not be negative, got -1.0");
    assertThatThrownBy(() -> Sgd.of(.1).momentum(1)).hasMessageContaining("[0, 1), got 1.0");
    assertThatThrownBy(() -> Adam.of().attach(new Weights()).apply(List.of()))
        .hasMessageContaining("1 parameters and 0 gradients");
  }

  @Test
  @DisplayName("D2: 1 - beta^t keeps its digits in float32")
  void d2BiasCorrection() {
    for (int t : IntStream.of(1, 2, 10, 1000, 100_000).toArray()) {
      double expected = -Math.expm1(t * Math.log(.999));
      Tensor step = jacobi.Jacobi.scalar(t);
      assertThat(Optimizer.biasCorrection(.999, step).item() / expected).isCloseTo(1, within(5e-7));
    }
  }
}
