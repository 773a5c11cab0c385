package jacobi;

import static jacobi.Jacobi.compiled;
import static jacobi.Jacobi.compiledAll;
import static jacobi.Jacobi.full;
import static jacobi.Jacobi.grad;
import static jacobi.Jacobi.scalar;
import static jacobi.Jacobi.zeros;
import static org.assertj.core.api.Assertions.assertThat;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.Task;
import jacobi.compile.Plan;
import jacobi.graph.DType;
import jacobi.graph.Ints;
import jacobi.graph.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * How many kernels common computations become, and what they read: fusion that breaks fails here.
 */
class FusionTest {
  private static boolean all(Task task) {
    return true;
  }

  private static Plan plan(Predicate<Task> accepts, Compiled f, Tensor... arguments) {
    return CountingBackend.engine(accepts).run(() -> f.plan(arguments));
  }

  private static Tensor[] adamStep(Tensor g, Variable p, Variable m, Variable v, Variable t) {
    Tensor step = t.value().add(1);
    Tensor m2 = m.value().mul(0.9).add(g.mul(0.1));
    Tensor v2 = v.value().mul(0.999).add(g.square().mul(0.001));
    Tensor c1 = scalarConstant(0.9).pow(step).neg().add(1);
    Tensor c2 = scalarConstant(0.999).pow(step).neg().add(1);
    m.assign(m2);
    v.assign(v2);
    p.assign(p.value().sub(m2.div(c1).mul(1e-3).div(v2.div(c2).sqrt().add(1e-8))));
    return new Tensor[] {step};
  }

  private static Tensor scalarConstant(double value) {
    return full(value, DType.FLOAT32);
  }

  private static Variable variable(int... shape) {
    return Variable.of("x", full(0, DType.FLOAT32, shape));
  }

  /** The gates of recurrent layers are such slices. */
  @Test
  void gradientsOfSlicesThatFillAnAxisLieInARow() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 2, 6);
    Compiled all =
        compiled(
            z ->
                grad(
                        z.slice(1, 2, 3)
                            .square()
                            .sum()
                            .add(z.slice(1, 3, 6).exp().sum())
                            .add(z.slice(1, 0, 2).mul(3).sum()),
                        z)
                    .of(z));
    List<String> kinds =
        plan(FusionTest::all, all, x).steps().stream()
            .map(s -> s.task() instanceof Task.Single one ? one.op().label() : "nest")
            .toList();
    assertThat(kinds).contains("concat").doesNotContain("pad");
    float[] g = all.call(x).toFloats();
    assertThat(g[0]).isEqualTo(3);
    assertThat(g[2]).isEqualTo(6);
    assertThat(g[4])
        .isCloseTo((float) Math.exp(5), org.assertj.core.data.Percentage.withPercentage(1e-3));
    // Where they overlap or leave something out, they are added.
    Compiled overlapping =
        compiled(z -> grad(z.slice(1, 0, 4).sum().add(z.slice(1, 3, 6).mul(2).sum()), z).of(z));
    assertThat(overlapping.call(x).toFloats()).startsWith(1, 1, 1, 3, 2, 2);
    Compiled some =
        compiled(z -> grad(z.slice(1, 0, 2).sum().add(z.slice(1, 3, 6).mul(2).sum()), z).of(z));
    assertThat(some.call(x).toFloats()).startsWith(1, 1, 0, 2, 2, 2);
  }

  @Test
  void adamUpdateOfOneParameterIsOneKernelInPlace() {
    Variable p = variable(128, 784);
    Variable m = variable(128, 784);
    Variable v = variable(128, 784);
    Variable t = variable();
    Compiled f =
        compiledAll(
            a -> {
              adamStep(a.getFirst(), p, m, v, t);
              return List.of();
            });
    Plan plan = plan(FusionTest::all, f, zeros(128, 784));
    assertThat(plan.steps()).hasSize(1);
    assertThat(plan.aliases()).doesNotContain(-1);
    assertThat(plan.arenaBytes()).isZero();
    LoopNest nest = (LoopNest) plan.steps().getFirst().task();
    assertThat(nest.domain().dims()).containsExactly(128 * 784);
  }

  /** A softmax over the logits lies where these did. */
  @Test
  void theLastReaderOfAnIntermediateValueWritesOverIt() {
    Tensor w = zeros(784, 64).eval();
    Tensor v = zeros(64, 10).eval();
    Compiled softmax = compiled(x -> x.matmul(w).softmax(1).matmul(v));
    Plan plan = plan(FusionTest::all, softmax, zeros(64, 784));
    assertThat(plan.steps()).hasSize(3);
    assertThat(plan.arenaBytes()).isEqualTo(64 * 64 * 4);
    Compiled elsewhere =
        compiled(
            x -> {
              Tensor y = x.matmul(w);
              return y.softmax(1).add(y.transpose()).matmul(v);
            });
    assertThat(plan(FusionTest::all, elsewhere, zeros(64, 784)).arenaBytes())
        .isGreaterThan(64 * 64 * 4);
  }

  @Test
  void biasAndReluFoldIntoTheProductWhereTheBackendCan() {
    Tensor w = zeros(784, 128).eval();
    Tensor b = zeros(128).eval();
    Compiled f = compiled(x -> x.matmul(w).add(b).relu());
    assertThat(plan(FusionTest::all, f, zeros(64, 784)).steps()).hasSize(1);
  }

  @Test
  void biasAndActivationFoldIntoAProductBehindAReshape() {
    Tensor w = zeros(784, 128).eval();
    Tensor b = zeros(128).eval();
    List<UnaryOperator<Tensor>> activations = List.of(Tensor::relu, Tensor::tanh, t -> t);
    for (UnaryOperator<Tensor> activation : activations) {
      Compiled f =
          compiled(x -> activation.apply(x.reshape(35, 784).matmul(w).reshape(5, 7, 128).add(b)));
      assertThat(plan(FusionTest::all, f, zeros(5, 7, 784)).steps()).hasSize(1);
    }
    Tensor rows = zeros(7, 128).eval();
    Compiled table = compiled(x -> x.matmul(w).reshape(5, 7, 128).add(rows));
    assertThat(plan(FusionTest::all, table, zeros(35, 784)).steps()).hasSize(2);
  }

  @Test
  void biasAndReluAreOnePassWhereItCannot() {
    Tensor w = zeros(784, 128).eval();
    Tensor b = zeros(128).eval();
    Compiled f = compiled(x -> x.matmul(w).add(b).relu());
    Predicate<Task> plainProducts =
        t ->
            !(t instanceof Task.Product p)
                || (p.bias().isEmpty() && p.activation() == Task.Activation.NONE);
    assertThat(plan(plainProducts, f, zeros(64, 784)).steps()).hasSize(2);
  }

  @Test
  void softmaxCrossEntropyForwardAndBackwardReadsTheLogitsThreeTimesInOneKernel() {
    Compiled f =
        compiledAll(
            a -> {
              Tensor logits = a.get(0);
              Tensor picked = logits.logSoftmax(-1).mul(a.get(1).oneHot(10, DType.FLOAT32));
              Tensor loss = picked.sum(1).neg().mean();
              return List.of(loss, grad(loss, logits).of(logits));
            });
    Plan plan = plan(FusionTest::all, f, zeros(64, 10), zeros(64).as(DType.INT64));
    List<Plan.Step> reading =
        plan.steps().stream().filter(s -> s.places().contains(new Plan.Place.Input(0))).toList();
    assertThat(reading).hasSize(1);
    assertThat(loopsOver((LoopNest) reading.getFirst().task())).isLessThanOrEqualTo(3);
    assertThat(plan.steps()).hasSize(2);
  }

  /**
   * How many inner loops follow each other in a nest: one more than the longest chain of
   * reductions.
   */
  private static int loopsOver(LoopNest nest) {
    Map<Integer, Integer> stage = new HashMap<>();
    int last = 0;
    for (int i = 0; i < nest.body().size(); i++) {
      int s =
          switch (nest.body().get(i)) {
            case Inst.Load _, Inst.Const _, Inst.Index _ -> 0;
            case Inst.Unary u -> stage.get(u.a());
            case Inst.Cast c -> stage.get(c.a());
            case Inst.Binary b -> Math.max(stage.get(b.a()), stage.get(b.b()));
            case Inst.Compare c -> Math.max(stage.get(c.a()), stage.get(c.b()));
            case Inst.Select c ->
                Math.max(stage.get(c.condition()), Math.max(stage.get(c.a()), stage.get(c.b())));
            case Inst.Reduce r -> stage.get(r.a()) + 1;
            case Inst.Store st -> stage.get(st.a());
          };
      stage.put(i, s);
      if (nest.body().get(i) instanceof Inst.Store(int operand, _, _)
          && nest.operands().get(operand).stride(-1) != 0) {
        last = Math.max(last, s);
      }
    }
    return last + 1;
  }

  @Test
  void reluNeedsNoMaskOfItsOwn() {
    Tensor w = zeros(784, 128).eval();
    Tensor b = zeros(128).eval();
    Compiled f =
        compiledAll(
            a -> {
              Tensor z = a.getFirst().matmul(w).add(b);
              Tensor h = z.relu();
              return List.of(h, grad(h.sum(), z).of(z));
            });
    // The product with bias and ReLU, and the mask from its result.
    assertThat(plan(FusionTest::all, f, zeros(64, 784)).steps()).hasSize(2);
  }

  /** What rises with x and is the same in all of a window is done on a quarter of the elements. */
  @Test
  void poolingOfBiasAndReluIsOneKernelForwardAndOneBackward() {
    Tensor filters = zeros(8, 3, 3, 2).eval();
    Tensor bias = zeros(8).eval();
    Window two = Window.of(2).stride(2);
    Compiled f =
        compiledAll(
            a -> {
              Tensor y = a.getFirst().conv(filters).add(bias).relu();
              Tensor h = y.maxPool(Ints.of(2, 2), two, false);
              return List.of(h.sum(), grad(h.square().sum(), filters).of(filters));
            });
    List<Task> tasks =
        plan(FusionTest::all, f, zeros(5, 10, 10, 2)).steps().stream()
            .map(Plan.Step::task)
            .toList();
    List<LoopNest> nests =
        tasks.stream().filter(t -> t instanceof LoopNest).map(t -> (LoopNest) t).toList();
    assertThat(tasks).hasSize(nests.size() + 2);
    // The pooled maximum and its ReLU, the sum of all, the gradient spread over the windows.
    assertThat(nests).hasSize(3);
    assertThat(nests.getFirst().domain().size()).isEqualTo(5 * 4 * 4 * 8);
    assertThat(nests.getLast().domain().size()).isEqualTo(5 * 4 * 4 * 8);
    assertThat(nests.getLast().hasReduction()).isFalse();
    assertThat(nests.getLast().body()).filteredOn(i -> i instanceof Inst.Store).hasSize(4);
  }

  @Test
  void aTransposedGradientIsComputedTheWayItIsRead() {
    Variable w = variable(128, 784);
    Compiled f =
        compiledAll(
            a -> {
              Tensor y = a.getFirst().matmul(w.value().transpose());
              Tensor g = grad(y.square().sum(), w.value()).of(w.value());
              w.assign(w.value().sub(g.mul(0.1)));
              return List.of();
            });
    Plan plan = plan(FusionTest::all, f, zeros(64, 784));
    LoopNest update = (LoopNest) plan.steps().getLast().task();
    assertThat(update.domain().rank()).isEqualTo(1);
  }

  @Test
  void theLastUseOfAnInputAllowsItsMemoryToBeOverwritten() {
    Variable a = variable(10);
    Variable b = variable(10);
    Compiled swap =
        compiledAll(
            x -> {
              Tensor old = a.value();
              a.assign(b.value().mul(1.5));
              b.assign(old.mul(2.5));
              return List.of();
            });
    // Each update reads the other's input, so only one may go in place.
    assertThat(plan(FusionTest::all, swap).aliases()).containsOnlyOnce(-1);
  }

  @Test
  void scalarsAreComputedWhereTheyAreUsed() {
    Compiled f = compiled((x, y) -> x.mul(y.mul(2).add(1).exp()));
    assertThat(plan(FusionTest::all, f, zeros(1000), scalar(3)).steps()).hasSize(1);
  }
}
