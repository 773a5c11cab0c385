package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import jacobi.nn.init.Initializers;
import java.util.stream.IntStream;

/**
 * Layer normalisation (Ba et al. 2016): each example, over its last axes, to mean 0 and variance 1,
 * then scaled and shifted: y = (x - mean) / sqrt(variance + epsilon) weight + bias, of shape […,
 * shape…] to the same. Parameters: {@code weight} and {@code bias} of that shape, which start at 1
 * and 0. The same in training and inference.
 */
public final class LayerNorm extends Module {
  private final Shape shape;
  private final double epsilon;
  private final Parameter weight;
  private final Parameter bias;

  private LayerNorm(Shape shape, double epsilon) {
    if (shape.rank() == 0 || shape.size() == 0 || !(epsilon > 0)) {
      throw new JacobiException(
          "[LayerNorm] needs at least one axis and a positive epsilon, got "
              + shape
              + " and "
              + epsilon);
    }
    this.shape = shape;
    this.epsilon = epsilon;
    this.weight = parameter("weight", Initializers.constant(1), shape.dims()).asScale();
    this.bias = parameter("bias", Initializers.zeros(), shape.dims()).asScale();
  }

  /** Over the last axes, which have these extents; epsilon 1e-5. */
  public static LayerNorm of(int... shape) {
    return new LayerNorm(Shape.of(shape), 1e-5);
  }

  /** The same layer, not initialised, with another constant added to the variance. */
  public LayerNorm epsilon(double value) {
    return new LayerNorm(shape, value);
  }

  @Override
  protected Tensor forward(Tensor x) {
    int first = x.rank() - shape.rank();
    if (first < 0
        || !IntStream.range(0, shape.rank()).allMatch(i -> x.dim(first + i) == shape.dim(i))) {
      throw wrongShape("a shape that ends in " + shape, x.shape());
    }
    int[] axes = IntStream.range(first, x.rank()).toArray();
    Tensor centred = x.sub(x.meanKeep(axes));
    Tensor deviation = centred.square().meanKeep(axes).add(epsilon).sqrt();
    return centred.div(deviation).mul(weight.value()).add(bias.value());
  }

  @Override
  public String toString() {
    return "LayerNorm" + shape;
  }
}
