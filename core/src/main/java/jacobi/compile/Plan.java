package jacobi.compile;

import jacobi.backend.Kernel;
import jacobi.backend.Task;
import jacobi.graph.Op;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A compiled graph: steps in order, and where each operand of each step lies. Immutable; any number
 * of runs may use it at once, each with its own inputs, outputs and arena.
 *
 * @param inputs types of the inputs, in the order in which a run gets them
 * @param outputs types of the outputs
 * @param aliases for each output, the input whose memory it may overwrite, or -1
 * @param arenaBytes size of the memory for everything between inputs and outputs
 */
public record Plan(
    List<Step> steps,
    List<Op.Type> inputs,
    List<Op.Type> outputs,
    List<Integer> aliases,
    long arenaBytes) {

  public Plan {
    steps = List.copyOf(steps);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    aliases = List.copyOf(aliases);
  }

  /**
   * One task.
   *
   * @param backend name of the backend whose kernel it is
   * @param places where each operand lies, then the scratch memory if the kernel needs any
   */
  public record Step(Task task, Kernel kernel, String backend, List<Place> places) {
    public Step {
      places = List.copyOf(places);
    }
  }

  /** Memory a step's operand lies in. */
  public sealed interface Place {
    record Input(int index) implements Place {}

    record Output(int index) implements Place {}

    /** Bytes from the beginning of the arena. */
    record Arena(long offset) implements Place {}
  }

  /** One line a step: the backend, the task and where its operands lie. */
  public String text() {
    return steps.stream()
        .map(s -> s.backend() + " " + s.task() + " " + s.places())
        .collect(Collectors.joining("\n", "", "\narena " + arenaBytes + " bytes\n"));
  }
}
