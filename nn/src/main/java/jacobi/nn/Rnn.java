package jacobi.nn;

import jacobi.Tensor;
import jacobi.nn.init.Initializers;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The simple recurrent network s_t = f(U x_t + W s_{t-1} + b) (Elman 1990), f = tanh if nothing
 * else is said; what is put out is s_t, and a {@link Linear} after it gives y_t = V s_t + c. U is
 * {@code weight_ih}, W {@code weight_hh}. See {@link Recurrent} for shapes and variants.
 */
public final class Rnn extends Recurrent<Rnn> {
  private final String name;
  private final UnaryOperator<Tensor> activation;

  private Rnn(Settings settings, String name, UnaryOperator<Tensor> activation) {
    super(settings, 1, 1, uniform(settings.units()), 0);
    this.name = name;
    this.activation = activation;
  }

  /** With tanh. */
  public static Rnn of(int features, int units) {
    return new Rnn(Settings.of(features, units), "tanh", Tensor::tanh);
  }

  /** The same, not initialised, with max(x, 0). */
  public Rnn relu() {
    return activation("relu", Tensor::relu);
  }

  /** The same, not initialised, with any function that works element by element. */
  public Rnn activation(String functionName, UnaryOperator<Tensor> function) {
    return new Rnn(settings(), functionName, function);
  }

  /**
   * The same, not initialised, with state weights that begin as the identity, which lets a ReLU
   * remember (Le et al. 2015).
   */
  public Rnn identityStart() {
    return stateWeights(
        (key, shape) -> Initializers.values(jacobi.Jacobi.eye(shape.dim(0))).make(key, shape));
  }

  @Override
  Rnn with(Settings changed) {
    return new Rnn(changed, name, activation);
  }

  @Override
  Stepped step(Weights w, Tensor x, List<Tensor> carries) {
    Tensor z = w.ofInput(x).add(w.ofState(carries.getFirst()));
    return new Stepped(List.of(activation.apply(z)), List.of());
  }
}
