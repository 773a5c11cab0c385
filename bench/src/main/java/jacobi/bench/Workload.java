package jacobi.bench;

import jacobi.nn.Module;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A network to be measured and what it is fed with. Every workload ends in logits […, classes],
 * trained with softmax cross-entropy, averaged over the labels, and Adam with learning rate 1e-3.
 *
 * <p>What it computes is written once for each library: here for Jacobi, and by each {@link Peer}
 * for its own. The numbers all of them start from come from {@link #numbers}.
 */
public sealed interface Workload permits Mlp, Cnn, LstmLanguageModel, WindowLanguageModel {

  /** Those that the tables have, in order. */
  static List<Workload> all() {
    return List.of(Mlp.W1, Mlp.W2, Cnn.W3, LstmLanguageModel.W4, WindowLanguageModel.W5);
  }

  /** The one with this short name. */
  static Workload named(String id) {
    return all().stream()
        .filter(w -> w.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no workload '"
                        + id
                        + "'; there are "
                        + String.join(", ", all().stream().map(Workload::id).toList())));
  }

  /** Short name, such as {@code W1}. */
  String id();

  /** What it is, without its batch: {@code MLP 784-128-10}. */
  String net();

  /** Examples in a batch. */
  int batch();

  /** The same network on batches of another size. */
  Workload withBatch(int batch);

  /** Steps in one timed turn: some tenths of a second. */
  int steps();

  /** The network as a user of Jacobi would write it; its parameters are replaced afterwards. */
  Module jacobi();

  /** Shape of the input, the batch first. */
  int[] input();

  /** The input is indices from 0 to below this, or, where it is 0, standard normal numbers. */
  int vocabulary();

  /** Shape of the labels, which is that of the logits without their last axis. */
  default int[] labels() {
    return new int[] {batch()};
  }

  /** Length of a row of logits. */
  int classes();

  /** What one forward pass must do. */
  Work inference();

  /** What one step of training must do: both passes and Adam. */
  Work training();

  /** For example {@code W1 MLP 784-128-10, batch 64}. */
  default String title() {
    return id() + " " + net() + ", batch " + batch();
  }

  /** The numbers that follow from a seed, the same for every library. */
  default Numbers numbers(long seed) {
    var random = new SplittableRandom(seed);
    var parameters = new java.util.ArrayList<Values>();
    double bound = 1;
    for (var p : jacobi().parameters().values()) {
      int[] shape = p.shape().dims();
      if (shape.length > 1) {
        bound = 1 / Math.sqrt((double) p.shape().size() / shape[0]);
      }
      var values = new float[Math.toIntExact(p.shape().size())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(-bound, bound);
      }
      parameters.add(new Values(shape, values));
    }
    var x = new float[Arrays.stream(input()).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < x.length; i++) {
      x[i] = vocabulary() > 0 ? random.nextInt(vocabulary()) : (float) random.nextGaussian();
    }
    return new Numbers(
        List.copyOf(parameters),
        new Values(input(), x),
        random
            .longs(Arrays.stream(labels()).reduce(1, Math::multiplyExact), 0, classes())
            .toArray());
  }

  /** An array, row-major. */
  record Values(int[] shape, float[] values) {}

  /**
   * Initial parameters and one batch. It is the same batch at every step: with 64 batches of random
   * labels in turn, 82 of the 128 hidden units of W1 were dead after 15,500 steps; Adam's moments
   * of those become denormal, and the steps of both Jacobi and PyTorch took twice their time.
   *
   * @param parameters in the order of {@link #jacobi}'s, uniform within 1/sqrt(inputs) of 0
   * @param x the input; indices are exact
   * @param labels one for each row of logits
   */
  record Numbers(List<Values> parameters, Values x, long[] labels) {}

  /**
   * What cannot be avoided.
   *
   * @param multiplyAdds in products and convolutions
   * @param bytes each parameter, and for training its gradient and Adam's two moments, once, and
   *     each layer's result once; "once" is read and written once, as a copy does
   */
  record Work(long multiplyAdds, long bytes) {
    static Work inference(long multiplyAdds, long parameters, long activations) {
      // Parameters are only read: half of what a copy does to each byte.
      return new Work(multiplyAdds, 2 * parameters + 4 * activations);
    }

    static Work training(long multiplyAdds, long parameters, long activations) {
      return new Work(multiplyAdds, 4 * 4 * parameters + 4 * activations);
    }
  }
}
