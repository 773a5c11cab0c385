package jacobi.nn;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.Variable;
import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What recurrent layers remember from one application of a network to the next. Inside {@link
 * #with}, each begins at the state it left before and leaves its last one, a constant: gradients
 * stay within one application, which over batches of a long sequence is truncated backpropagation
 * through time. The states are variables, so a compiled function carries them from call to call.
 *
 * <p>Row b of a batch goes on where row b of the batch before ended. A batch may have fewer rows
 * than there are; the states of the others rest.
 *
 * <pre>{@code
 * States states = States.of(1);
 * Tensor first = States.with(states, () -> net.apply(beginning));
 * Tensor second = States.with(states, () -> net.apply(rest));
 * }</pre>
 */
public final class States {
  private static final ScopedValue<States> CURRENT = ScopedValue.newInstance();

  private final int rows;
  private final Map<Recurrent<?>, List<Variable>> states = new IdentityHashMap<>();

  private States(int rows) {
    this.rows = rows;
  }

  /** Zeros, for batches of at most so many rows. */
  public static States of(int rows) {
    if (rows < 1) {
      throw new JacobiException("[States] expected at least 1 row, got " + rows);
    }
    return new States(rows);
  }

  /** The states to go on from; empty where each application begins anew. */
  public static Optional<States> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /** Applies networks that go on from these states and change them. */
  public static <T> T with(States states, Supplier<T> body) {
    return ScopedValue.where(CURRENT, states).call(body::get);
  }

  /** Applies networks that go on from these states if there are any, else begin anew. */
  public static <T> T with(Optional<States> states, Supplier<T> body) {
    return states.isPresent() ? with(states.get(), body) : body.get();
  }

  /** The greatest number of rows of a batch. */
  public int rows() {
    return rows;
  }

  /** Sets all states to zeros, as at the beginning of a sequence. */
  public synchronized void restart() {
    states.values().stream()
        .flatMap(List::stream)
        .forEach(v -> v.assign(Jacobi.zeros(v.shape().dims())));
  }

  /** Runs a layer from its state on and keeps the state it ends in. */
  synchronized Tensor carry(Recurrent<?> layer, Tensor x) {
    int batch = x.dim(0);
    if (batch > rows) {
      throw new JacobiException(
          "[%s] got a batch of %d rows, but the states carried are of %d"
              .formatted(layer, batch, rows));
    }
    List<Variable> carried = states.computeIfAbsent(layer, this::zeros);
    List<Tensor> before = carried.stream().map(Variable::value).toList();
    List<Tensor> first = before.stream().map(s -> s.slice(0, 0, batch)).toList();
    Recurrent.Result result = layer.run(x, new Recurrent.State(first));
    List<Tensor> last = result.state().detach().tensors();
    for (int i = 0; i < carried.size(); i++) {
      Tensor resting = before.get(i).slice(0, batch, rows);
      carried.get(i).assign(batch == rows ? last.get(i) : last.get(i).concat(0, resting));
    }
    return result.output();
  }

  private List<Variable> zeros(Recurrent<?> layer) {
    List<Variable> zeros = new ArrayList<>();
    for (int i = 0; i < layer.stateSize(); i++) {
      String name = layer.path() + ".state" + i;
      zeros.add(Variable.of(name, () -> Jacobi.zeros(rows, layer.settings().units())));
    }
    return zeros;
  }
}
