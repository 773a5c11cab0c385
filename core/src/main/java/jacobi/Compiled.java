package jacobi;

import jacobi.compile.Plan;
import jacobi.graph.JacobiException;
import jacobi.graph.Node;
import jacobi.graph.Op;
import jacobi.runtime.Argument;
import jacobi.runtime.Engine;
import jacobi.runtime.Program;
import jacobi.runtime.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A function of tensors traced once for each combination of argument types and shapes, and from
 * then on run without building a graph. Variables that the function reads are read afresh at each
 * call; those it assigns are updated, in place where nobody holds the old value. Other tensors it
 * uses are constants, with the values they had when it was traced, and Java code in it runs only
 * then.
 */
public final class Compiled {
  private final Function<List<Tensor>, List<Tensor>> function;
  private final Map<Signature, Program> programs = new ConcurrentHashMap<>();

  private record Signature(Engine engine, List<Op.Type> types) {}

  Compiled(Function<List<Tensor>, List<Tensor>> function) {
    this.function = function;
  }

  /** Whether this thread is tracing a function: nothing it computes has a value then. */
  public static boolean isTracing() {
    return Trace.isActive();
  }

  /** Runs the function and returns its first result. */
  public Tensor call(Tensor... arguments) {
    return callAll(arguments).getFirst();
  }

  /** Runs the function and returns all its results. */
  public List<Tensor> callAll(Tensor... arguments) {
    if (Trace.isActive() || Trace.isInScan()) {
      return function.apply(List.of(arguments));
    }
    // Loops, no streams, from here down: a small network takes microseconds, and streams keep the
    // JIT busy for seconds, in which it disturbs the kernels.
    List<Storage> values = storages(arguments);
    List<Tensor> results = new ArrayList<>();
    for (Storage s : program(values).run(values)) {
      results.add(Tensor.of(s));
    }
    return Collections.unmodifiableList(results);
  }

  /** The plan for arguments like these, to print or to count kernels. */
  public Plan plan(Tensor... arguments) {
    return program(storages(arguments)).plan();
  }

  private static List<Storage> storages(Tensor[] arguments) {
    List<Storage> storages = new ArrayList<>(arguments.length);
    for (Tensor t : arguments) {
      storages.add(t.storage());
    }
    return storages;
  }

  private Program program(List<Storage> values) {
    Engine engine = Engine.current();
    List<Op.Type> types = new ArrayList<>(values.size());
    for (Storage v : values) {
      types.add(v.type());
    }
    Signature s = new Signature(engine, types);
    Program p = programs.get(s);
    if (p == null) {
      p = trace(engine, s.types());
      programs.put(s, p);
    }
    return p;
  }

  private Program trace(Engine engine, List<Op.Type> types) {
    List<Tensor> arguments = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      arguments.add(new Tensor(Node.input(types.get(i), new Argument(i))));
    }
    Trace trace = new Trace();
    List<Tensor> results = Trace.record(trace, () -> function.apply(arguments));
    if (results.isEmpty() && trace.updates().isEmpty()) {
      throw new JacobiException(
          "[compiled] the function returns no tensor and updates no variable");
    }
    return new Program(engine, results.stream().map(Tensor::node).toList(), trace.updates());
  }
}
