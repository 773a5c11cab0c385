package jacobi.nn.init;

import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.Shape;

/** A rule for the first values of a parameter. */
@FunctionalInterface
public interface Initializer {
  /** First values of a shape; all randomness comes from the key. */
  Tensor make(RandomKey key, Shape shape);
}
