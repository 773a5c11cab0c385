package examples;

import static jacobi.Jacobi.grad;
import static jacobi.Jacobi.scalar;

import jacobi.Tensor;

/** A compute graph and its gradients, from the textbook: L = c (a + 2b). */
public final class Gradients {
  private Gradients() {}

  /** Prints dL/db and returns the graph with its gradients as Graphviz. */
  public static String run() {
    // readme
    Tensor a = scalar(3).named("a"), b = scalar(1).named("b"), c = scalar(-2).named("c");
    Tensor loss = c.mul(a.add(b.mul(2))).named("L");
    var g = grad(loss, a, b, c);
    System.out.println(g.of(b).item()); // -4.0
    String dot = loss.graph().with(g).toDot();
    // end
    return dot;
  }
}
