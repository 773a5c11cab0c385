package jacobi.nn;

import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.nn.init.Initializers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How gradients vanish and explode: the norm of d loss_t / d s_k, t the last step, against the
 * distance t - k (Hochreiter 1991; Bengio et al. 1994). The loss is the sum of the last outputs;
 * the state s_k is all that the first layer carries from step k to the next, of an Lstm the cell
 * state too.
 *
 * @param name of the network
 * @param distances 0, 1, 2, …
 * @param norms of the gradient at each distance, the mean over the batch
 */
public record GradientFlow(String name, List<Integer> distances, List<Double> norms) {
  public GradientFlow {
    distances = List.copyOf(distances);
    norms = List.copyOf(norms);
  }

  /**
   * Of a network as it is.
   *
   * @param x inputs [batch, steps, features]
   */
  public static GradientFlow of(String name, Recurrent<?> net, Tensor x) {
    int steps = x.dim(1);
    Recurrent.State initial = net.initialState(x.dim(0));
    int carries = initial.tensors().size() / net.weightSets();
    int units = initial.tensors().getFirst().dim(1);
    List<Tensor> nudges =
        IntStream.range(0, carries)
            .mapToObj(c -> Jacobi.full(0, DType.FLOAT32, steps, x.dim(0), units).eval())
            .toList();
    Tensor output = net.run(x, initial, nudges).output();
    Tensor end = output.rank() == 3 ? output.get(1, steps - 1) : output;
    Tensor squares =
        Jacobi.grad(end.sum(), nudges).all().stream()
            .map(g -> g.square().sum(2))
            .reduce(Tensor::add)
            .orElseThrow();
    double[] byStep = squares.sqrt().mean(1).toDoubles();
    List<Double> norms = new ArrayList<>();
    for (int k = steps - 1; k >= 0; k--) {
      norms.add(byStep[k]);
    }
    return new GradientFlow(name, IntStream.range(0, steps).boxed().toList(), norms);
  }

  /**
   * Of the four usual networks as they are before training, on random inputs: Rnn with tanh, Rnn
   * with ReLU, whose state weights are drawn as is usual for ReLU (He et al. 2015), Lstm with a
   * forget bias of 4, Gru.
   */
  public static List<GradientFlow> compare(int units, int steps, long seed) {
    Tensor x = RandomKey.of(seed).uniform(-1, 1, 16, steps, 2).eval();
    List<GradientFlow> all = new ArrayList<>();
    all.add(of("RNN tanh", initialized(Rnn.of(2, units), seed), x));
    all.add(
        of(
            "RNN ReLU",
            initialized(Rnn.of(2, units).relu().stateWeights(Initializers.heNormal()), seed),
            x));
    all.add(of("LSTM", initialized(Lstm.of(2, units).forgetBias(4), seed), x));
    all.add(of("GRU", initialized(Gru.of(2, units), seed), x));
    return all;
  }

  private static Recurrent<?> initialized(Recurrent<?> net, long seed) {
    net.init(seed);
    return net;
  }
}
