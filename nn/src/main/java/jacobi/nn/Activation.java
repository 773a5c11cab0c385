package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.JacobiException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A function without parameters as a module. The same functions are methods of {@link Tensor}. */
public final class Activation extends Module {
  private static final Map<String, Supplier<Module>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("identity", Activation::identity);
    BY_NAME.put("sigmoid", Activation::sigmoid);
    BY_NAME.put("tanh", Activation::tanh);
    BY_NAME.put("relu", Activation::relu);
    BY_NAME.put("step", Activation::step);
    BY_NAME.put("softmax", Activation::softmax);
    BY_NAME.put("log_softmax", Activation::logSoftmax);
    BY_NAME.put("leaky_relu", Activation::leakyRelu);
    BY_NAME.put("prelu", Activation::prelu);
    BY_NAME.put("elu", Activation::elu);
    BY_NAME.put("gelu", Activation::gelu);
    BY_NAME.put("silu", Activation::silu);
    BY_NAME.put("softplus", Activation::softplus);
  }

  private final String name;
  private final UnaryOperator<Tensor> function;

  private Activation(String name, UnaryOperator<Tensor> function) {
    this.name = name;
    this.function = function;
  }

  /** Any function as a module. */
  public static Activation of(String name, UnaryOperator<Tensor> function) {
    return new Activation(name, function);
  }

  /** A new module by the name that specifications use; {@link #names} lists them. */
  public static Module named(String name) {
    Supplier<Module> make = BY_NAME.get(name);
    if (make == null) {
      throw new JacobiException(
          "unknown activation '" + name + "', expected one of " + String.join(", ", names()));
    }
    return make.get();
  }

  /** The names {@link #named} knows. */
  public static Set<String> names() {
    return java.util.Collections.unmodifiableSet(BY_NAME.keySet());
  }

  /** x. */
  public static Activation identity() {
    return of("identity", x -> x);
  }

  /** 1/(1+e^-x) (eq. 7.3). */
  public static Activation sigmoid() {
    return of("sigmoid", Tensor::sigmoid);
  }

  /** Hyperbolic tangent (eq. 7.5). */
  public static Activation tanh() {
    return of("tanh", Tensor::tanh);
  }

  /** max(x, 0) (eq. 7.6); derivative 0 at 0. */
  public static Activation relu() {
    return of("relu", Tensor::relu);
  }

  /** 1 where x > 0, else 0 (eq. 7.7); no gradient. */
  public static Activation step() {
    return of("step", Tensor::step);
  }

  /** e^x / Σ e^x along the last axis (eq. 7.9). */
  public static Activation softmax() {
    return of("softmax", x -> x.softmax(-1));
  }

  /** The logarithm of {@link #softmax}, which the loss nll expects. */
  public static Activation logSoftmax() {
    return of("log_softmax", x -> x.logSoftmax(-1));
  }

  /** x where positive, else x/100 (Maas et al. 2013). */
  public static Activation leakyRelu() {
    return leakyRelu(0.01);
  }

  /** x where positive, else alpha x. */
  public static Activation leakyRelu(double alpha) {
    return of(call("leaky_relu", alpha), x -> x.leakyRelu(alpha));
  }

  /** x where positive, else alpha x with one learned alpha, which starts at 0.25. */
  public static PRelu prelu() {
    return PRelu.of();
  }

  /** x where positive, else e^x - 1 (Clevert et al. 2015). */
  public static Activation elu() {
    return elu(1);
  }

  /** x where positive, else alpha (e^x - 1). */
  public static Activation elu(double alpha) {
    return of(call("elu", alpha), x -> x.elu(alpha));
  }

  /** x Φ(x), exact (Hendrycks and Gimpel 2016). */
  public static Activation gelu() {
    return of("gelu", Tensor::gelu);
  }

  /** x sigmoid(x), also called swish (Ramachandran et al. 2017). */
  public static Activation silu() {
    return of("silu", Tensor::silu);
  }

  /** log(1 + e^x). */
  public static Activation softplus() {
    return of("softplus", Tensor::softplus);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return function.apply(x);
  }

  @Override
  public String toString() {
    return name;
  }
}
