package jacobi.bench;

import static jacobi.nn.loss.Losses.crossEntropy;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.compile.Plan;
import jacobi.nn.Module;
import jacobi.nn.Phase;
import jacobi.nn.optim.Adam;
import jacobi.nn.optim.OptimizerState;

/** Jacobi itself, as a user would write it. */
public final class JacobiPeer implements Peer {
  static final String NAME = "Jacobi";

  /** A compiled training step of a network that gives logits [rows, classes]. */
  static Compiled trainingStep(Module net) {
    return trainingStep(net, 1e-3);
  }

  /** The same with a learning rate of Adam's. */
  public static Compiled trainingStep(Module net, double learningRate) {
    OptimizerState optimizer = Adam.of(learningRate).attach(net);
    return Jacobi.compiled(
        (x, y) -> {
          // Nothing is random in the workloads, so that all steps may have the same key.
          Tensor loss =
              Phase.training(RandomKey.of(1), () -> crossEntropy().apply(net.apply(x), y));
          optimizer.minimize(loss);
          return loss;
        });
  }

  /** What a step of training compiles to. */
  static Plan trainingPlan(Workload workload) {
    JacobiNet net = JacobiNet.of(workload, 1);
    return trainingStep(net.module()).plan(net.x(), net.labels());
  }

  /** What a forward pass compiles to. */
  static Plan inferencePlan(Workload workload) {
    JacobiNet net = JacobiNet.of(workload, 1);
    return Jacobi.compiled(net.module()).plan(net.x());
  }

  private static final class Train implements Training {
    private final String name;
    private final Compiled step;
    private final JacobiNet net;
    private float loss;

    Train(String name, JacobiNet net) {
      this.name = name;
      this.step = trainingStep(net.module());
      this.net = net;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void step() {
      loss = (float) step.call(net.x(), net.labels()).item();
    }

    @Override
    public float loss() {
      return loss;
    }
  }

  private record Infer(String name, Compiled forward, Tensor x) implements Contestant {
    @Override
    public void step() {
      forward.call(x);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Training training(Workload workload, int threads, long seed) {
    Jacobi.use(backend(), threads);
    return new Train(name(), JacobiNet.of(workload, seed));
  }

  @Override
  public Contestant inference(Workload workload, int threads, long seed) {
    Jacobi.use(backend(), threads);
    JacobiNet net = JacobiNet.of(workload, seed);
    return new Infer(name(), Jacobi.compiled(net.module()), net.x());
  }

  private static String backend() {
    return System.getProperty("jacobi.backend", "auto");
  }
}
