package jacobi;

import jacobi.graph.Body;
import jacobi.graph.JacobiException;
import jacobi.graph.Node;
import jacobi.graph.ScanBuilder;
import jacobi.graph.ShapeException;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link Jacobi#scan} gives.
 *
 * @param states each carry as each step left it, [steps, …]
 * @param outputs what the steps put out besides, [steps, …]
 * @param reverse whether the last step came first
 */
public record Scan(List<Tensor> states, List<Tensor> outputs, boolean reverse) {
  public Scan {
    states = List.copyOf(states);
    outputs = List.copyOf(outputs);
  }

  /** One step: from the carries and this step's part of each sequence to the next carries. */
  @FunctionalInterface
  public interface Step {
    /**
     * Builds the step. Called once; what it does besides building tensors happens once too.
     *
     * @param carries what the step before gave
     * @param inputs this step's part of each sequence, without the axis of the steps
     */
    Next apply(List<Tensor> carries, List<Tensor> inputs);
  }

  /**
   * What a step gives.
   *
   * @param carries of the shapes and types of the first ones
   * @param outputs further results to keep of each step
   */
  public record Next(List<Tensor> carries, List<Tensor> outputs) {
    public Next {
      carries = List.copyOf(carries);
      outputs = List.copyOf(outputs);
    }

    /** Carries only. */
    public static Next of(Tensor... carries) {
      return new Next(List.of(carries), List.of());
    }
  }

  /** A carry as the step that came last left it. */
  public Tensor last(int carry) {
    Tensor all = states.get(carry);
    return all.get(0, reverse ? 0 : all.dim(0) - 1);
  }

  static Scan of(List<Tensor> initial, List<Tensor> sequences, boolean reverse, Step step) {
    int steps = steps(sequences);
    ScanBuilder builder = new ScanBuilder(steps, reverse, Node.created());
    List<Tensor> inputs = new ArrayList<>();
    for (Tensor s : sequences) {
      Tensor part = placeholder(s.get(0, 0));
      builder.sequence(part.node(), s.node());
      inputs.add(part);
    }
    List<Tensor> carries = initial.stream().map(Scan::placeholder).toList();
    Next next = Trace.inScan(() -> step.apply(carries, List.copyOf(inputs)));
    if (next.carries().size() != carries.size()) {
      throw new JacobiException(
          "[scan] there are "
              + carries.size()
              + " carries, the step gives "
              + next.carries().size());
    }
    for (int i = 0; i < carries.size(); i++) {
      Node from = carries.get(i).node();
      Node to = next.carries().get(i).node();
      if (!from.type().equals(to.type())) {
        throw new ShapeException(
            "[scan] carry " + i + " begins as " + from.type() + " and goes on as " + to.type());
      }
      builder.carry(from, initial.get(i).node(), to);
    }
    next.outputs().forEach(y -> builder.output(y.node()));
    ScanBuilder.Built built = builder.build();
    return new Scan(tensors(built.carries()), tensors(built.outputs()), reverse);
  }

  private static List<Tensor> tensors(List<Node> nodes) {
    return nodes.stream().map(Tensor::new).toList();
  }

  private static Tensor placeholder(Tensor like) {
    return new Tensor(Node.input(like.node().type(), new Body.Parameter(-1)));
  }

  private static int steps(List<Tensor> sequences) {
    if (sequences.isEmpty()) {
      throw new JacobiException(
          "[scan] needs a sequence, which says how many steps there are; arange(n) will do");
    }
    int steps = -1;
    for (Tensor s : sequences) {
      if (s.rank() == 0) {
        throw new ShapeException("[scan] a sequence is [steps, …], not a scalar");
      }
      if (steps >= 0 && s.dim(0) != steps) {
        throw new ShapeException(
            "[scan] sequences have " + steps + " and " + s.dim(0) + " steps: " + shapes(sequences));
      }
      steps = s.dim(0);
    }
    if (steps == 0) {
      throw new ShapeException("[scan] the sequences have no steps: " + shapes(sequences));
    }
    return steps;
  }

  private static String shapes(List<Tensor> sequences) {
    return sequences.stream().map(s -> s.shape().toString()).toList().toString();
  }
}
