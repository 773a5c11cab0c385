package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.JacobiException;
import jacobi.graph.ShapeException;
import jacobi.nn.init.Initializer;
import jacobi.nn.init.Initializers;
import java.util.Optional;

/**
 * A fully connected layer: y = x W^T + b (eq. 7.8 of the textbook, row vectors), of shape […, in]
 * to […, out]. Parameters: {@code weight} [out, in] and {@code bias} [out].
 *
 * <p>Both start uniformly in ±1/sqrt(in), as in PyTorch (variance 1/(3 in), near that of LeCun et
 * al. 1998, "Efficient BackProp"); {@link #weights} and {@link #biases} choose otherwise.
 */
public final class Linear extends Module {
  private final int in;
  private final int out;
  private final Initializer weightInit;
  private final Initializer biasInit;
  private final Parameter weight;
  private final Optional<Parameter> bias;

  private Linear(int in, int out, Initializer weightInit, Initializer biasInit, boolean biased) {
    if (in < 1 || out < 1) {
      throw new JacobiException("[Linear] sizes must be at least 1, got " + in + " -> " + out);
    }
    this.in = in;
    this.out = out;
    this.weightInit = weightInit;
    this.biasInit = biasInit;
    this.weight = parameter("weight", weightInit, out, in);
    this.bias = biased ? Optional.of(parameter("bias", biasInit, out)) : Optional.empty();
  }

  /** With {@code in} inputs, {@code out} outputs and a bias. */
  public static Linear of(int in, int out) {
    double bound = 1 / Math.sqrt(Math.max(1, in));
    Initializer uniform = Initializers.uniform(-bound, bound);
    return new Linear(in, out, uniform, uniform, true);
  }

  /** With given initial weights [out, in] and biases [out]. */
  public static Linear of(Tensor weight, Tensor bias) {
    if (weight.rank() != 2) {
      throw new ShapeException("[Linear] weights are [out, in], not " + weight.shape());
    }
    return of(weight.dim(1), weight.dim(0))
        .weights(Initializers.values(weight))
        .biases(Initializers.values(bias));
  }

  /** The same layer, not initialised, whose weights start otherwise. */
  public Linear weights(Initializer initializer) {
    return new Linear(in, out, initializer, biasInit, bias.isPresent());
  }

  /** The same layer, not initialised, with biases that start otherwise. */
  public Linear biases(Initializer initializer) {
    return new Linear(in, out, weightInit, initializer, true);
  }

  /** The same layer, not initialised, without a bias. */
  public Linear withoutBias() {
    return new Linear(in, out, weightInit, biasInit, false);
  }

  /** The weights, [out, in]. */
  public Parameter weight() {
    return weight;
  }

  /** The biases, [out]; empty if there are none. */
  public Optional<Parameter> bias() {
    return bias;
  }

  @Override
  protected Tensor forward(Tensor x) {
    if (x.rank() == 0 || x.dim(-1) != in) {
      throw wrongShape("[…, " + in + "]", x.shape());
    }
    Tensor z = x.matmul(weight.value().transpose());
    return bias.map(b -> z.add(b.value())).orElse(z);
  }

  @Override
  public String toString() {
    return "Linear(" + in + " -> " + out + (bias.isPresent() ? ")" : ", no bias)");
  }
}
