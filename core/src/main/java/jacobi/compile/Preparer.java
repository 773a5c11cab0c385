package jacobi.compile;

import jacobi.backend.Backend;
import jacobi.backend.Kernel;
import jacobi.backend.Prepared;
import jacobi.compile.Plan.Place;
import jacobi.compile.Plan.Preparation;
import jacobi.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lets kernels read constant inputs of a plan in a form of their own, and places these forms. */
final class Preparer {
  private record Moved(int operand, Place to) {}

  /** Positions of the constant inputs. */
  private final Map<Node, Integer> constant = new IdentityHashMap<>();

  private final List<Preparation> preparations = new ArrayList<>();
  private final Map<Integer, Moved> moved = new HashMap<>();
  private long bytes;

  Preparer(List<Node> inputs, Set<Integer> constant) {
    constant.forEach(i -> this.constant.put(inputs.get(i), i));
  }

  /** A kernel, and the backend it comes from. */
  record Choice(Kernel kernel, Backend backend) {}

  /**
   * The kernel of a draft that becomes so manieth step: of the first backend that likes a constant
   * operand better in a form of its own, or of the first that claims the task.
   */
  Choice kernel(Kernels kernels, Draft draft, int step) {
    Set<Integer> same = new HashSet<>();
    for (int i = 0; i < draft.operands().size(); i++) {
      if (constant.containsKey(draft.operands().get(i))) {
        same.add(i);
      }
    }
    if (!same.isEmpty()) {
      for (Backend backend : kernels.claiming(draft.task())) {
        Optional<Prepared> found = backend.prepared(draft.task(), same);
        if (found.isPresent()) {
          add(found.get(), draft, step);
          return new Choice(found.get().kernel(), backend);
        }
      }
    }
    Backend backend = kernels.backendFor(draft.task());
    return new Choice(backend.compile(draft.task()), backend);
  }

  private void add(Prepared p, Draft draft, int step) {
    moved.put(step, new Moved(p.operand(), new Place.Prepared(bytes)));
    int input = constant.get(draft.operands().get(p.operand()));
    preparations.add(new Preparation(p.prepare(), input, bytes));
    bytes += MemoryPlanner.align(p.bytes());
  }

  /** Puts the form a step reads in the place of the operand it is made of. */
  void place(int step, List<Place> operands) {
    if (moved.containsKey(step)) {
      operands.set(moved.get(step).operand(), moved.get(step).to());
    }
  }

  List<Preparation> preparations() {
    return preparations;
  }

  long bytes() {
    return bytes;
  }
}
