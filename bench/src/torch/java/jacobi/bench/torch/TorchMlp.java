package jacobi.bench.torch;

import jacobi.bench.MlpWorkload;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A multilayer perceptron in PyTorch's C++ API as its users write it: Linear, ReLU, cross-entropy,
 * Adam with learning rate 1e-3.
 */
public final class TorchMlp {
  private final LinearImpl[] layers;
  private final Tensor x;
  private final Tensor[] labels;
  private final Adam adam;
  private float loss = Float.NaN;
  private int steps;

  /**
   * Starts from the parameters, inputs and labels of {@link MlpWorkload.Data} for this seed.
   *
   * @param sizes units of each layer, the input first
   * @param threads threads within an operation; one setting for the whole process, the last wins
   */
  public TorchMlp(int[] sizes, int batch, int threads, long seed) {
    Mkl.require();
    torch.set_num_threads(threads);
    var data = MlpWorkload.Data.of(sizes, batch, seed);
    layers = new LinearImpl[sizes.length - 1];
    var parameters = new TensorVector();
    try (var _ = new NoGradGuard()) {
      for (int i = 0; i < layers.length; i++) {
        layers[i] = new LinearImpl(sizes[i], sizes[i + 1]);
        layers[i].weight().copy_(Tensor.create(data.weights()[i], sizes[i + 1], sizes[i]));
        layers[i].bias().copy_(Tensor.create(data.biases()[i]));
        parameters.push_back(layers[i].weight());
        parameters.push_back(layers[i].bias());
      }
    }
    x = Tensor.create(data.x(), batch, sizes[0]);
    labels = new Tensor[data.labels().length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Tensor.create(data.labels()[i]);
    }
    adam = new Adam(parameters, new AdamOptions(1e-3));
  }

  /** One step of training on the next batch of labels. */
  public void step() {
    try (var _ = new PointerScope()) {
      adam.zero_grad();
      Tensor l = torch.cross_entropy_loss(logits(), labels[steps++ % labels.length]);
      l.backward();
      adam.step();
      loss = l.item_float();
    }
  }

  /** The loss that the last step found, before its update; NaN before the first. */
  public float loss() {
    return loss;
  }

  /** One forward pass without gradients. */
  public void infer() {
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      logits();
    }
  }

  private Tensor logits() {
    Tensor a = x;
    for (int i = 0; i < layers.length; i++) {
      a = layers[i].forward(a);
      if (i + 1 < layers.length) {
        a = torch.relu(a);
      }
    }
    return a;
  }
}
