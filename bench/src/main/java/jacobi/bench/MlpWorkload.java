package jacobi.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A multilayer perceptron with ReLU between its layers, trained with softmax cross-entropy and Adam
 * (learning rate 1e-3, other settings at their usual defaults).
 *
 * <p>All numbers a contestant needs come from {@link #data}, so that contestants start from the
 * same weights, see the same batches and must report the same losses.
 *
 * @param id short name, such as {@code W1}
 * @param sizes units of each layer, the input first
 * @param batch rows in a batch
 * @param steps steps in one timed round
 */
public record MlpWorkload(String id, int[] sizes, int batch, int steps) {

  /** 784-128-10 at batch 64: small enough that overheads dominate. */
  public static final MlpWorkload W1 = new MlpWorkload("W1", new int[] {784, 128, 10}, 64, 300);

  /** 784-1024-1024-10 at batch 128: large enough that matrix products dominate. */
  public static final MlpWorkload W2 =
      new MlpWorkload("W2", new int[] {784, 1024, 1024, 10}, 128, 20);

  /** Multiply-adds of one step in both passes: the gradient of the input itself is not needed. */
  public long trainingMultiplyAdds() {
    return 3 * inferenceMultiplyAdds() - (long) batch * sizes[0] * sizes[1];
  }

  /** Multiply-adds of one forward pass. */
  public long inferenceMultiplyAdds() {
    long sum = 0;
    for (int i = 0; i + 1 < sizes.length; i++) {
      sum += (long) batch * sizes[i] * sizes[i + 1];
    }
    return sum;
  }

  /** For example {@code W1 MLP 784-128-10, batch 64}. */
  public String title() {
    return Arrays.stream(sizes)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("-", id + " MLP ", ", batch " + batch));
  }

  /** The numbers that follow from a seed. */
  public Data data(long seed) {
    return Data.of(sizes, batch, seed);
  }

  /**
   * Initial parameters, inputs and labels.
   *
   * @param weights one row-major {@code [outputs, inputs]} matrix for each layer, uniform within
   *     1/sqrt(inputs) of 0
   * @param biases one vector for each layer, uniform within 1/sqrt(inputs) of 0
   * @param x row-major {@code [batch, inputs]}, standard normal
   * @param labels {@value #LABEL_BATCHES} batch of labels in {@code [0, classes)}; step {@code i}
   *     trains on number {@code i % LABEL_BATCHES}
   */
  public record Data(float[][] weights, float[][] biases, float[] x, long[][] labels) {

    /**
     * How many batches of labels there are. With 64 of them, 82 of the 128 hidden units of W1 were
     * dead after 15,500 steps; Adam's moments of those become denormal, and PyTorch's step took
     * twice its time. With one, it keeps its time, with denormals flushed or not.
     */
    public static final int LABEL_BATCHES = 1;

    /** Draws everything from one seed. */
    public static Data of(int[] sizes, int batch, long seed) {
      var random = new SplittableRandom(seed);
      int layers = sizes.length - 1;
      var weights = new float[layers][];
      var biases = new float[layers][];
      for (int i = 0; i < layers; i++) {
        double bound = 1 / Math.sqrt(sizes[i]);
        weights[i] = uniform(random, sizes[i] * sizes[i + 1], bound);
        biases[i] = uniform(random, sizes[i + 1], bound);
      }
      var x = new float[batch * sizes[0]];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextGaussian();
      }
      var labels = new long[LABEL_BATCHES][];
      for (int i = 0; i < LABEL_BATCHES; i++) {
        labels[i] = random.longs(batch, 0, sizes[layers]).toArray();
      }
      return new Data(weights, biases, x, labels);
    }

    private static float[] uniform(SplittableRandom random, int n, double bound) {
      var values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] = (float) random.nextDouble(-bound, bound);
      }
      return values;
    }
  }
}
