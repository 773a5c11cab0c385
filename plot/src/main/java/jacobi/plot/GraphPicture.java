package jacobi.plot;

import jacobi.ComputeGraph;
import jacobi.Gradients;
import jacobi.Jacobi;
import jacobi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.elk.core.options.Direction;

/**
 * A compute graph with numbers on its edges: the value that flows along each, and the gradient that
 * flows back along it.
 */
public final class GraphPicture {
  private static final Map<String, String> SYMBOLS =
      Map.of("add", "+", "mul", "×", "sub", "−", "div", "÷", "neg", "−");
  private static final int MOST_VALUES = 4;

  private final List<ComputeGraph.Step> steps;
  private final Tensor output;
  private final Gradients gradients;
  private final List<List<Object>> rows = new ArrayList<>();

  private GraphPicture(Tensor output, List<Tensor> inputs) {
    this.steps = output.graph().steps();
    this.output = output;
    this.gradients = Jacobi.grad(output, inputs);
  }

  /**
   * Draws the graph of a scalar.
   *
   * @param inputs what its gradients are taken by
   */
  public static Picture of(String title, Tensor output, Tensor... inputs) {
    return of(title, output, List.of(inputs));
  }

  /** As {@link #of(String, Tensor, Tensor...)}. */
  public static Picture of(String title, Tensor output, List<Tensor> inputs) {
    GraphPicture p = new GraphPicture(output, inputs);
    Diagram diagram = p.diagram();
    Svg svg = new Svg();
    diagram.draw(svg);
    svg.text("value", 12, diagram.height() + 14, 12, "start", "value, forward", "fill=\"#0550ae\"");
    svg.text(
        "gradient",
        12,
        diagram.height() + 31,
        12,
        "start",
        "gradient of " + p.name(p.steps.size() - 1) + ", backward",
        "fill=\"#a40e26\"");
    double width = Math.max(diagram.width(), 260);
    return new Picture(
        title,
        svg.document(title, width, diagram.height() + 42),
        new Table(List.of("node", "operation", "into", "value", "gradient"), p.rows));
  }

  private Diagram diagram() {
    List<Diagram.Box> boxes = new ArrayList<>();
    List<Diagram.Arrow> arrows = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      ComputeGraph.Step step = steps.get(i);
      boxes.add(box(i));
      for (int from : new LinkedHashSet<>(step.operands())) {
        Tensor operand = steps.get(from).tensor();
        List<Diagram.Label> labels = new ArrayList<>();
        labels.add(new Diagram.Label("value", shown(operand), "#0550ae"));
        String back = "";
        if (operand.dtype().isFloating() && !isConstant(from)) {
          back = shown(gradients.downstream(step.tensor(), operand));
          labels.add(new Diagram.Label("gradient", back, "#a40e26"));
        }
        arrows.add(new Diagram.Arrow(from, i, labels));
        rows.add(List.of(name(from), steps.get(from).operation(), name(i), shown(operand), back));
      }
    }
    int last = steps.size() - 1;
    String one = shown(gradients.of(output));
    rows.add(List.of(name(last), steps.get(last).operation(), "", shown(output), one));
    return new Diagram(boxes, arrows, Direction.RIGHT);
  }

  private Diagram.Box box(int i) {
    ComputeGraph.Step step = steps.get(i);
    String name = step.tensor().node().name();
    String operation = SYMBOLS.getOrDefault(step.operation(), step.operation());
    List<String> lines = new ArrayList<>();
    boolean leaf = step.operands().isEmpty();
    if (leaf) {
      boolean number = isConstant(i) && step.tensor().shape().size() == 1;
      lines.add(!name.isEmpty() ? name : number ? shown(step.tensor()) : operation);
    } else {
      lines.add(name.isEmpty() ? operation : name + " = " + operation);
    }
    if (i == steps.size() - 1) {
      lines.add(shown(output));
    }
    String type = i == steps.size() - 1 ? "output" : leaf ? "input" : "operation";
    String fill = type.equals("output") ? "#dafbe1" : leaf ? "#fff8c5" : "#ddf4ff";
    return new Diagram.Box(type, lines, fill);
  }

  /** Whether no input that is named or asked for is behind it. */
  private boolean isConstant(int i) {
    ComputeGraph.Step step = steps.get(i);
    return step.operands().isEmpty()
        ? step.tensor().node().source().isEmpty()
        : step.operands().stream().allMatch(this::isConstant);
  }

  private String name(int i) {
    String name = steps.get(i).tensor().node().name();
    return name.isEmpty() ? "v" + i : name;
  }

  /** A value, its elements if they are few, else its shape. */
  private static String shown(Tensor t) {
    if (t.shape().size() > MOST_VALUES) {
      return t.shape().toString();
    }
    double[] values = t.toDoubles();
    return values.length == 1
        ? Html.number(values[0])
        : Arrays.stream(values).mapToObj(Html::number).collect(Collectors.joining(" ", "[", "]"));
  }
}
