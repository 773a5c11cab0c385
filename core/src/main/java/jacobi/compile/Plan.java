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
 * @param preparations what to make of inputs that stay the same, once, before the first run
 * @param preparedBytes size of the memory for what they make
 */
public record Plan(
    List<Step> steps,
    List<Op.Type> inputs,
    List<Op.Type> outputs,
    List<Integer> aliases,
    long arenaBytes,
    List<Preparation> preparations,
    long preparedBytes) {

  public Plan {
    steps = List.copyOf(steps);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    aliases = List.copyOf(aliases);
    preparations = List.copyOf(preparations);
  }

  /**
   * Makes another form of an input, which steps read instead of it.
   *
   * @param kernel gets the address of the input, then that of the form
   * @param input position of the input
   * @param offset of the form, in bytes from the beginning of the memory for all of them
   */
  public record Preparation(Kernel kernel, int input, long offset) {}

  /** One thing to do. */
  public sealed interface Step {

    /** What it computes. */
    Task task();

    /** Where each operand lies, then the scratch memory if it needs any. */
    List<Place> places();

    /** One line, and for a loop those of its body. */
    String text();
  }

  /**
   * One run of a kernel.
   *
   * @param backend name of the backend whose kernel it is
   */
  public record Call(Task task, Kernel kernel, String backend, List<Place> places) implements Step {
    public Call {
      places = List.copyOf(places);
    }

    @Override
    public String text() {
      return backend + " " + task + " " + places;
    }
  }

  /**
   * A plan run again and again, on the next part of its sequences and outputs each time. Its
   * scratch memory is the inner plan's arena.
   *
   * @param scan what is repeated, and how often
   * @param inner the plan of one step
   */
  public record Loop(Task.Single task, Op.Scan scan, Plan inner, List<Place> places)
      implements Step {
    public Loop {
      places = List.copyOf(places);
    }

    @Override
    public String text() {
      return "loop of "
          + scan.steps()
          + (scan.reverse() ? " backwards " : " ")
          + places
          + "\n"
          + inner.text().indent(2).stripTrailing();
    }
  }

  /** Memory a step's operand lies in. */
  public sealed interface Place {
    record Input(int index) implements Place {}

    record Output(int index) implements Place {}

    /** Bytes from the beginning of the arena. */
    record Arena(long offset) implements Place {}

    /** Bytes from the beginning of what the plan's preparations make. */
    record Prepared(long offset) implements Place {}
  }

  /** A line for each step: the backend, the task and where its operands lie. */
  public String text() {
    return steps.stream()
        .map(Step::text)
        .collect(
            Collectors.joining(
                "\n",
                "",
                "\narena " + arenaBytes + " bytes, prepared " + preparedBytes + " bytes\n"));
  }
}
