package jacobi.bench;

import static jacobi.nn.loss.Losses.crossEntropy;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.nn.Activation;
import jacobi.nn.Linear;
import jacobi.nn.Module;
import jacobi.nn.Sequential;
import jacobi.nn.optim.Adam;
import jacobi.nn.optim.OptimizerState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Jacobi itself, as a user would write it. */
public final class JacobiPeer implements Peer {
  private static final String NAME = "Jacobi";

  static Module net(MlpWorkload.Data data, int[] sizes) {
    List<Module> layers = new ArrayList<>();
    for (int i = 0; i + 1 < sizes.length; i++) {
      if (i > 0) {
        layers.add(Activation.relu());
      }
      layers.add(
          Linear.of(
              Tensor.of(data.weights()[i], sizes[i + 1], sizes[i]), Tensor.of(data.biases()[i])));
    }
    return Sequential.of(layers);
  }

  /** A compiled training step of a network. */
  static Compiled trainingStep(Module net) {
    OptimizerState optimizer = Adam.of(1e-3).attach(net);
    return Jacobi.compiled(
        (x, y) -> {
          Tensor loss = crossEntropy().apply(net.apply(x), y);
          optimizer.minimize(loss);
          return loss;
        });
  }

  private static final class Train implements Training {
    private final Compiled step;
    private final Tensor x;
    private final Tensor[] labels;
    private int steps;
    private float loss;

    Train(MlpWorkload workload, long seed) {
      MlpWorkload.Data data = workload.data(seed);
      this.step = trainingStep(net(data, workload.sizes()));
      this.x = Tensor.of(data.x(), workload.batch(), workload.sizes()[0]);
      this.labels = Arrays.stream(data.labels()).map(l -> Tensor.of(l)).toArray(Tensor[]::new);
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void step() {
      loss = (float) step.call(x, labels[steps++ % labels.length]).item();
    }

    @Override
    public float loss() {
      return loss;
    }
  }

  private static final class Infer implements Contestant {
    private final Compiled forward;
    private final Tensor x;

    Infer(MlpWorkload workload, long seed) {
      MlpWorkload.Data data = workload.data(seed);
      Module net = net(data, workload.sizes());
      this.forward = Jacobi.compiled(net);
      this.x = Tensor.of(data.x(), workload.batch(), workload.sizes()[0]);
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void step() {
      forward.call(x);
    }
  }

  @Override
  public Training training(MlpWorkload workload, int threads, long seed) {
    Jacobi.use("auto", threads);
    return new Train(workload, seed);
  }

  @Override
  public Contestant inference(MlpWorkload workload, int threads, long seed) {
    Jacobi.use("auto", threads);
    return new Infer(workload, seed);
  }
}
