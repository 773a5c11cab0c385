package jacobi.bench.torch;

import jacobi.bench.Contestant;
import jacobi.bench.MlpWorkload;
import jacobi.bench.Peer;

/** PyTorch 2.10 with MKL. */
public final class TorchPeer implements Peer {
  private static final String NAME = "PyTorch 2.10";

  private record Train(String name, TorchMlp net) implements Training {
    @Override
    public void step() {
      net.step();
    }

    @Override
    public float loss() {
      return net.loss();
    }
  }

  private record Infer(String name, TorchMlp net) implements Contestant {
    @Override
    public void step() {
      net.infer();
    }
  }

  @Override
  public Training training(MlpWorkload workload, int threads, long seed) {
    return new Train(NAME, net(workload, threads, seed));
  }

  @Override
  public Contestant inference(MlpWorkload workload, int threads, long seed) {
    return new Infer(NAME, net(workload, threads, seed));
  }

  private static TorchMlp net(MlpWorkload workload, int threads, long seed) {
    return new TorchMlp(workload.sizes(), workload.batch(), threads, seed);
  }
}
