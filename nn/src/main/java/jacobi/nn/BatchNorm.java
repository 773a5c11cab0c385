package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.nn.init.Initializers;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Batch normalisation (Ioffe and Szegedy 2015): each feature or channel (the last axis), over all
 * other axes, to mean 0 and variance 1, then scaled and shifted: y = (x - mean) / sqrt(variance +
 * epsilon) weight + bias, of shape [batch, …, channels] to the same. Parameters: {@code weight} and
 * {@code bias} [channels], which start at 1 and 0.
 *
 * <p>In training, mean and variance are those of the batch, and the buffers {@code running_mean}
 * and {@code running_var} [channels] move towards them: running = (1 - momentum) running + momentum
 * batch, with the unbiased variance (divided by n - 1), as in PyTorch. In inference, the buffers
 * are used instead. A batch with a single value for each channel has no variance: it is treated as
 * in inference and the buffers stay. Steps behind the end of a sequence ({@link Lengths}) do not
 * count.
 */
public final class BatchNorm extends Module {
  private final int channels;
  private final double momentum;
  private final double epsilon;
  private final Parameter weight;
  private final Parameter bias;
  private final Parameter runningMean;
  private final Parameter runningVar;

  private BatchNorm(int channels, double momentum, double epsilon) {
    if (channels < 1 || !(momentum >= 0 && momentum <= 1) || !(epsilon > 0)) {
      throw new JacobiException(
          "[BatchNorm] needs at least 1 channel, a momentum in [0, 1] and a positive epsilon, got "
              + channels
              + ", "
              + momentum
              + " and "
              + epsilon);
    }
    this.channels = channels;
    this.momentum = momentum;
    this.epsilon = epsilon;
    this.weight = parameter("weight", Initializers.constant(1), channels).asScale();
    this.bias = parameter("bias", Initializers.zeros(), channels).asScale();
    this.runningMean = buffer("running_mean", Initializers.zeros(), channels);
    this.runningVar = buffer("running_var", Initializers.constant(1), channels);
  }

  /** Of so many features or channels; momentum 0.1, epsilon 1e-5. */
  public static BatchNorm of(int channels) {
    return new BatchNorm(channels, 0.1, 1e-5);
  }

  /** The same layer, not initialised, whose buffers move by another fraction of the batch's. */
  public BatchNorm momentum(double value) {
    return new BatchNorm(channels, value, epsilon);
  }

  /** The same layer, not initialised, with another constant added to the variance. */
  public BatchNorm epsilon(double value) {
    return new BatchNorm(channels, momentum, value);
  }

  /** Mean and variance (divided by n) of each channel, and n. */
  private record Statistics(Tensor mean, Tensor variance, Tensor count) {}

  @Override
  protected Tensor forward(Tensor x) {
    if (x.rank() < 2 || x.dim(-1) != channels) {
      throw wrongShape("[batch, …, " + channels + "]", x.shape());
    }
    boolean single = x.shape().size() == channels;
    return switch (Phase.current()) {
      case Phase.Training _ when !single -> {
        Statistics s = statistics(x);
        update(s);
        yield normalized(x, s.mean, s.variance);
      }
      case Phase.Training _, Phase.Inference _ ->
          normalized(x, runningMean.value(), runningVar.value());
    };
  }

  private Tensor normalized(Tensor x, Tensor mean, Tensor variance) {
    return x.sub(mean).div(variance.add(epsilon).sqrt()).mul(weight.value()).add(bias.value());
  }

  private static Statistics statistics(Tensor x) {
    int[] axes = IntStream.range(0, x.rank() - 1).toArray();
    Optional<Tensor> mask = x.rank() == 3 ? Lengths.mask(x.dim(1)) : Optional.empty();
    if (mask.isEmpty()) {
      double n = (double) x.shape().size() / x.dim(-1);
      return new Statistics(x.mean(axes), x.variance(axes), jacobi.Jacobi.full(n, x.dtype()));
    }
    Tensor counts = mask.get().unsqueeze(-1).as(x.dtype());
    Tensor n = counts.sum();
    Tensor mean = x.mul(counts).sum(axes).div(n);
    return new Statistics(mean, x.sub(mean).square().mul(counts).sum(axes).div(n), n);
  }

  private void update(Statistics s) {
    Tensor unbiased = s.variance.mul(s.count.div(s.count.sub(1).max(1)));
    move(runningMean, s.mean);
    move(runningVar, unbiased);
  }

  private void move(Parameter running, Tensor batch) {
    Tensor next = running.value().mul(1 - momentum).add(batch.detach().mul(momentum));
    running.assign(next.as(DType.FLOAT32));
  }

  @Override
  public String toString() {
    return call("BatchNorm", channels);
  }
}
