package jacobi.nn;

import jacobi.Tensor;
import jacobi.graph.Shape;
import java.util.Arrays;

/** The same numbers of each example in another shape: [batch, …] to [batch, shape…]. */
public final class Reshape extends Module {
  private final Shape shape;

  private Reshape(Shape shape) {
    this.shape = shape;
  }

  /** To a shape of each example, the batch left out: {@code Reshape.of(28, 28, 1)}. */
  public static Reshape of(int... shape) {
    return new Reshape(Shape.of(shape));
  }

  @Override
  protected Tensor forward(Tensor x) {
    int batch = x.rank() == 0 ? 0 : x.dim(0);
    if (x.rank() == 0 || x.shape().size() != batch * shape.size()) {
      throw wrongShape("examples of " + shape.size() + " numbers", x.shape());
    }
    int[] d = new int[shape.rank() + 1];
    d[0] = batch;
    System.arraycopy(shape.dims(), 0, d, 1, shape.rank());
    return x.reshape(d);
  }

  @Override
  public String toString() {
    return call("Reshape", Arrays.stream(shape.dims()).boxed().toArray());
  }
}
