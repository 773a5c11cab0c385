package jacobi;

import jacobi.autodiff.Adjoints;
import jacobi.graph.Node;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gradients of some output with respect to everything between it and the tensors asked for. All are
 * tensors like others, not computed yet.
 */
public final class Gradients {
  private final Adjoints adjoints;
  private final String output;
  private final List<Tensor> wanted;
  private final Map<Node, Tensor> named = new IdentityHashMap<>();

  Gradients(Adjoints adjoints, String output, List<Tensor> wanted) {
    this.adjoints = adjoints;
    this.output = output.isEmpty() ? "output" : output;
    this.wanted = List.copyOf(wanted);
  }

  /**
   * The gradient with respect to a tensor, of its shape: one asked for, or any on the way. Zeros if
   * the output does not depend on it.
   */
  public synchronized Tensor of(Tensor x) {
    return named.computeIfAbsent(
        x.node(),
        n -> {
          Tensor g = new Tensor(adjoints.of(n));
          return n.name().isEmpty() ? g : g.named("d" + output + "/d" + n.name());
        });
  }

  /** As {@link #of(Tensor)}, with respect to a variable's present value. */
  public Tensor of(Variable v) {
    return of(v.value());
  }

  /** The gradients in the order in which the tensors were given. */
  public List<Tensor> all() {
    return wanted.stream().map(this::of).toList();
  }

  /**
   * The local gradient: of one operation's result {@code z} with respect to its operand {@code x},
   * for an upstream gradient of ones.
   */
  public Tensor local(Tensor z, Tensor x) {
    return downstream(z, x, new Tensor(jacobi.graph.Nodes.like(z.node(), 1)));
  }

  /**
   * The downstream gradient: what {@code z} passes to its operand {@code x} of its own (upstream)
   * gradient, by that use alone.
   */
  public Tensor downstream(Tensor z, Tensor x) {
    return downstream(z, x, of(z));
  }

  private static Tensor downstream(Tensor z, Tensor x, Tensor upstream) {
    if (!z.node().inputs().contains(x.node())) {
      throw new jacobi.graph.JacobiException(
          "[grad] " + x.node() + " is not an operand of " + z.node());
    }
    return new Tensor(Adjoints.local(z.node(), x.node(), upstream.node()));
  }
}
