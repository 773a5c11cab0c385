package jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rnn, Lstm and Gru against their formulas, written out in loops (mission rows F1, F4 to F6). */
class RecurrentTest {
  private static final int BATCH = 3;
  private static final int STEPS = 6;
  private static final int IN = 2;
  private static final int UNITS = 4;

  private static Tensor random(long seed, int... shape) {
    return RandomKey.of(seed).uniform(-1, 1, shape).eval();
  }

  private static <R extends Recurrent<?>> R init(R net) {
    net.init(5);
    return net;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  // --- formulas ---------------------------------------------------------------------------------

  /** One sequence's parameters as arrays, rows of W, U and b as the layer keeps them. */
  private record Plain(double[] u, double[] w, double[] b, double[] extra) {
    static Plain of(Recurrent<?> net) {
      Map<String, Parameter> p = net.parameters();
      return new Plain(
          p.get("weight_ih_l0").value().toDoubles(),
          p.get("weight_hh_l0").value().toDoubles(),
          p.get("bias_l0").value().toDoubles(),
          p.containsKey("bias_hn_l0")
              ? p.get("bias_hn_l0").value().toDoubles()
              : new double[UNITS]);
    }

    double ofInput(int row, double[] x) {
      double z = b[row];
      for (int i = 0; i < IN; i++) {
        z += u[row * IN + i] * x[i];
      }
      return z;
    }

    double ofState(int row, double[] s) {
      double z = 0;
      for (int i = 0; i < UNITS; i++) {
        z += w[row * UNITS + i] * s[i];
      }
      return z;
    }
  }

  private interface Cell {
    /** Changes s and c to those of the next step. */
    void step(Plain p, double[] x, double[] s, double[] c);
  }

  private static void checkAgainst(Recurrent<?> net, Cell cell) {
    Tensor x = random(1, BATCH, STEPS, IN);
    double[] values = x.toDoubles();
    double[] got = net.apply(x).toDoubles();
    Plain p = Plain.of(net);
    for (int n = 0; n < BATCH; n++) {
      double[] s = new double[UNITS];
      double[] c = new double[UNITS];
      for (int t = 0; t < STEPS; t++) {
        double[] in = {values[(n * STEPS + t) * IN], values[(n * STEPS + t) * IN + 1]};
        cell.step(p, in, s, c);
        for (int k = 0; k < UNITS; k++) {
          assertThat(got[(n * STEPS + t) * UNITS + k])
              .as("sequence %d, step %d, unit %d", n, t, k)
              .isCloseTo(s[k], within(1e-5));
        }
      }
    }
  }

  @Test
  void rnnIsItsFormula() {
    checkAgainst(
        init(Rnn.of(IN, UNITS)),
        (p, x, s, c) -> {
          double[] old = s.clone();
          for (int k = 0; k < UNITS; k++) {
            s[k] = Math.tanh(p.ofInput(k, x) + p.ofState(k, old));
          }
        });
    checkAgainst(
        init(Rnn.of(IN, UNITS).relu()),
        (p, x, s, c) -> {
          double[] old = s.clone();
          for (int k = 0; k < UNITS; k++) {
            s[k] = Math.max(0, p.ofInput(k, x) + p.ofState(k, old));
          }
        });
  }

  @Test
  void lstmIsItsFormulaInBothForms() {
    for (boolean squashed : new boolean[] {false, true}) {
      Lstm net = Lstm.of(IN, UNITS);
      checkAgainst(
          init(squashed ? net.squashedProduct() : net),
          (p, x, s, c) -> {
            double[] old = s.clone();
            for (int k = 0; k < UNITS; k++) {
              double i = sigmoid(p.ofInput(k, x) + p.ofState(k, old));
              double f = sigmoid(p.ofInput(UNITS + k, x) + p.ofState(UNITS + k, old));
              double h = Math.tanh(p.ofInput(2 * UNITS + k, x) + p.ofState(2 * UNITS + k, old));
              double o = sigmoid(p.ofInput(3 * UNITS + k, x) + p.ofState(3 * UNITS + k, old));
              c[k] = c[k] * f + h * i;
              s[k] = squashed ? Math.tanh(c[k] * o) : o * Math.tanh(c[k]);
            }
          });
    }
  }

  @Test
  void gruIsItsFormula() {
    checkAgainst(
        init(Gru.of(IN, UNITS)),
        (p, x, s, c) -> {
          double[] old = s.clone();
          for (int k = 0; k < UNITS; k++) {
            double r = sigmoid(p.ofInput(k, x) + p.ofState(k, old));
            double z = sigmoid(p.ofInput(UNITS + k, x) + p.ofState(UNITS + k, old));
            double n =
                Math.tanh(
                    p.ofInput(2 * UNITS + k, x)
                        + r * (p.ofState(2 * UNITS + k, old) + p.extra()[k]));
            s[k] = (1 - z) * n + z * old[k];
          }
        });
  }

  @Test
  void forgetBiasBeginsAsToldAndTheOthersDoNot() {
    Lstm net = init(Lstm.of(IN, UNITS).forgetBias(3));
    double[] b = net.parameters().get("bias_l0").value().toDoubles();
    for (int k = 0; k < 4 * UNITS; k++) {
      if (k / UNITS == 1) {
        assertThat(b[k]).isEqualTo(3);
      } else {
        assertThat(Math.abs(b[k])).isLessThanOrEqualTo(0.5).isNotZero();
      }
    }
  }

  // --- variants ---------------------------------------------------------------------------------

  private static List<Recurrent<?>> kinds() {
    return List.of(Rnn.of(IN, UNITS), Lstm.of(IN, UNITS), Gru.of(IN, UNITS));
  }

  /** Copies the parameters of one network to those of another whose names begin alike. */
  private static void copy(Recurrent<?> from, String suffix, Recurrent<?> to, String newSuffix) {
    from.parameters()
        .forEach(
            (name, p) -> {
              if (name.endsWith(suffix)) {
                String there = name.substring(0, name.length() - suffix.length()) + newSuffix;
                to.parameters().get(there).variable().assign(p.value());
              }
            });
  }

  @Test
  void bothDirectionsSideBySide() {
    Tensor x = random(2, BATCH, STEPS, IN);
    for (Recurrent<?> kind : kinds()) {
      Recurrent<?> both = init(kind.bidirectional());
      Recurrent<?> one = init(kind);
      copy(both, "_l0", one, "_l0");
      double[] forward = one.apply(x).toDoubles();
      copy(both, "_l0_reverse", one, "_l0");
      double[] backward = one.apply(x.flip(1)).flip(1).toDoubles();
      Tensor y = both.apply(x);
      assertThat(y.shape().dims()).containsExactly(BATCH, STEPS, 2 * UNITS);
      assertThat(y.slice(2, 0, UNITS).toDoubles()).containsExactly(forward, within(1e-6));
      assertThat(y.slice(2, UNITS, 2 * UNITS).toDoubles()).containsExactly(backward, within(1e-6));
      // The last output of each direction: at the end, and at the beginning.
      Recurrent<?> last = init(kind.bidirectional().last());
      Tensor end = last.apply(x);
      assertThat(end.slice(1, 0, UNITS).toDoubles())
          .containsExactly(y.get(1, STEPS - 1).slice(1, 0, UNITS).toDoubles(), within(1e-6));
      assertThat(end.slice(1, UNITS, 2 * UNITS).toDoubles())
          .containsExactly(y.get(1, 0).slice(1, UNITS, 2 * UNITS).toDoubles(), within(1e-6));
    }
  }

  @Test
  void stackedLayersReadTheOnesBefore() {
    Tensor x = random(3, BATCH, STEPS, IN);
    for (Recurrent<?> kind : kinds()) {
      Recurrent<?> two = init(kind.layers(2));
      Recurrent<?> first = init(kind);
      copy(two, "_l0", first, "_l0");
      Recurrent<?> second =
          init(
              switch (kind) {
                case Rnn _ -> Rnn.of(UNITS, UNITS);
                case Lstm _ -> Lstm.of(UNITS, UNITS);
                case Gru _ -> Gru.of(UNITS, UNITS);
              });
      copy(two, "_l1", second, "_l0");
      assertThat(two.apply(x).toDoubles())
          .containsExactly(second.apply(first.apply(x)).toDoubles(), within(1e-6));
    }
  }

  @Test
  void dropoutBetweenLayersInTrainingOnly() {
    Tensor x = random(3, BATCH, STEPS, IN);
    Lstm net = init(Lstm.of(IN, UNITS).layers(2).dropout(0.5));
    Lstm plain = init(Lstm.of(IN, UNITS).layers(2));
    assertThat(net.apply(x).toFloats()).containsExactly(plain.apply(x).toFloats());
    Tensor trained = Phase.training(RandomKey.of(1), () -> net.apply(x));
    assertThat(trained.toFloats()).isNotEqualTo(plain.apply(x).toFloats());
    Lstm single = init(Lstm.of(IN, UNITS).dropout(0.5));
    assertThat(Phase.training(RandomKey.of(1), () -> single.apply(x)).toFloats())
        .containsExactly(single.apply(x).toFloats());
  }

  @Test
  void stateGoesOnWhereItStopped() {
    Tensor x = random(4, BATCH, STEPS, IN);
    for (Recurrent<?> kind : kinds()) {
      Recurrent<?> net = init(kind.layers(2));
      Recurrent.Result first = net.run(x.slice(1, 0, 2), net.initialState(BATCH));
      Recurrent.Result rest = net.run(x.slice(1, 2, STEPS), first.state().detach());
      double[] whole = net.apply(x).slice(1, 2, STEPS).toDoubles();
      assertThat(rest.output().toDoubles()).containsExactly(whole, within(1e-6));
    }
  }

  @Test
  void truncationCutsGradientsButNotValues() {
    Tensor x = random(4, BATCH, STEPS, IN);
    for (Recurrent<?> kind : kinds()) {
      Recurrent<?> net = init(kind.truncated(4));
      Recurrent<?> whole = init(kind);
      assertThat(net.apply(x).toFloats()).containsExactly(whole.apply(x).toFloats());
      // The second run begins at step 4: the last output does not see what was before.
      Tensor g = Jacobi.grad(net.apply(x).get(1, STEPS - 1).sum(), x).of(x);
      Tensor all = Jacobi.grad(whole.apply(x).get(1, STEPS - 1).sum(), x).of(x);
      assertThat(g.slice(1, 0, 4).abs().sum().item()).isZero();
      assertThat(all.slice(1, 0, 4).abs().sum().item()).isPositive();
      assertThat(g.slice(1, 4, STEPS).toDoubles())
          .containsExactly(all.slice(1, 4, STEPS).toDoubles(), within(1e-6));
      // A loss in the first run does reach its beginning.
      Tensor early = Jacobi.grad(net.apply(x).get(1, 3).sum(), x).of(x);
      assertThat(early.get(1, 0).abs().sum().item()).isPositive();
    }
  }

  // --- lengths (F6) -----------------------------------------------------------------------------

  @Test
  void paddedBatchEqualsOneByOne() {
    int[] lengths = {2, 6, 4};
    Tensor x = random(6, BATCH, STEPS, IN);
    for (Recurrent<?> kind : kinds()) {
      for (Recurrent<?> net :
          List.of(
              init(kind.layers(2).bidirectional()), init(kind.layers(2).bidirectional().last()))) {
        Tensor y = Lengths.with(Tensor.of(lengths), () -> net.apply(x));
        for (int n = 0; n < BATCH; n++) {
          int length = lengths[n];
          Tensor own = net.apply(x.slice(0, n, n + 1).slice(1, 0, length));
          Tensor there = y.slice(0, n, n + 1);
          if (there.rank() == 3) {
            assertThat(there.slice(1, length, STEPS).abs().sum().item()).isZero();
            there = there.slice(1, 0, length);
          }
          assertThat(there.toDoubles()).containsExactly(own.toDoubles(), within(1e-6));
        }
      }
    }
  }

  @Test
  void whatLiesInThePaddingChangesNothing() {
    Tensor x = random(6, BATCH, STEPS, IN);
    Tensor counts = Tensor.of(new int[] {2, 6, 4});
    Tensor inside = Jacobi.arange(STEPS).as(DType.INT32).lt(counts.reshape(BATCH, 1)).unsqueeze(2);
    Tensor other = inside.where(x, Jacobi.scalar(1e3)).eval();
    for (Recurrent<?> kind : kinds()) {
      Recurrent<?> net = init(kind.bidirectional());
      List<float[]> outputs = new ArrayList<>();
      List<float[]> gradients = new ArrayList<>();
      for (Tensor in : List.of(x, other)) {
        Tensor y = Lengths.with(counts, () -> net.apply(in));
        outputs.add(y.toFloats());
        Parameter w = net.parameters().get("weight_hh_l0");
        Tensor g = Jacobi.grad(y.square().sum(), w.value()).of(w.value());
        gradients.add(g.toFloats());
      }
      assertThat(outputs.get(0)).containsExactly(outputs.get(1));
      assertThat(gradients.get(0)).containsExactly(gradients.get(1));
    }
  }

  // --- errors -----------------------------------------------------------------------------------

  @Test
  void errorsNameTheLayerAndTheShapes() {
    Lstm net = Lstm.of(IN, UNITS);
    assertThatThrownBy(() -> net.apply(Jacobi.zeros(3, IN)))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("[Lstm(2 -> 4)] expected [batch, steps, 2], got [3, 2]");
    assertThatThrownBy(() -> net.apply(Jacobi.zeros(3, 0, IN)))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("[Lstm(2 -> 4)] expected sequences of at least one step");
    assertThatThrownBy(() -> net.run(Jacobi.zeros(3, 2, IN), new Recurrent.State(List.of())))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("a state has 2 tensors, got 0");
  }

  @Test
  void describesItself() {
    assertThat(Gru.of(3, 8).layers(2).bidirectional().last())
        .hasToString("Gru(3 -> 16, 2 layers, bidirectional, last)");
  }
}
