package jacobi.nn;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.nn.init.Initializer;
import java.util.List;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al.
 * 2000). From the input x_t, the output s_{t-1} and the cell state c_{t-1}:
 *
 * <pre>
 *   i_t = σ(W_i s_{t-1} + U_i x_t + b_i)       input gate
 *   f_t = σ(W_f s_{t-1} + U_f x_t + b_f)       forget gate
 *   h_t = tanh(W_h s_{t-1} + U_h x_t + b_h)    candidate (PyTorch's g)
 *   o_t = σ(W_o s_{t-1} + U_o x_t + b_o)       output gate
 *   c_t = c_{t-1} ∘ f_t + h_t ∘ i_t
 *   s_t = o_t ∘ tanh(c_t), or with {@link #squashedProduct} s_t = tanh(c_t ∘ o_t)
 * </pre>
 *
 * <p>The rows of {@code weight_ih} (U), {@code weight_hh} (W) and {@code bias} are those of i, f,
 * h, o in this order, as in PyTorch. The bias of the forget gate begins at 1, so that memory lasts
 * from the beginning (Gers et al. 2000; Jozefowicz et al. 2015); {@link #forgetBias} changes that.
 * See {@link Recurrent} for shapes and variants.
 */
public final class Lstm extends Recurrent<Lstm> {
  private final double forgetBias;
  private final boolean squashedProduct;

  private Lstm(Settings settings, double forgetBias, boolean squashedProduct) {
    super(settings, 4, 2, bias(settings.units(), forgetBias), 0);
    this.forgetBias = forgetBias;
    this.squashedProduct = squashedProduct;
  }

  private static Initializer bias(int units, double forgetBias) {
    return (key, shape) -> {
      Tensor at = Jacobi.arange(4 * units);
      Tensor forget = at.ge(units).and(at.lt(2 * units));
      Tensor others = uniform(units).make(key, shape);
      return forget.where(Jacobi.full(forgetBias, others.dtype()), others);
    };
  }

  /** With one layer and s_t = o_t ∘ tanh(c_t). */
  public static Lstm of(int features, int units) {
    return new Lstm(Settings.of(features, units), 1, false);
  }

  /** The same, not initialised, with s_t = tanh(c_t ∘ o_t). */
  public Lstm squashedProduct() {
    return new Lstm(settings(), forgetBias, true);
  }

  /** The same, not initialised, with another first bias of the forget gate. */
  public Lstm forgetBias(double value) {
    return new Lstm(settings(), value, squashedProduct);
  }

  @Override
  Lstm with(Settings changed) {
    return new Lstm(changed, forgetBias, squashedProduct);
  }

  @Override
  Stepped step(Weights w, Tensor x, List<Tensor> carries) {
    Gates z = new Gates(w.ofInput(x), w.ofState(carries.get(0)), settings().units());
    Tensor i = z.half(0);
    Tensor f = z.half(1);
    Tensor h = z.of(2).tanh();
    Tensor o = z.half(3);
    Tensor c = carries.get(1).mul(Gates.open(f)).add(h.mul(Gates.open(i)));
    if (squashedProduct) {
      return new Stepped(List.of(c.mul(Gates.open(o)).tanh(), c), List.of(i, f, h, o));
    }
    Tensor shown = c.tanh();
    return new Stepped(List.of(Gates.open(o).mul(shown), c), List.of(i, f, h, o, shown));
  }
}
