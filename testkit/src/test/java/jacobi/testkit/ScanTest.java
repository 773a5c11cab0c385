package jacobi.testkit;

import static jacobi.Jacobi.scan;
import static jacobi.Jacobi.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.GradCheck;
import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Scan;
import jacobi.Tensor;
import jacobi.Variable;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.ShapeException;
import jacobi.graph.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A scan against the same steps written one after the other, on every backend. */
class ScanTest {
  private static final int STEPS = 5;

  /** A recurrence: what its step computes, and what it computes it from. */
  record Recurrence(
      String name, List<int[]> initial, List<int[]> sequences, List<int[]> others, Cell cell) {
    @Override
    public String toString() {
      return name;
    }
  }

  interface Cell {
    Scan.Next step(List<Tensor> carries, List<Tensor> inputs, List<Tensor> others);
  }

  private static int[] s(int... shape) {
    return shape;
  }

  static Stream<Recurrence> recurrences() {
    return Stream.of(
        new Recurrence(
            "a running product",
            List.of(s()),
            List.of(s()),
            List.of(),
            (c, x, o) -> Scan.Next.of(c.get(0).mul(x.get(0)))),
        new Recurrence(
            "simple network",
            List.of(s(2, 3)),
            List.of(s(2, 4)),
            List.of(s(4, 3), s(3, 3), s(3)),
            (c, x, o) ->
                Scan.Next.of(
                    x.get(0).matmul(o.get(0)).add(c.get(0).matmul(o.get(1))).add(o.get(2)).tanh())),
        new Recurrence(
            "transposed weights and an output layer",
            List.of(s(2, 3)),
            List.of(s(2, 4)),
            List.of(s(3, 4), s(3, 3), s(5, 3)),
            (c, x, o) -> {
              Tensor z =
                  x.get(0)
                      .matmul(o.get(0).transpose())
                      .add(c.get(0).matmul(o.get(1).transpose()))
                      .tanh();
              return new Scan.Next(
                  List.of(z), List.of(z.matmul(o.get(2).transpose()).sin(), c.get(0).mul(2)));
            }),
        new Recurrence(
            "two carries and gates in one product",
            List.of(s(2, 3), s(2, 3)),
            List.of(s(2, 4), s(2, 1)),
            List.of(s(4, 9), s(3, 9)),
            (c, x, o) -> {
              Tensor z = x.get(0).matmul(o.get(0)).add(c.get(0).matmul(o.get(1)));
              Tensor f = z.slice(1, 0, 3).sigmoid();
              Tensor kept = c.get(1).mul(f).add(z.slice(1, 3, 6).tanh().mul(x.get(1)));
              Tensor h = kept.tanh().mul(z.slice(1, 6, 9).sigmoid());
              return new Scan.Next(List.of(h, kept), List.of(f.sum(1)));
            }),
        new Recurrence(
            "a shift register",
            List.of(s(3), s(3)),
            List.of(s(3)),
            List.of(s(3)),
            (c, x, o) -> Scan.Next.of(x.get(0).mul(o.get(0)), c.get(0))),
        new Recurrence(
            "a carry that stays",
            List.of(s(3)),
            List.of(s(3)),
            List.of(),
            (c, x, o) -> new Scan.Next(List.of(c.get(0)), List.of(x.get(0).mul(c.get(0))))),
        new Recurrence(
            "no carry",
            List.of(),
            List.of(s(2, 3)),
            List.of(s(3, 2)),
            (c, x, o) -> new Scan.Next(List.of(), List.of(x.get(0).matmul(o.get(0)).exp()))),
        new Recurrence(
            "a table looked up and normalised",
            List.of(s(2, 3)),
            List.of(s(2, 3)),
            List.of(s(4, 3), s(3, 3)),
            (c, x, o) -> {
              Tensor row = o.get(0).gather(Jacobi.arange(2).add(1)).add(x.get(0));
              Tensor w = c.get(0).matmul(o.get(1)).softmax(-1);
              return Scan.Next.of(row.mul(w).add(c.get(0).cumsum(1).mul(0.1)));
            }),
        new Recurrence(
            "batched products, a sum and a maximum",
            List.of(s(2, 2, 3)),
            List.of(s(2, 2, 2)),
            List.of(s(2, 3, 3), s(2, 2)),
            (c, x, o) -> {
              Tensor mixed = x.get(0).matmul(c.get(0)).matmul(o.get(0)).mul(0.3);
              Tensor same = o.get(1).unsqueeze(0).broadcastTo(2, 2, 2).matmul(x.get(0));
              return new Scan.Next(
                  List.of(mixed.sub(mixed.amax(-1).unsqueeze(-1).mul(0.5))),
                  List.of(same.sum(2), mixed.permute(2, 0, 1).pad(0, 1, 0).flip(1)));
            }),
        new Recurrence(
            "a convolutional network",
            List.of(s(2, 4, 3)),
            List.of(s(2, 4, 2)),
            List.of(s(3, 3, 2), s(3, 3, 3)),
            (c, x, o) ->
                Scan.Next.of(
                    x.get(0)
                        .conv(o.get(0), Window.of(1).padding(1), 1, false)
                        .add(c.get(0).conv(o.get(1), Window.of(1).padding(1), 1, false))
                        .tanh())),
        new Recurrence(
            "a scan in a scan",
            List.of(s(3)),
            List.of(s(2, 3)),
            List.of(s(3)),
            (c, x, o) -> {
              Tensor inner = scan(c.get(0), x.get(0), (h, v) -> h.mul(o.get(0)).add(v).sin());
              return Scan.Next.of(inner.sum(0));
            }));
  }

  static Stream<Backends.Setting> settings() {
    return Backends.settings().stream();
  }

  // --- against the unrolled graph ---------------------------------------------------------------

  @ParameterizedTest
  @MethodSource("recurrences")
  void equalsItsStepsWrittenOut(Recurrence r) {
    for (int steps : new int[] {STEPS, 1}) {
      for (boolean reverse : new boolean[] {false, true}) {
        List<Tensor> operands = operands(r, steps);
        double[] expected =
            Jacobi.using("reference", 1, () -> everything(r, operands, steps, reverse, false));
        for (Backends.Setting setting : Backends.settings()) {
          double[] got = setting.engine().run(() -> everything(r, operands, steps, reverse, true));
          assertThat(got)
              .as("%s, %d steps, reverse %s", setting, steps, reverse)
              .containsExactly(expected, within(1e-9));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recurrences")
  void gradientsOfGradientsAgainstDifferences(Recurrence r) {
    List<Tensor> operands = operands(r, 3);
    for (boolean reverse : new boolean[] {false, true}) {
      Function<List<Tensor>, Tensor> slope =
          in ->
              Jacobi.grad(loss(r, in, 3, reverse, true), in).all().stream()
                  .map(g -> g.square().sum())
                  .reduce(Tensor::add)
                  .orElseThrow();
      GradCheck.Comparison c = GradCheck.along(slope, 3, operands.toArray(Tensor[]::new));
      assertThat(c.error()).as(c.toString()).isLessThan(GradCheck.TOLERANCE);
    }
  }

  /** Values, gradients and gradients of gradients, in a row. */
  private static double[] everything(
      Recurrence r, List<Tensor> operands, int steps, boolean reverse, boolean scanned) {
    List<Tensor> all = new ArrayList<>(results(r, operands, steps, reverse, scanned));
    Tensor loss = loss(r, operands, steps, reverse, scanned);
    List<Tensor> first = Jacobi.grad(loss, operands).all();
    all.addAll(first);
    Tensor norm = first.stream().map(g -> g.square().sum()).reduce(Tensor::add).orElseThrow();
    all.addAll(Jacobi.grad(norm, operands).all());
    Jacobi.eval(all.toArray(Tensor[]::new));
    return all.stream().flatMapToDouble(t -> Arrays.stream(t.toDoubles())).toArray();
  }

  private static Tensor loss(
      Recurrence r, List<Tensor> operands, int steps, boolean reverse, boolean scanned) {
    return results(r, operands, steps, reverse, scanned).stream()
        .map(t -> t.sin().sum())
        .reduce(Tensor::add)
        .orElseThrow();
  }

  private static List<Tensor> operands(Recurrence r, int steps) {
    List<Tensor> operands = new ArrayList<>();
    RandomKey key = RandomKey.of(7);
    for (int[] shape : r.initial()) {
      operands.add(random(key.stream(operands.size()), shape));
    }
    for (int[] shape : r.sequences()) {
      int[] all = new int[shape.length + 1];
      all[0] = steps;
      System.arraycopy(shape, 0, all, 1, shape.length);
      operands.add(random(key.stream(operands.size()), all));
    }
    for (int[] shape : r.others()) {
      operands.add(random(key.stream(operands.size()), shape));
    }
    return operands;
  }

  private static Tensor random(RandomKey key, int... shape) {
    return Jacobi.using(
        "reference", 1, () -> key.uniform(DType.FLOAT64, shape).mul(2).sub(1).eval());
  }

  /** The results: all states, all outputs, the last states. */
  private static List<Tensor> results(
      Recurrence r, List<Tensor> operands, int steps, boolean reverse, boolean scanned) {
    int a = r.initial().size();
    int b = a + r.sequences().size();
    List<Tensor> initial = operands.subList(0, a);
    List<Tensor> sequences = operands.subList(a, b);
    List<Tensor> others = operands.subList(b, operands.size());
    if (scanned) {
      Scan done = scan(initial, sequences, reverse, (c, x) -> r.cell().step(c, x, others));
      List<Tensor> all = new ArrayList<>(done.states());
      all.addAll(done.outputs());
      for (int i = 0; i < a; i++) {
        all.add(done.last(i));
      }
      return all;
    }
    List<List<Tensor>> states = new ArrayList<>();
    List<List<Tensor>> outputs = new ArrayList<>();
    List<Tensor> carries = initial;
    for (int i = 0; i < steps; i++) {
      int t = reverse ? steps - 1 - i : i;
      Scan.Next next =
          r.cell().step(carries, sequences.stream().map(x -> x.get(0, t)).toList(), others);
      carries = next.carries();
      states.add(reverse ? 0 : i, carries);
      outputs.add(reverse ? 0 : i, next.outputs());
    }
    List<Tensor> all = new ArrayList<>();
    for (List<List<Tensor>> kind : List.of(states, outputs)) {
      for (int k = 0; k < kind.getFirst().size(); k++) {
        int at = k;
        all.add(stack(kind.stream().map(step -> step.get(at)).toList()));
      }
    }
    all.addAll(carries);
    return all;
  }

  // --- plans ------------------------------------------------------------------------------------

  @Test
  void planDoesNotGrowWithTheNumberOfSteps() {
    List<Integer> counts = new ArrayList<>();
    for (int steps : new int[] {10, 1000}) {
      Tensor w = random(RandomKey.of(1), 3, 3).as(DType.FLOAT32).eval();
      var f =
          Jacobi.compiledAll(
              in -> {
                Tensor h =
                    scan(in.get(0), in.get(1), (c, x) -> x.matmul(w).add(c.matmul(w)).tanh());
                Tensor loss = h.square().sum();
                return List.of(loss, Jacobi.grad(loss, in.get(0)).of(in.get(0)));
              });
      Tensor x = Jacobi.zeros(steps, 2, 3);
      counts.add(lines(f.plan(Jacobi.zeros(2, 3), x).text()));
      f.call(Jacobi.zeros(2, 3), x).eval();
    }
    assertThat(counts.get(0)).isEqualTo(counts.get(1));
  }

  private static int lines(String text) {
    return (int) text.lines().count();
  }

  @Test
  void equalStepsShareOnePlan() {
    Tensor x = Jacobi.ones(4, 3).eval();
    Tensor a = scan(Jacobi.zeros(3), x, (c, v) -> c.mul(0.5).add(v));
    Tensor b = scan(Jacobi.zeros(3), x, (c, v) -> c.mul(0.5).add(v));
    Tensor other = scan(Jacobi.zeros(3), x, (c, v) -> v.mul(0.5).add(c));
    var op = a.node().input(0).input(0).op();
    assertThat(op).isEqualTo(b.node().input(0).input(0).op());
    assertThat(op).hasSameHashCodeAs(b.node().input(0).input(0).op());
    assertThat(op).isNotEqualTo(other.node().input(0).input(0).op());
  }

  @Test
  void oneThreadAndThreeGiveTheSameBits() {
    Tensor w = random(RandomKey.of(2), 64, 64).as(DType.FLOAT32).eval();
    Tensor x = random(RandomKey.of(3), 20, 65, 64).as(DType.FLOAT32).eval();
    List<float[]> results = new ArrayList<>();
    for (int threads : new int[] {1, 3}) {
      results.add(
          Jacobi.using(
              "auto",
              threads,
              () -> {
                Tensor h =
                    scan(Jacobi.zeros(65, 64), x, (c, v) -> v.matmul(w).add(c.matmul(w)).tanh());
                return Jacobi.grad(h.square().sum(), w).of(w).toFloats();
              }));
    }
    assertThat(results.get(0)).containsExactly(results.get(1));
  }

  // --- what users see ---------------------------------------------------------------------------

  @Test
  void weightsAreVariablesToo() {
    Variable v = Variable.of("v", Jacobi.scalar(0.5));
    Tensor x = Jacobi.vector(1, 2, 3);
    Tensor h = scan(Jacobi.scalar(0), x, (c, t) -> c.mul(v.value()).add(t));
    assertThat(h.toDoubles()).containsExactly(1, 2.5, 4.25);
    // h_3 = v^2 + 2 v + 3
    assertThat(Jacobi.grad(h.get(0, 2), v.value()).of(v).item()).isEqualTo(3);
  }

  @Test
  void gradientsReachWhateverWasMadeOutside() {
    Tensor half = Jacobi.full(0.5, DType.FLOAT32, 1);
    Tensor w = half.add(1);
    Tensor turned = w.unsqueeze(0);
    Tensor h =
        scan(
            Jacobi.zeros(1),
            Jacobi.ones(3, 1),
            (c, x) -> c.mul(half).mul(w).mul(turned.squeeze(0)).add(x));
    for (Tensor t : List.of(half, w, turned)) {
      assertThat(Jacobi.grad(h.get(0, 2).sum(), t).of(t).sum().item()).isNotZero();
    }
  }

  @Test
  void aStepCannotAssign() {
    Variable v = Variable.of("count", Jacobi.scalar(0));
    assertThatThrownBy(
            () ->
                scan(
                    Jacobi.scalar(0),
                    Jacobi.vector(1, 2),
                    (c, x) -> {
                      v.assign(x);
                      return c.add(x);
                    }))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("[scan] variable 'count' cannot be changed in a step");
  }

  @Test
  void aStepHasNoValues() {
    assertThatThrownBy(() -> scan(Jacobi.scalar(0), Jacobi.vector(1, 2), (c, x) -> c.mul(x.item())))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("it has none yet");
  }

  @Test
  void shapesAreChecked() {
    assertThatThrownBy(() -> scan(Jacobi.zeros(3), Jacobi.zeros(4, 2, 3), (c, x) -> c.add(x)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[scan] carry 0 begins as float32[3] and goes on as float32[2, 3]");
    assertThatThrownBy(
            () ->
                scan(
                    List.of(),
                    List.of(Jacobi.zeros(3, 1), Jacobi.zeros(4, 1)),
                    false,
                    (c, x) -> Scan.Next.of()))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("sequences have 3 and 4 steps");
    assertThatThrownBy(() -> scan(Jacobi.zeros(3), Jacobi.zeros(0, 3), Tensor::add))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("no steps");
    assertThatThrownBy(
            () ->
                scan(
                    List.of(Jacobi.arange(3)),
                    List.of(Jacobi.zeros(2, 3)),
                    false,
                    (c, x) -> new Scan.Next(c, List.of(x.get(0)))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("one floating type");
  }
}
