package jacobi.bench.torch;

import jacobi.bench.Contestant;
import jacobi.bench.Peer;
import jacobi.bench.Workload;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** PyTorch 2.10 with MKL. */
public final class TorchPeer implements Peer {
  private static final String NAME = "PyTorch 2.10";

  /** A network with its parameters and its batch. */
  private static final class Net {
    final TorchNet net;
    final Tensor[] parameters;
    final Tensor x;
    final Tensor labels;

    Net(Workload workload, int threads, long seed) {
      Mkl.require();
      // One setting for the whole process; the last wins.
      torch.set_num_threads(threads);
      Workload.Numbers numbers = workload.numbers(seed);
      net = TorchNet.of(workload);
      parameters = TorchNet.parameters(workload, numbers.parameters());
      for (Tensor p : parameters) {
        p.set_requires_grad(true);
      }
      x = workload.vocabulary() > 0 ? indices(numbers.x()) : TorchNet.tensor(numbers.x());
      labels = Tensor.create(numbers.labels());
    }

    private static Tensor indices(Workload.Values v) {
      var indices = new long[v.values().length];
      Arrays.setAll(indices, i -> (long) v.values()[i]);
      return Tensor.create(indices, Arrays.stream(v.shape()).asLongStream().toArray());
    }

    Tensor logits() {
      return net.logits(parameters, x);
    }
  }

  private static final class Train implements Training {
    private final Net net;
    private final Adam adam;
    private float loss = Float.NaN;

    Train(Net net) {
      this.net = net;
      this.adam = new Adam(new TensorVector(net.parameters), new AdamOptions(1e-3));
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void step() {
      try (var _ = new PointerScope()) {
        adam.zero_grad();
        Tensor l = torch.cross_entropy_loss(net.logits(), net.labels);
        l.backward();
        adam.step();
        loss = l.item_float();
      }
    }

    @Override
    public float loss() {
      return loss;
    }
  }

  private record Infer(Net net) implements Contestant {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void step() {
      try (var _ = new PointerScope();
          var _ = new NoGradGuard()) {
        net.logits();
      }
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  /**
   * It has a oneDNN of its own inside, and some of its symbols would be shared with Jacobi's: the
   * backward pass of an LSTM then crashed.
   */
  @Override
  public boolean apart() {
    return true;
  }

  @Override
  public Training training(Workload workload, int threads, long seed) {
    return new Train(new Net(workload, threads, seed));
  }

  @Override
  public Contestant inference(Workload workload, int threads, long seed) {
    return new Infer(new Net(workload, threads, seed));
  }
}
