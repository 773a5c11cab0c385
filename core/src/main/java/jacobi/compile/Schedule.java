package jacobi.compile;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.graph.Node;
import jacobi.graph.Op;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of tasks, and which outputs overwrite an input. An output may if every other task that
 * reads the input can run before it, and the task that writes it reads the input point for point,
 * if at all. Rows added to a table at indices are such a task too: nothing else of the table moves.
 */
final class Schedule {
  private final List<Draft> drafts;
  private final List<BitSet> before = new ArrayList<>();
  private final Map<Node, Node> inPlace = new IdentityHashMap<>();

  /**
   * Orders tasks, given in an order of dependency.
   *
   * @param updates by output node, the input node whose memory it should take
   */
  Schedule(List<Draft> drafts, Map<Node, Node> updates) {
    this.drafts = drafts;
    Map<Node, Integer> madeBy = new IdentityHashMap<>();
    for (int i = 0; i < drafts.size(); i++) {
      for (Node r : drafts.get(i).results()) {
        madeBy.put(r, i);
      }
    }
    for (int i = 0; i < drafts.size(); i++) {
      before.add(new BitSet());
      for (Node in : drafts.get(i).operands()) {
        Integer maker = madeBy.get(in);
        if (maker != null && maker != i) {
          before.get(i).set(maker);
          before.get(i).or(before.get(maker));
        }
      }
    }
    updates.forEach((output, input) -> placeOver(output, input, madeBy));
  }

  /** By output node, the input node it overwrites. */
  Map<Node, Node> inPlace() {
    return inPlace;
  }

  private void placeOver(Node output, Node input, Map<Node, Integer> madeBy) {
    Integer writer = madeBy.get(output);
    if (writer == null || !readsPointForPoint(drafts.get(writer), output, input)) {
      return;
    }
    List<Integer> readers = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      if (i != writer && drafts.get(i).operands().contains(input)) {
        if (before.get(i).get(writer)) {
          return;
        }
        readers.add(i);
      }
    }
    for (int r : readers) {
      BitSet gained = (BitSet) before.get(r).clone();
      gained.set(r);
      for (int i = 0; i < drafts.size(); i++) {
        if (i == writer || before.get(i).get(writer)) {
          before.get(i).or(gained);
        }
      }
    }
    inPlace.put(output, input);
  }

  private static boolean readsPointForPoint(Draft writer, Node output, Node input) {
    if (!writer.operands().contains(input)) {
      return true;
    }
    if (writer.task() instanceof Task.Single(Op.ScatterAdd _, List<View> in, View out)) {
      // It reads the base at the rows it adds to only.
      return in.getFirst().equals(out)
          && writer.operands().indexOf(input) == 0
          && writer.operands().lastIndexOf(input) == 0;
    }
    if (!(writer.task() instanceof LoopNest nest) || nest.hasReduction()) {
      return false;
    }
    View written = null;
    for (Inst inst : nest.body()) {
      if (inst instanceof Inst.Store(int operand, _, _)
          && writer.operands().get(operand) == output) {
        written = nest.operands().get(operand);
      }
    }
    for (int i = 0; i < nest.operands().size(); i++) {
      if (writer.operands().get(i) == input && !nest.operands().get(i).equals(written)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Each task after those it depends on; among those that could be next, the one that came first in
   * the graph.
   */
  List<Draft> ordered(Map<Node, Integer> position) {
    Map<Draft, Integer> rank = new HashMap<>();
    for (Draft d : drafts) {
      rank.put(d, d.results().stream().mapToInt(position::get).max().orElse(0));
    }
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      left.add(i);
    }
    BitSet done = new BitSet();
    List<Draft> result = new ArrayList<>();
    while (!left.isEmpty()) {
      int best = -1;
      for (int i : left) {
        BitSet missing = (BitSet) before.get(i).clone();
        missing.andNot(done);
        if (missing.isEmpty()
            && (best < 0 || rank.get(drafts.get(i)) < rank.get(drafts.get(best)))) {
          best = i;
        }
      }
      if (best < 0) {
        throw new IllegalStateException("tasks wait for each other in a circle");
      }
      left.remove(Integer.valueOf(best));
      done.set(best);
      result.add(drafts.get(best));
    }
    return result;
  }
}
