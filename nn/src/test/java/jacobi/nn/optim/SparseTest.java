package jacobi.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.backend.Task;
import jacobi.compile.Plan;
import jacobi.graph.Op;
import jacobi.nn.Embedding;
import jacobi.nn.Linear;
import jacobi.nn.Module;
import jacobi.nn.Sequential;
import jacobi.nn.loss.Losses;
import jacobi.nn.loss.Penalty;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Steps that change only the rows of an embedding that were looked up. */
class SparseTest {
  private static final int V = 9;

  /** Batches of windows [3, 4] with indices that come more than once, some of them never. */
  private static final int[][] WINDOWS = {
    {1, 5, 1, 2, 2, 2, 0, 5, 1, 7, 7, 3},
    {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3},
    {0, 1, 2, 3, 5, 7, 0, 1, 2, 3, 5, 7}
  };

  private static Embedding table(boolean sparse) {
    Embedding e = Embedding.of(V, 6);
    return sparse ? e.sparse() : e;
  }

  private static Sequential net(boolean sparse) {
    Sequential net = Sequential.of(table(sparse), jacobi.nn.Flatten.of(), Linear.of(24, 5));
    net.init(3);
    return net;
  }

  private static final Tensor TARGETS = Tensor.of(new int[] {0, 4, 2}, 3);

  private static BinaryOperator<Tensor> loss(Module net) {
    return (x, y) -> Losses.crossEntropy().apply(net.apply(x), y);
  }

  private static List<float[]> trained(
      Module net, BinaryOperator<Tensor> loss, Optimizer rule, boolean compiled) {
    OptimizerState state = rule.attach(net);
    BinaryOperator<Tensor> step =
        (x, y) -> {
          Tensor l = loss.apply(x, y);
          state.minimize(l);
          return l;
        };
    Compiled once = Jacobi.compiled(step);
    for (int i = 0; i < 6; i++) {
      Tensor x = Tensor.of(WINDOWS[i % 3], 3, 4);
      Tensor l = compiled ? once.call(x, TARGETS) : step.apply(x, TARGETS);
      assertThat(l.item()).isFinite();
    }
    List<float[]> all = new ArrayList<>();
    net.parameters().values().forEach(p -> all.add(p.value().toFloats()));
    state
        .variables()
        .forEach((name, v) -> all.add(v.value().as(jacobi.graph.DType.FLOAT32).toFloats()));
    return all;
  }

  private static void assertSame(List<float[]> a, List<float[]> b, String what) {
    assertThat(a).hasSameSizeAs(b);
    for (int i = 0; i < a.size(); i++) {
      for (int k = 0; k < a.get(i).length; k++) {
        assertThat(a.get(i)[k])
            .as("%s: tensor %s element %s", what, i, k)
            .isCloseTo(b.get(i)[k], within(3e-6f));
      }
    }
  }

  private static final List<Optimizer> EXACT =
      List.of(
          Sgd.of(0.5),
          Adagrad.of(0.3),
          Sgd.of(0.5).with(GradientTransform.clipByNorm(0.3)),
          Adagrad.of(0.3).with(GradientTransform.clipByValue(0.02)));

  @Test
  void rulesThatRestWithoutAGradientGiveWhatTheDenseStepGives() {
    for (Optimizer rule : EXACT) {
      Sequential net = net(false);
      float[] before = net.parameters().get("0.weight").value().toFloats();
      assertThat(trained(net, loss(net), rule, true).getFirst()).isNotEqualTo(before);
      for (boolean compiled : new boolean[] {true, false}) {
        Sequential a = net(false);
        Sequential b = net(true);
        assertSame(
            trained(b, loss(b), rule, compiled),
            trained(a, loss(a), rule, compiled),
            rule.toString());
      }
    }
  }

  @Test
  void allBackendsAgree() {
    Function<String, List<float[]>> run =
        backend ->
            Jacobi.using(
                backend,
                2,
                () -> {
                  Sequential net = net(true);
                  return trained(net, loss(net), Adam.of(0.01), true);
                });
    List<float[]> expected = run.apply("reference");
    Stream.of("jvm", "auto").forEach(b -> assertSame(run.apply(b), expected, b));
  }

  /** One table that looks up the words of a window and, once more, one of them. */
  private static final class Twice extends Module {
    final Embedding words;
    final Linear out;

    Twice(boolean sparse) {
      this.words = child("words", table(sparse));
      this.out = child("out", Linear.of(6, 5));
      init(8);
    }

    @Override
    protected Tensor forward(Tensor x) {
      return out.apply(
          words.apply(x).mean(1).mul(words.apply(x.get(1, 2).as(jacobi.graph.DType.INT64))));
    }
  }

  @Test
  void aTableMayBeLookedUpTwice() {
    for (Optimizer rule : EXACT) {
      Module a = new Twice(false);
      Module b = new Twice(true);
      assertSame(trained(b, loss(b), rule, true), trained(a, loss(a), rule, true), rule.toString());
    }
  }

  /** The output layer shares the table. */
  private static final class Tied extends Module {
    final Embedding words;

    Tied(boolean sparse) {
      this.words = child("words", table(sparse));
      init(8);
    }

    @Override
    protected Tensor forward(Tensor x) {
      return words.apply(x).mean(1).matmul(words.weight().value().transpose());
    }
  }

  @Test
  void aTableThatIsUsedOtherwiseTooGetsAWholeGradient() {
    Module a = new Tied(false);
    Module b = new Tied(true);
    assertSame(
        trained(b, loss(b), Adam.of(0.1), true), trained(a, loss(a), Adam.of(0.1), true), "tied");
    Sequential c = net(false);
    Sequential d = net(true);
    Penalty l2 = Penalty.of(0.01, 0.1);
    assertSame(
        trained(d, (x, y) -> l2.addTo(loss(d).apply(x, y), d), Adam.of(0.1), true),
        trained(c, (x, y) -> l2.addTo(loss(c).apply(x, y), c), Adam.of(0.1), true),
        "penalty");
  }

  /** PyTorch's SparseAdam: moments and values of rows that are not looked up rest. */
  @Test
  void withMomentumOtherRowsRest() {
    Embedding e = Embedding.of(Tensor.of(new float[] {1, 2, 3, 4}, 4, 1)).sparse();
    e.init(0);
    OptimizerState state = Adam.of(0.1).attach(e);
    Compiled step =
        Jacobi.compiled(
            x -> {
              Tensor l = e.apply(x).square().sum();
              state.minimize(l);
              return l;
            });
    int[][] batches = {{0, 2}, {0, 0}, {1, 0}, {2, 2}};
    double[] p = {1, 2, 3, 4};
    double[] m = new double[4];
    double[] v = new double[4];
    for (int t = 1; t <= batches.length; t++) {
      step.call(Tensor.of(batches[t - 1], 2));
      double[] g = new double[4];
      boolean[] touched = new boolean[4];
      for (int i : batches[t - 1]) {
        g[i] += 2 * p[i];
        touched[i] = true;
      }
      for (int i = 0; i < 4; i++) {
        if (touched[i]) {
          m[i] = 0.9 * m[i] + 0.1 * g[i];
          v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
          p[i] -=
              0.1
                  * (m[i] / (1 - Math.pow(0.9, t)))
                  / (Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-8);
        }
      }
      float[] found = e.weight().value().toFloats();
      for (int i = 0; i < 4; i++) {
        assertThat((double) found[i]).as("step %s row %s", t, i).isCloseTo(p[i], within(2e-5));
      }
    }
    assertThat(e.weight().value().toFloats()[3]).isEqualTo(4f);
  }

  @Test
  void normsAreThoseOfTheWholeGradient() {
    Sequential a = net(false);
    Sequential b = net(true);
    Tensor x = Tensor.of(WINDOWS[0], 3, 4);
    List<List<Tensor>> both =
        Stream.of(a, b)
            .map(n -> Sgd.of(1).attach(n).gradients(loss(n).apply(x, TARGETS)).tensors())
            .toList();
    assertThat(both.get(1).getFirst().shape().dims()).containsExactly(12, 6);
    assertThat(GradientTransform.globalNorm(both.get(1)).item())
        .isCloseTo(GradientTransform.globalNorm(both.get(0)).item(), within(1e-6));
  }

  private static Plan plan(int vocabulary) {
    Embedding e = Embedding.of(vocabulary, 8).sparse();
    Sequential net = Sequential.of(e, jacobi.nn.Flatten.of(), Linear.of(32, 5));
    net.init(0);
    OptimizerState state = Adam.of(0.01).attach(net);
    return Jacobi.compiled(
            (x, y) -> {
              Tensor l = loss(net).apply(x, y);
              state.minimize(l);
              return l;
            })
        .plan(Tensor.of(WINDOWS[0], 3, 4), TARGETS);
  }

  @Test
  void aStepDoesNotGrowWithTheTable() {
    Plan small = plan(1_000);
    Plan large = plan(50_000);
    assertThat(large.arenaBytes()).isEqualTo(small.arenaBytes());
    assertThat(large.steps()).hasSameSizeAs(small.steps());
    int tables = 0;
    for (Plan.Step step : large.steps()) {
      boolean whole =
          step.task().operands().stream()
              .anyMatch(o -> o.shape().rank() > 0 && o.shape().dim(0) == 50_000);
      if (whole) {
        assertThat(step.task()).isInstanceOf(Task.Single.class);
        Op op = ((Task.Single) step.task()).op();
        if (op instanceof Op.ScatterAdd) {
          tables++;
          Plan.Place.Output out = (Plan.Place.Output) step.places().getLast();
          assertThat(step.places().getFirst())
              .isEqualTo(new Plan.Place.Input(large.aliases().get(out.index())));
        } else {
          assertThat(op).isInstanceOf(Op.Gather.class);
        }
      }
    }
    // Values and both moments.
    assertThat(tables).isEqualTo(3);
  }
}
