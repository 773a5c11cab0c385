package jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.nn.optim.Adam;
import jacobi.nn.optim.OptimizerState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the textbook's section 13.5 says of recurrent networks (mission rows F2, F3 and F7). */
class RecurrenceTest {

  // --- F2 ---------------------------------------------------------------------------------------

  /**
   * R_t = ds_t/dW by the recurrence R_t = P_t + Q_t R_{t-1} (eq. 13.7), R_0 = 0, against
   * differentiation of the graph. With z_t = W s_{t-1} + U x_t + b, entry W_jk moves z_t by
   * s_{t-1,k} at j directly (B) and by W R_{t-1} indirectly, and s_t by A = diag(1 - s_t²) times
   * that.
   */
  @Test
  void gradientOfTheStateFollowsTheRecurrenceOfTheBook() {
    int units = 3;
    int steps = 5;
    Rnn net = Rnn.of(2, units);
    net.init(3);
    Tensor x = RandomKey.of(1).uniform(-1, 1, 1, steps, 2).eval();
    Tensor y = net.apply(x);
    double[] s = y.toDoubles();
    Parameter weight = net.parameters().get("weight_hh_l0");
    double[] w = weight.value().toDoubles();
    double[][] r = new double[units][units * units];
    for (int t = 0; t < steps; t++) {
      double[][] next = new double[units][units * units];
      for (int i = 0; i < units; i++) {
        double a = 1 - s[t * units + i] * s[t * units + i];
        for (int jk = 0; jk < units * units; jk++) {
          int j = jk / units;
          int k = jk % units;
          double direct = i == j && t > 0 ? s[(t - 1) * units + k] : 0;
          double indirect = 0;
          for (int m = 0; m < units; m++) {
            indirect += w[i * units + m] * r[m][jk];
          }
          next[i][jk] = a * (direct + indirect);
        }
      }
      r = next;
      for (int i = 0; i < units; i++) {
        Tensor unit = y.get(1, t).get(1, i).sum();
        double[] g = Jacobi.grad(unit, weight.value()).of(weight.value()).toDoubles();
        assertThat(g).as("s_%d, unit %d", t + 1, i).containsExactly(r[i], within(1e-5));
      }
    }
  }

  // --- F3 ---------------------------------------------------------------------------------------

  @Test
  void gradientsVanishInSimpleNetworksAndLastInAnLstm() {
    Map<String, GradientFlow> flows =
        GradientFlow.compare(16, 60, 1).stream()
            .collect(java.util.stream.Collectors.toMap(GradientFlow::name, f -> f));
    assertThat(flows).containsOnlyKeys("RNN tanh", "RNN ReLU", "LSTM", "GRU");
    assertThat(flows.values()).allSatisfy(f -> assertThat(f.norms()).hasSize(60));
    assertThat(kept(flows.get("RNN tanh"))).isLessThan(1e-6);
    assertThat(kept(flows.get("LSTM"))).isGreaterThan(0.01);
  }

  @Test
  void gradientsExplodeWithReluAndLargeWeights() {
    Tensor x = RandomKey.of(2).uniform(0, 1, 4, 40, 1).eval();
    Rnn net = Rnn.of(1, 8).relu().stateWeights((key, shape) -> Jacobi.eye(shape.dim(0)).mul(1.5));
    net.init(1);
    net.parameters().get("bias_l0").variable().assign(Jacobi.ones(8));
    assertThat(kept(GradientFlow.of("large", net, x))).isGreaterThan(1e4);
  }

  /** The gradient at the greatest distance as a part of that at distance 0. */
  private static double kept(GradientFlow flow) {
    return flow.norms().getLast() / flow.norms().getFirst();
  }

  @Test
  void gradientFlowIsTheProductOfDerivatives() {
    // One unit, no input: s_t = tanh(w s_{t-1} + b), ds_t/ds_{t-1} = (1 - s_t²) w.
    Rnn net = Rnn.of(1, 1);
    set(net, new double[] {0}, new double[] {0.9}, new double[] {0.3});
    Tensor x = Jacobi.zeros(1, 5, 1);
    double[] s = net.apply(x).toDoubles();
    GradientFlow flow = GradientFlow.of("one unit", net, x);
    double expected = 1;
    for (int distance = 0; distance < 5; distance++) {
      assertThat(flow.norms().get(distance)).isCloseTo(expected, within(1e-6));
      expected *= (1 - s[4 - distance] * s[4 - distance]) * 0.9;
    }
  }

  // --- F7: designed by hand ---------------------------------------------------------------------

  private static void set(Rnn net, double[] u, double[] w, double[] b) {
    Map<String, Parameter> p = net.parameters();
    assign(p.get("weight_ih_l0"), u);
    assign(p.get("weight_hh_l0"), w);
    assign(p.get("bias_l0"), b);
  }

  private static void assign(Parameter p, double[] values) {
    p.variable().assign(Jacobi.vector(values).reshape(p.shape().dims()));
  }

  /** All sequences of 6 bits, [64, 6, 1]. */
  private static Tensor allBits() {
    float[] bits = new float[64 * 6];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (i / 6) >> (5 - i % 6) & 1;
    }
    return Tensor.of(bits, 64, 6, 1);
  }

  private static int bit(int sequence, int step) {
    return step < 0 ? 0 : sequence >> (5 - step) & 1;
  }

  private interface Rule {
    boolean holds(int sequence, int step);
  }

  /** That a unit is 1 where a rule holds and 0 elsewhere, after each step of all sequences. */
  private static void assertSignals(Tensor unit, Rule rule) {
    double[] got = unit.toDoubles();
    for (int sequence = 0; sequence < 64; sequence++) {
      for (int t = 0; t < 6; t++) {
        assertThat(got[sequence * 6 + t])
            .as("sequence %s, step %d", Integer.toBinaryString(64 + sequence), t)
            .isEqualTo(rule.holds(sequence, t) ? 1 : 0);
      }
    }
  }

  /** Exercise 13.5.1 (a): unit 0 remembers the input, unit 1 is step(x_t - x_{t-1} - 1/2). */
  @Test
  void aOneAfterAZeroByHand() {
    Rnn net = Rnn.of(1, 2).activation("step", Tensor::step);
    set(net, new double[] {1, 1}, new double[] {0, 0, -1, 0}, new double[] {-0.5, -0.5});
    assertSignals(net.apply(allBits()).get(2, 1), (s, t) -> bit(s, t) == 1 && bit(s, t - 1) == 0);
  }

  /** Exercise 13.5.1 (b): units 0 and 1 remember x_t and x_{t-1}, unit 2 adds up. */
  @Test
  void threeOnesByHand() {
    Rnn net = Rnn.of(1, 3).activation("step", Tensor::step);
    set(
        net,
        new double[] {1, 0, 1},
        new double[] {0, 0, 0, 1, 0, 0, 1, 1, 0},
        new double[] {-0.5, -0.5, -2.5});
    assertSignals(
        net.apply(allBits()).get(2, 2),
        (s, t) -> bit(s, t) == 1 && bit(s, t - 1) == 1 && bit(s, t - 2) == 1);
  }

  /**
   * Exercise 13.5.1 (c): "the same as the previous input" is no threshold of x_t and x_{t-1}, so
   * two units do: ReLUs of their difference both ways; 1 minus their sum is the answer.
   */
  @Test
  void theSameAsThePreviousInputByHand() {
    Rnn net = Rnn.of(1, 3).relu();
    set(
        net,
        new double[] {1, 1, -1},
        new double[] {0, 0, 0, -1, 0, 0, 1, 0, 0},
        new double[] {0, 0, 0});
    Tensor s = net.apply(allBits());
    Tensor same = s.get(2, 1).add(s.get(2, 2)).neg().add(1);
    assertSignals(same, (n, t) -> bit(n, t) == bit(n, t - 1));
  }

  // --- F7: learned ------------------------------------------------------------------------------

  @Test
  void theBitExercisesAreLearned() {
    List<Rule> rules =
        List.of(
            (s, t) -> bit(s, t) == 1 && bit(s, t - 1) == 0,
            (s, t) -> bit(s, t) == 1 && bit(s, t - 1) == 1 && bit(s, t - 2) == 1,
            (s, t) -> bit(s, t) == bit(s, t - 1));
    float[] targets = new float[64 * 6 * rules.size()];
    for (int i = 0; i < targets.length; i++) {
      int step = i / rules.size();
      targets[i] = rules.get(i % rules.size()).holds(step / 6, step % 6) ? 1 : 0;
    }
    Tensor target = Tensor.of(targets, 64, 6, rules.size());
    Tensor x = allBits();
    Module net = Sequential.of(Rnn.of(1, 12), Linear.of(12, rules.size()));
    net.init(1);
    OptimizerState adam = Adam.of(0.02).attach(net);
    Compiled step =
        Jacobi.compiled(
            () -> {
              Tensor z = net.apply(x);
              // Binary cross-entropy from logits: softplus(z) - y z.
              Tensor loss = z.softplus().sub(target.mul(z)).mean();
              adam.apply(Jacobi.grad(loss, adam.values()).all());
              return loss;
            });
    for (int i = 0; i < 400; i++) {
      step.call().item();
    }
    Tensor wrong = net.apply(x).gt(0).as(x.dtype()).sub(target).abs().sum();
    assertThat(wrong.item()).isZero();
  }
}
