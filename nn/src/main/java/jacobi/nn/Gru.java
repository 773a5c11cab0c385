package jacobi.nn;

import jacobi.Tensor;
import java.util.List;

/**
 * The gated recurrent unit (Cho et al. 2014) in the form of PyTorch and cuDNN:
 *
 * <pre>
 *   r_t = σ(W_r s_{t-1} + U_r x_t + b_r)                 reset gate
 *   z_t = σ(W_z s_{t-1} + U_z x_t + b_z)                 update gate
 *   n_t = tanh(U_n x_t + b_n + r_t ∘ (W_n s_{t-1} + b'))  candidate
 *   s_t = (1 - z_t) ∘ n_t + z_t ∘ s_{t-1}
 * </pre>
 *
 * <p>The rows of {@code weight_ih} (U), {@code weight_hh} (W) and {@code bias} are those of r, z, n
 * in this order; {@code bias_hn} [units] is b'. From PyTorch's two biases: those of r and z are
 * their sums, b_n is that of {@code bias_ih} and b' that of {@code bias_hh}. See {@link Recurrent}
 * for shapes and variants.
 */
public final class Gru extends Recurrent<Gru> {
  private Gru(Settings settings) {
    super(settings, 3, 1, uniform(settings.units()), settings.units());
  }

  /** With one layer. */
  public static Gru of(int features, int units) {
    return new Gru(Settings.of(features, units));
  }

  @Override
  Gru with(Settings changed) {
    return new Gru(changed);
  }

  @Override
  Stepped step(Weights w, Tensor x, List<Tensor> carries) {
    Tensor s = carries.getFirst();
    Gates g = new Gates(w.ofInput(x), w.ofState(s), settings().units());
    Tensor r = g.half(0);
    Tensor z = g.half(1);
    Tensor hidden = g.stateOf(2).add(w.extra().orElseThrow().value());
    Tensor n = g.inputOf(2).add(Gates.open(r).mul(hidden)).tanh();
    return new Stepped(List.of(n.add(Gates.open(z).mul(s.sub(n)))), List.of(r, z, hidden, n));
  }
}
