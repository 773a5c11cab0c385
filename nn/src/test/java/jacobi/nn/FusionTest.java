package jacobi.nn;

import static jacobi.Jacobi.compiledAll;
import static jacobi.Jacobi.zeros;
import static org.assertj.core.api.Assertions.assertThat;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.Task;
import jacobi.compile.Kernels;
import jacobi.compile.Plan;
import jacobi.graph.DType;
import jacobi.nn.loss.Loss;
import jacobi.nn.loss.Losses;
import jacobi.nn.optim.Adagrad;
import jacobi.nn.optim.Adam;
import jacobi.nn.optim.AdamW;
import jacobi.nn.optim.Optimizer;
import jacobi.nn.optim.OptimizerState;
import jacobi.nn.optim.RmsProp;
import jacobi.nn.optim.Sgd;
import jacobi.runtime.Engine;
import jacobi.testkit.NestBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What losses and optimisers compile to. */
class FusionTest {
  private static Plan plan(Compiled f, Tensor... arguments) {
    Engine engine = new Engine(new Kernels(List.of(new NestBackend()), true), 1);
    return engine.run(() -> f.plan(arguments));
  }

  private static long elements(Plan.Step step) {
    return step.task() instanceof LoopNest nest ? nest.domain().size() : -1;
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Sgd.of(.1),
        Sgd.of(.1).momentum(.9),
        Sgd.of(.1).nesterov(.9),
        Adam.of(),
        AdamW.of(),
        RmsProp.of(),
        RmsProp.of().momentum(.9),
        Adagrad.of());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void anUpdateOfAParameterIsOneKernelInPlace(Optimizer optimizer) {
    OptimizerState state = optimizer.attach(Linear.of(64, 32).withoutBias());
    Compiled f =
        compiledAll(
            gradients -> {
              state.apply(gradients);
              return List.of();
            });
    Plan plan = plan(f, zeros(32, 64));
    // The other one has the numbers that all parameters share: the step and what depends on it.
    assertThat(plan.steps()).extracting(FusionTest::elements).containsExactly(1L, 64L * 32);
    assertThat(plan.aliases()).hasSize(2 + optimizer.slots().size()).doesNotContain(-1);
  }

  private static Compiled withGradient(Loss loss) {
    return compiledAll(
        a -> {
          Tensor l = loss.apply(a.get(0), a.get(1));
          return List.of(l, Jacobi.grad(l, a.get(0)).of(a.get(0)));
        });
  }

  @Test
  void crossEntropyWithItsGradientReadsTheLogitsInThreeLoopsOfOneKernel() {
    for (Loss loss : List.of(Losses.crossEntropy(), Losses.crossEntropy(.1))) {
      Plan plan = plan(withGradient(loss), zeros(64, 10), zeros(64).as(DType.INT32));
      List<Plan.Step> reading =
          plan.steps().stream().filter(s -> s.places().contains(new Plan.Place.Input(0))).toList();
      assertThat(reading).hasSize(1);
      assertThat(reductionsInARow(reading.getFirst().task())).isEqualTo(2);
      assertThat(plan.steps()).hasSize(2);
    }
  }

  @Test
  void binaryCrossEntropyWithItsGradientIsOneKernel() {
    Plan plan = plan(withGradient(Losses.binaryCrossEntropy()), zeros(64), zeros(64));
    assertThat(plan.steps()).hasSize(1);
  }

  /** The longest chain of reductions that need each other's results. */
  private static int reductionsInARow(Task task) {
    List<Integer> chain = new ArrayList<>();
    for (Inst inst : ((LoopNest) task).body()) {
      chain.add(
          switch (inst) {
            case Inst.Load _, Inst.Const _, Inst.Index _ -> 0;
            case Inst.Unary u -> chain.get(u.a());
            case Inst.Cast c -> chain.get(c.a());
            case Inst.Store s -> chain.get(s.a());
            case Inst.Binary b -> Math.max(chain.get(b.a()), chain.get(b.b()));
            case Inst.Compare c -> Math.max(chain.get(c.a()), chain.get(c.b()));
            case Inst.Select s ->
                Math.max(chain.get(s.condition()), Math.max(chain.get(s.a()), chain.get(s.b())));
            case Inst.Reduce r -> chain.get(r.a()) + 1;
          });
    }
    return chain.stream().mapToInt(i -> i).max().orElse(0);
  }
}
