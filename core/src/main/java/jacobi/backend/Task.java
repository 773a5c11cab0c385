package jacobi.backend;

import jacobi.graph.Op;
import java.util.List;
import java.util.Optional;

/**
 * One unit of work of a plan. Operands are listed inputs first; a {@link Kernel} gets one buffer
 * address for each, in this order.
 */
public sealed interface Task permits LoopNest, Task.Product, Task.Single {

  /** All operands, in the order in which a kernel gets their addresses. */
  List<View> operands();

  /** What may follow a product while its result is still in registers. */
  enum Activation {
    NONE,
    RELU,
    SIGMOID,
    TANH
  }

  /**
   * out = activation(a x b + bias): a [batch…, m, k], b [batch…, k, n], bias over out's shape
   * (stride 0 on every axis but the last). Operands: a, b, bias if any, out. {@code out} is
   * contiguous; a and b each have stride 1 along one of their last two axes (or extent 1 there). k
   * may be 0.
   */
  record Product(View a, View b, Optional<View> bias, Activation activation, View out)
      implements Task {
    @Override
    public List<View> operands() {
      return bias.isPresent() ? List.of(a, b, bias.get(), out) : List.of(a, b, out);
    }
  }

  /**
   * One primitive by itself. Operands: its inputs (any strides), then its result (contiguous, never
   * overlapping an input; but rows may be added in place: the result of {@link Op.ScatterAdd} may
   * lie exactly over its first input).
   */
  record Single(Op op, List<View> inputs, View out) implements Task {
    public Single {
      inputs = List.copyOf(inputs);
    }

    @Override
    public List<View> operands() {
      List<View> all = new java.util.ArrayList<>(inputs);
      all.add(out);
      return all;
    }
  }
}
