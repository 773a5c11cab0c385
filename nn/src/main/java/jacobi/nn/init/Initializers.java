package jacobi.nn.init;

import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.Shape;

/**
 * The usual rules for first values, float32.
 *
 * <p>Those that depend on how many units feed a unit read it off the shape. A weight of shape [out,
 * k…, in] (a matrix, or the filters of a convolution with kernel extents k) has fan-in in·Πk and
 * fan-out out·Πk; a vector [n] has both n, a scalar both 1.
 */
public final class Initializers {
  private Initializers() {}

  /** 0. For biases; weights that are all equal make all units of a layer learn the same. */
  public static Initializer zeros() {
    return constant(0);
  }

  /** One value everywhere. */
  public static Initializer constant(double value) {
    return (key, shape) -> Jacobi.full(value, DType.FLOAT32, shape.dims());
  }

  /** Uniform in [-1, 1). */
  public static Initializer uniform() {
    return uniform(-1, 1);
  }

  /** Uniform in [low, high). */
  public static Initializer uniform(double low, double high) {
    return (key, shape) -> key.uniform(low, high, shape.dims());
  }

  /** Normal. */
  public static Initializer normal(double mean, double deviation) {
    return (key, shape) -> key.normal(DType.FLOAT32, shape.dims()).mul(deviation).add(mean);
  }

  /**
   * Uniform in ±sqrt(6/(fan-in + fan-out)), for layers with sigmoid or tanh (Glorot and Bengio
   * 2010, eq. 16; also called Xavier).
   */
  public static Initializer glorotUniform() {
    return (key, shape) -> {
      double a = Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape)));
      return key.uniform(-a, a, shape.dims());
    };
  }

  /** Normal with deviation sqrt(2/(fan-in + fan-out)) (Glorot and Bengio 2010). */
  public static Initializer glorotNormal() {
    return (key, shape) ->
        normal(0, Math.sqrt(2.0 / (fanIn(shape) + fanOut(shape)))).make(key, shape);
  }

  /**
   * Uniform in ±sqrt(6/fan-in), for layers with ReLU (He et al. 2015, "Delving Deep into
   * Rectifiers"; also called Kaiming).
   */
  public static Initializer heUniform() {
    return (key, shape) -> {
      double a = Math.sqrt(6.0 / fanIn(shape));
      return key.uniform(-a, a, shape.dims());
    };
  }

  /** Normal with deviation sqrt(2/fan-in) (He et al. 2015, eq. 10). */
  public static Initializer heNormal() {
    return (key, shape) -> normal(0, Math.sqrt(2.0 / fanIn(shape))).make(key, shape);
  }

  /**
   * A matrix [out, rest flattened] with orthonormal rows, or columns if there are fewer of these,
   * times a gain; uniformly distributed among all such (Saxe et al. 2013).
   */
  public static Initializer orthogonal(double gain) {
    return (key, shape) -> Orthogonal.make(key, shape, gain);
  }

  /** Exactly these values. */
  public static Initializer values(Tensor values) {
    return new Given(values);
  }

  /** Values given one by one. */
  public record Given(Tensor values) implements Initializer {
    @Override
    public Tensor make(RandomKey key, Shape shape) {
      return values;
    }
  }

  /** How many inputs a unit has. */
  static long fanIn(Shape s) {
    return switch (s.rank()) {
      case 0 -> 1;
      case 1 -> s.dim(0);
      default -> s.size() / Math.max(1, s.dim(0));
    };
  }

  /** How many units an input feeds. */
  static long fanOut(Shape s) {
    return switch (s.rank()) {
      case 0 -> 1;
      case 1 -> s.dim(0);
      default -> s.size() / Math.max(1, s.dim(-1));
    };
  }
}
