package jacobi;

import jacobi.graph.JacobiException;
import jacobi.graph.Node;
import jacobi.runtime.Cell;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a function under {@code compiled} has read of and written to variables so far. */
final class Trace {
  private static final ScopedValue<Optional<Trace>> CURRENT = ScopedValue.newInstance();

  private static final ScopedValue<Boolean> IN_SCAN = ScopedValue.newInstance();

  private final Map<Variable, Tensor> seen = new IdentityHashMap<>();
  private final Map<Cell, Node> updates = new LinkedHashMap<>();

  /** Runs a function under a new trace. */
  static <T> T record(Trace trace, Supplier<T> body) {
    return ScopedValue.where(CURRENT, Optional.of(trace)).call(body::get);
  }

  /** Runs something that has values even while a function is traced. */
  static <T> T outside(Supplier<T> body) {
    return ScopedValue.where(CURRENT, Optional.empty()).call(body::get);
  }

  /** Runs the function of one step of a scan. */
  static <T> T inScan(Supplier<T> body) {
    return ScopedValue.where(IN_SCAN, true).call(body::get);
  }

  /** Whether the function of one step of a scan is running. */
  static boolean isInScan() {
    return IN_SCAN.isBound();
  }

  /** Throws if the function of one step of a scan is running, which is called once. */
  static void refuseInScan(Variable v) {
    if (isInScan()) {
      throw new JacobiException(
          "[scan] variable '"
              + v.name()
              + "' cannot be changed in a step: the step is recorded once and then repeated; make"
              + " it a carry");
    }
  }

  static boolean isActive() {
    return CURRENT.isBound() && CURRENT.get().isPresent();
  }

  static Trace current() {
    return CURRENT.get().orElseThrow();
  }

  /** Throws if a trace is active, in which nothing has a value. */
  static void refuse(String what) {
    if (isActive()) {
      throw new JacobiException(
          "[compiled] "
              + what
              + " cannot be had while the function is traced: there are none until it runs; return"
              + " the tensor instead");
    }
  }

  Tensor read(Variable v, Cell cell) {
    return seen.computeIfAbsent(v, k -> new Tensor(Node.input(cell.type(), cell).named(v.name())));
  }

  void write(Variable v, Cell cell, Tensor value) {
    seen.put(v, value);
    updates.put(cell, value.node());
  }

  Map<Cell, Node> updates() {
    return updates;
  }
}
