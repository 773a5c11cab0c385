package jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.JacobiException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Carried state makes parts of a sequence one sequence. */
class StatesTest {
  private static final int ROWS = 3;
  private static final int PART = 5;
  private static final int PARTS = 4;

  private static Tensor random(long seed, int... shape) {
    return RandomKey.of(seed).uniform(-1, 1, shape).eval();
  }

  private static <M extends Module> M init(M net) {
    net.init(5);
    return net;
  }

  private static List<Module> networks() {
    return List.of(
        init(Rnn.of(2, 4)),
        init(Gru.of(2, 4).layers(2)),
        init(Lstm.of(2, 4).layers(2)),
        init(Sequential.of(Lstm.of(2, 4), Linear.of(4, 3), Gru.of(3, 2))));
  }

  private static Tensor part(Tensor x, int p) {
    return x.slice(1, p * PART, (p + 1) * PART);
  }

  private static void assertClose(Tensor got, Tensor expected) {
    assertThat(got.shape()).isEqualTo(expected.shape());
    float[] e = expected.toFloats();
    float[] g = got.toFloats();
    for (int i = 0; i < e.length; i++) {
      assertThat(g[i]).isCloseTo(e[i], within(1e-6f));
    }
  }

  @Test
  void partsPutOutWhatTheWholePutsOut() {
    Tensor x = random(1, ROWS, PARTS * PART, 2);
    for (Module net : networks()) {
      Tensor whole = net.apply(x);
      States eager = States.of(ROWS);
      States compiled = States.of(ROWS);
      Compiled step =
          Jacobi.compiledAll(a -> States.with(compiled, () -> List.of(net.apply(a.getFirst()))));
      for (int round = 0; round < 2; round++) {
        for (int p = 0; p < PARTS; p++) {
          Tensor x1 = part(x, p).eval();
          assertClose(States.with(eager, () -> net.apply(x1)), part(whole, p));
          assertClose(step.call(x1), part(whole, p));
        }
        eager.restart();
        compiled.restart();
      }
    }
  }

  @Test
  void fewerRowsUseTheFirstStatesAndLeaveTheOthers() {
    Lstm net = init(Lstm.of(2, 4));
    Tensor x = random(1, ROWS, 2 * PART, 2);
    Tensor whole = net.apply(x);
    States states = States.of(ROWS);
    States.with(states, () -> net.apply(part(x, 0))).eval();
    assertClose(
        States.with(states, () -> net.apply(part(x, 1).slice(0, 0, 1))),
        part(whole, 1).slice(0, 0, 1));
    Tensor third = random(2, ROWS, PART, 2);
    Tensor expected = net.apply(part(x, 0).concat(1, third)).slice(1, PART, 2 * PART);
    Tensor got = States.with(states, () -> net.apply(third));
    assertClose(got.slice(0, 1, ROWS), expected.slice(0, 1, ROWS));
  }

  @Test
  void gradientsStayWithinOneApplication() {
    Rnn net = init(Rnn.of(2, 4));
    Tensor x = random(1, ROWS, 2 * PART, 2);
    States states = States.of(ROWS);
    States.with(states, () -> net.apply(part(x, 0))).eval();
    Tensor state = net.run(part(x, 0), net.initialState(ROWS)).state().detach().tensors().get(0);
    List<Tensor> weights = net.parameters().values().stream().map(Parameter::value).toList();
    Tensor carried = States.with(states, () -> net.apply(part(x, 1))).square().sum();
    Tensor given =
        net.run(part(x, 1), new Recurrent.State(List.of(state.eval()))).output().square().sum();
    List<Tensor> a = Jacobi.grad(carried, weights).all();
    List<Tensor> b = Jacobi.grad(given, weights).all();
    for (int i = 0; i < a.size(); i++) {
      assertClose(a.get(i), b.get(i));
    }
  }

  @Test
  void eachSetOfStatesIsItsOwnAndNoneIsNone() {
    Gru net = init(Gru.of(2, 4));
    Tensor x = random(1, ROWS, PART, 2);
    States one = States.of(ROWS);
    States other = States.of(ROWS);
    Tensor first = States.with(one, () -> net.apply(x)).eval();
    assertClose(States.with(other, () -> net.apply(x)), first);
    assertClose(net.apply(x), first);
    assertThat(States.with(one, () -> net.apply(x)).toFloats()).isNotEqualTo(first.toFloats());
  }

  @Test
  void theLengthsOfTheLastPartLeaveTheStateAtEachEnd() {
    Lstm net = init(Lstm.of(2, 4));
    Tensor x = random(1, ROWS, PART, 2);
    States states = States.of(ROWS);
    Tensor lengths = Tensor.of(new int[] {5, 2, 5}, ROWS);
    Lengths.with(lengths, () -> States.with(states, () -> net.apply(x))).eval();
    Tensor next = random(2, ROWS, 1, 2);
    Tensor got = States.with(states, () -> net.apply(next));
    Tensor second = x.slice(0, 1, 2).slice(1, 0, 2).concat(1, next.slice(0, 1, 2));
    assertClose(got.slice(0, 1, 2), net.apply(second).slice(1, 2, 3));
  }

  @Test
  void whatCannotGoOnIsRefused() {
    Lstm both = init(Lstm.of(2, 4).bidirectional());
    Tensor x = random(1, ROWS, PART, 2);
    assertThatThrownBy(() -> States.with(States.of(ROWS), () -> both.apply(x)))
        .isInstanceOf(JacobiException.class)
        .hasMessage(
            "[Lstm(2 -> 8, bidirectional)] reads sequences from both ends and cannot go on from"
                + " one batch to the next");
    Lstm net = init(Lstm.of(2, 4));
    assertThatThrownBy(() -> States.with(States.of(2), () -> net.apply(x)))
        .isInstanceOf(JacobiException.class)
        .hasMessage("[Lstm(2 -> 4)] got a batch of 3 rows, but the states carried are of 2");
  }
}
