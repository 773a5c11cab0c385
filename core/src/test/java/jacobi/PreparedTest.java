package jacobi;

import static jacobi.Jacobi.compiled;
import static org.assertj.core.api.Assertions.assertThat;

import jacobi.backend.Backend;
import jacobi.backend.Kernel;
import jacobi.backend.Memory;
import jacobi.backend.Prepared;
import jacobi.backend.Task;
import jacobi.compile.Kernels;
import jacobi.compile.Plan;
import jacobi.graph.Op;
import jacobi.reference.ReferenceBackend;
import jacobi.runtime.Engine;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Operands that stay the same are prepared once, and again when they have changed. */
class PreparedTest {
  private final AtomicInteger preparations = new AtomicInteger();
  private final Engine engine = new Engine(new Kernels(List.of(new Copying()), false), 1);
  private final Variable weights =
      Variable.of("weights", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
  private final Tensor x = Tensor.of(new float[] {1, 1}, 1, 2);

  /** Multiplies by copies of constant right operands. */
  private final class Copying implements Backend {
    private final Backend reference = new ReferenceBackend();

    @Override
    public String name() {
      return "copying";
    }

    @Override
    public int priority() {
      return 0;
    }

    @Override
    public String unavailable() {
      return "";
    }

    @Override
    public String description() {
      return "copies constant operands";
    }

    @Override
    public boolean claims(Task task) {
      return reference.claims(task);
    }

    @Override
    public Kernel compile(Task task) {
      return reference.compile(task);
    }

    @Override
    public Optional<Prepared> prepared(Task task, Set<Integer> constant) {
      if (!(task instanceof Task.Single(Op.MatMul _, var inputs, _)) || !constant.contains(1)) {
        return Optional.empty();
      }
      long bytes = inputs.get(1).shape().size() * inputs.get(1).dtype().bytes();
      Kernel copy =
          (addresses, piece) -> {
            preparations.incrementAndGet();
            Memory.ALL
                .asSlice(addresses[1], bytes)
                .copyFrom(Memory.ALL.asSlice(addresses[0], bytes));
          };
      return Optional.of(new Prepared(1, copy, bytes, reference.compile(task)));
    }
  }

  @Test
  void onceForManyRuns() {
    engine.run(
        () -> {
          Compiled product = compiled(v -> v.matmul(weights.value()).matmul(weights.value()));
          for (int i = 0; i < 3; i++) {
            assertThat(product.call(x).toFloats()).containsExactly(22, 32);
          }
          return 0;
        });
    assertThat(preparations).hasValue(2);
  }

  @Test
  void byAnotherBackendThanTheOneThatRunsIt() {
    new Engine(new Kernels(List.of(new ReferenceBackend(), new Copying()), false), 1)
        .run(
            () -> {
              Compiled product = compiled(v -> v.matmul(weights.value()));
              assertThat(product.call(x).toFloats()).containsExactly(4, 6);
              assertThat(product.plan(x).steps())
                  .singleElement()
                  .isInstanceOfSatisfying(
                      Plan.Call.class, call -> assertThat(call.backend()).isEqualTo("copying"));
              return 0;
            });
    assertThat(preparations).hasValue(1);
  }

  @Test
  void againWhenAssigned() {
    engine.run(
        () -> {
          Compiled product = compiled(v -> v.matmul(weights.value()));
          assertThat(product.call(x).toFloats()).containsExactly(4, 6);
          weights.assign(Tensor.of(new float[] {5, 6, 7, 8}, 2, 2));
          assertThat(product.call(x).toFloats()).containsExactly(12, 14);
          assertThat(product.call(x).toFloats()).containsExactly(12, 14);
          return 0;
        });
    assertThat(preparations).hasValue(2);
  }

  @Test
  void againWhenAnotherProgramOverwrites() {
    engine.run(
        () -> {
          Compiled product = compiled(v -> v.matmul(weights.value()));
          Compiled step =
              compiled(
                  v -> {
                    weights.assign(weights.value().add(v));
                    return v;
                  });
          for (int i = 0; i < 3; i++) {
            assertThat(product.call(x).toFloats()).containsExactly(4 + 2 * i, 6 + 2 * i);
            step.call(Jacobi.scalar(1));
          }
          return 0;
        });
    assertThat(preparations).hasValue(3);
  }

  @Test
  void notWhereTheProgramItselfChangesThem() {
    engine.run(
        () -> {
          Compiled step =
              compiled(
                  v -> {
                    Tensor product = v.matmul(weights.value());
                    weights.assign(weights.value().add(1));
                    return product;
                  });
          for (int i = 0; i < 3; i++) {
            assertThat(step.call(x).toFloats()).containsExactly(4 + 2 * i, 6 + 2 * i);
          }
          return 0;
        });
    assertThat(preparations).hasValue(0);
  }

  @Test
  void onceForAllStepsOfALoop() {
    engine.run(
        () -> {
          Tensor w = Tensor.of(new float[] {0, 1, 1, 0}, 2, 2);
          Tensor many = Jacobi.ones(5, 1, 2);
          Tensor few = Jacobi.ones(2, 1, 2);
          Jacobi.eval(w, many, few);
          Tensor last = Jacobi.scan(x, many, (c, v) -> c.matmul(w).add(v)).slice(0, 4, 5);
          assertThat(last.toFloats()).containsExactly(6, 6);
          assertThat(preparations).hasValue(1);
          Jacobi.scan(x, few, (c, v) -> c.matmul(w).add(v)).toFloats();
          return 0;
        });
    assertThat(preparations).hasValue(1);
  }
}
