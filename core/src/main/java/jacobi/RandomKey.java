package jacobi;

import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.Node;
import jacobi.graph.Op;
import jacobi.graph.Shape;
import jacobi.runtime.Storage;

/**
 * A source of random tensors that is a value: the same key and stream always give the same numbers,
 * whatever the number of threads or the order of evaluation (counter-based, Philox 4x32-10; Salmon
 * et al. 2011). Use {@link #stream} for independent numbers.
 */
public final class RandomKey {
  private final Tensor key;
  private final long salt;

  private RandomKey(Tensor key, long salt) {
    this.key = key;
    this.salt = salt;
  }

  public static RandomKey of(long seed) {
    Op.Type scalar = new Op.Type(DType.INT64, Shape.scalar());
    return new RandomKey(Tensor.of(Storage.copyOf(new long[] {mix(seed)}, scalar)), 0);
  }

  /**
   * From an int64 scalar that may change from run to run of a compiled function: a step's number
   * mixed with a seed, say.
   */
  public static RandomKey of(Tensor key) {
    if (key.dtype() != DType.INT64 || key.rank() != 0) {
      throw new JacobiException("[random] a key is an int64 scalar, not " + key.node().type());
    }
    return new RandomKey(key, 0);
  }

  /** An independent stream of the same key. */
  public RandomKey stream(long index) {
    return new RandomKey(key, mix(salt + 0x9e3779b97f4a7c15L * (index + 1)));
  }

  /** An independent stream named by a text, a parameter's path for instance. */
  public RandomKey stream(String name) {
    long h = 1125899906842597L;
    for (int i = 0; i < name.length(); i++) {
      h = 31 * h + name.charAt(i);
    }
    return stream(h);
  }

  /** Uniform in [0, 1). */
  public Tensor uniform(DType dtype, int... shape) {
    return new Tensor(Node.of(new Op.Random(dtype, Shape.of(shape), salt), key.node()));
  }

  /** Uniform in [low, high), float32. */
  public Tensor uniform(double low, double high, int... shape) {
    return uniform(DType.FLOAT32, shape).mul(high - low).add(low);
  }

  /** Standard normal (Box and Muller 1958). */
  public Tensor normal(DType dtype, int... shape) {
    // 1 - u lies in (0, 1], so the logarithm is finite.
    Tensor radius = stream(1).uniform(dtype, shape).neg().add(1).log().mul(-2).sqrt();
    return radius.mul(stream(2).uniform(dtype, shape).mul(2 * Math.PI).cos());
  }

  /** 1 with the probability given, else 0, as bool. */
  public Tensor bernoulli(double probability, int... shape) {
    return uniform(DType.FLOAT32, shape).lt(probability);
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
