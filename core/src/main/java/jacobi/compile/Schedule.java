package jacobi.compile;

import jacobi.backend.Inst;
import jacobi.backend.LoopNest;
import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.graph.Node;
import jacobi.graph.Op;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The order of tasks, and which outputs overwrite an input. An output may if every other task that
 * reads the input can run before it, and the task that writes it reads the input point for point,
 * if at all. Rows added to a table at indices are such a task too: nothing else of the table moves.
 */
final class Schedule {
  private final List<Draft> drafts;
  private final Dependencies dependencies = new Dependencies();
  private final Map<Node, List<Integer>> readers = new IdentityHashMap<>();
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
      dependencies.add();
      for (Node in : drafts.get(i).operands()) {
        Integer maker = madeBy.get(in);
        if (maker == null) {
          List<Integer> known = readers.computeIfAbsent(in, k -> new ArrayList<>());
          if (known.isEmpty() || known.getLast() != i) {
            known.add(i);
          }
        } else {
          dependencies.depend(i, maker);
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
    List<Integer> others =
        readers.getOrDefault(input, List.of()).stream().filter(i -> !i.equals(writer)).toList();
    if (others.stream().anyMatch(i -> dependencies.depends(i, writer))) {
      return;
    }
    others.forEach(i -> dependencies.depend(writer, i));
    inPlace.put(output, input);
  }

  /**
   * Whether a task may write an output over an input: what it reads of the input at other points
   * than it writes is nothing, or read before. In rows, a backend passes over a row several times
   * and writes last; columns are written while others are read.
   */
  static boolean readsPointForPoint(Draft writer, Node output, Node input) {
    if (!writer.operands().contains(input)) {
      return true;
    }
    if (writer.task() instanceof Task.Single(Op.ScatterAdd _, List<View> in, View out)) {
      // It reads the base at the rows it adds to only.
      return in.getFirst().equals(out)
          && writer.operands().indexOf(input) == 0
          && writer.operands().lastIndexOf(input) == 0;
    }
    if (!(writer.task() instanceof LoopNest nest)
        || (nest.hasReduction() && !nest.reduced().getLast())) {
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
    int[] rank = new int[drafts.size()];
    int[] missing = new int[drafts.size()];
    PriorityQueue<Integer> ready =
        new PriorityQueue<>(
            Comparator.comparingInt((Integer i) -> rank[i]).thenComparingInt(i -> i));
    for (int i = 0; i < rank.length; i++) {
      rank[i] = drafts.get(i).results().stream().mapToInt(position::get).max().orElse(0);
      missing[i] = dependencies.before(i).size();
    }
    for (int i = 0; i < rank.length; i++) {
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    List<Draft> result = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      result.add(drafts.get(next));
      for (int user : dependencies.after(next)) {
        if (--missing[user] == 0) {
          ready.add(user);
        }
      }
    }
    return result;
  }
}
