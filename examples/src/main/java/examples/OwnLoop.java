package examples;

import static jacobi.Jacobi.compiled;
import static jacobi.Jacobi.grad;
import static jacobi.Jacobi.zeros;

import jacobi.Compiled;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.Variable;
import jacobi.graph.DType;

/** Linear regression without any layer: variables, a compiled step, gradient descent by hand. */
public final class OwnLoop {
  private OwnLoop() {}

  /** Returns the loss after 200 steps. */
  public static double run() {
    // readme
    Tensor x = RandomKey.of(1).normal(DType.FLOAT32, 100, 3);
    Tensor y = x.matmul(Tensor.of(new float[] {1, -2, 3}, 3, 1)).add(0.5);
    Variable w = Variable.of("w", zeros(3, 1)), b = Variable.of("b", zeros(1));
    Compiled step =
        compiled(
            (in, target) -> {
              Tensor loss = in.matmul(w.value()).add(b.value()).sub(target).square().mean();
              var g = grad(loss, w.value(), b.value());
              Tensor w2 = w.value().sub(g.of(w).mul(0.1));
              Tensor b2 = b.value().sub(g.of(b).mul(0.1));
              w.assign(w2);
              b.assign(b2);
              return loss;
            });
    double loss = 0;
    for (int i = 0; i < 200; i++) {
      loss = step.call(x, y).item();
    }
    // end
    return loss;
  }
}
