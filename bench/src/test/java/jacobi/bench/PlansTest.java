package jacobi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.backend.Backend;
import jacobi.backend.Kernel;
import jacobi.backend.Task;
import jacobi.compile.Kernels;
import jacobi.compile.Plan;
import jacobi.jvm.JvmBackend;
import jacobi.onednn.OneDnnBackend;
import jacobi.runtime.Engine;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What the workloads compile to where every kernel does nothing: a change that breaks fusion shows
 * here, not in a timing. Fewer kernels or bytes are welcome: write them down.
 */
class PlansTest {

  /** Accepts what the default backends accept, native library or not, and computes nothing. */
  private record Nothing(Backend products, Backend rest) implements Backend {
    @Override
    public String name() {
      return "nothing";
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
      return "computes nothing";
    }

    @Override
    public boolean claims(Task task) {
      return products.claims(task) || rest.claims(task);
    }

    @Override
    public Kernel compile(Task task) {
      return (addresses, piece) -> {};
    }
  }

  private static Counts counts(Function<Workload, Plan> plan, Workload workload) {
    var backend = new Nothing(new OneDnnBackend(), new JvmBackend());
    return Counts.of(
        new Engine(new Kernels(List.of(backend), true), 1).run(() -> plan.apply(workload)));
  }

  private static Counts training(Workload workload) {
    return counts(JacobiPeer::trainingPlan, workload);
  }

  private static Counts inference(Workload workload) {
    return counts(JacobiPeer::inferencePlan, workload);
  }

  @Test
  void mlps() {
    assertThat(training(Mlp.W1)).isEqualTo(new Counts(15, 4_350_504));
    assertThat(inference(Mlp.W1)).isEqualTo(new Counts(2, 675_880));
    assertThat(training(Mlp.W2)).isEqualTo(new Counts(21, 81_079_992));
    assertThat(inference(Mlp.W2)).isEqualTo(new Counts(3, 9_958_440));
  }

  @Test
  void cnn() {
    assertThat(training(Cnn.W3)).isEqualTo(new Counts(31, 143_593_032));
    assertThat(inference(Cnn.W3)).isEqualTo(new Counts(6, 31_203_368));
  }

  @Test
  void lstmLanguageModel() {
    assertThat(training(LstmLanguageModel.W4)).isEqualTo(new Counts(388, 516_954_324));
    assertThat(inference(LstmLanguageModel.W4)).isEqualTo(new Counts(147, 109_588_000));
  }

  @Test
  void windowLanguageModel() {
    assertThat(training(WindowLanguageModel.W5)).isEqualTo(new Counts(21, 150_849_260));
    assertThat(inference(WindowLanguageModel.W5)).isEqualTo(new Counts(4, 15_798_864));
  }
}
