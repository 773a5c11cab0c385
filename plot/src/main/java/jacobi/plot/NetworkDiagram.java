package jacobi.plot;

import jacobi.Tensor;
import jacobi.graph.Node;
import jacobi.graph.Shape;
import jacobi.nn.Module;
import jacobi.nn.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.elk.core.options.Direction;

/**
 * A network as a diagram: its layers with the shape each puts out and the numbers training may
 * change in it, joined as the values flow when it is applied.
 */
public final class NetworkDiagram {
  /** A layer as it was applied, by the tensor it put out. */
  private record Layer(String path, String kind, Shape out, long parameters, Set<Integer> inputs) {}

  private final List<Layer> layers = new ArrayList<>();

  /** The layer that put out a node last: one may pass on what it gets. */
  private final Map<Node, Integer> owner = new IdentityHashMap<>();

  private NetworkDiagram() {}

  /**
   * Draws a network.
   *
   * @param example shape of one example's features
   */
  public static Picture of(String title, Module net, Shape example) {
    NetworkDiagram d = traced(net, example);
    Diagram diagram = d.diagram();
    Svg svg = new Svg();
    diagram.draw(svg);
    return new Picture(title, svg.document(title, diagram.width(), diagram.height()), d.table());
  }

  /** As {@link #of}, without a background, to put into a page. */
  static Picture inline(String title, Module net, Shape example) {
    NetworkDiagram d = traced(net, example);
    Diagram diagram = d.diagram();
    Svg svg = new Svg();
    diagram.draw(svg);
    return new Picture(title, svg.inline(title, diagram.width(), diagram.height()), d.table());
  }

  private static NetworkDiagram traced(Module net, Shape example) {
    NetworkDiagram d = new NetworkDiagram();
    int[] dims = IntStream.concat(IntStream.of(1), Arrays.stream(example.dims())).toArray();
    // No constant: an operation on constants may be folded, and then does not lead back to them.
    Tensor x = Tensor.of(new float[Math.toIntExact(Shape.of(dims).size())], dims);
    d.add("input", "input", x, 0, Set.of());
    Map<String, Module> modules = net.modules();
    Set<String> counted = new HashSet<>();
    Tensor y =
        Phase.inference(
            () ->
                net.observe(
                    (path, out) -> d.applied(path, modules.get(path), out, counted),
                    () -> net.apply(x)));
    d.owner.putIfAbsent(y.node(), d.layers.size() - 1);
    return d;
  }

  private void applied(String path, Module m, Tensor out, Set<String> counted) {
    boolean passesOn = owner.containsKey(out.node());
    if (passesOn && !m.children().isEmpty()) {
      return;
    }
    Set<Integer> inputs = passesOn ? Set.of(owner.get(out.node())) : sources(out.node());
    long parameters = counted.add(path) ? parameters(m) : 0;
    add(path, m.toString(), out, parameters, inputs);
  }

  private void add(String path, String kind, Tensor out, long parameters, Set<Integer> inputs) {
    owner.put(out.node(), layers.size());
    layers.add(new Layer(path, kind, out.shape(), parameters, inputs));
  }

  /** Parameters that are not of a layer shown on its own. */
  private static long parameters(Module m) {
    long inner = m.children().values().stream().mapToLong(Module::parameterCount).sum();
    return m.children().isEmpty() ? m.parameterCount() : Math.max(0, m.parameterCount() - inner);
  }

  /** The nearest layers that a node is computed from. */
  private Set<Integer> sources(Node node) {
    Set<Integer> found = new HashSet<>();
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> open = new ArrayDeque<>(node.inputs());
    while (!open.isEmpty()) {
      Node n = open.pop();
      if (!seen.add(n)) {
        continue;
      }
      Integer layer = owner.get(n);
      if (layer != null) {
        found.add(layer);
      } else {
        open.addAll(n.inputs());
      }
    }
    return found;
  }

  private Diagram diagram() {
    List<Diagram.Box> boxes = new ArrayList<>();
    List<Diagram.Arrow> arrows = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Layer l = layers.get(i);
      List<String> lines = new ArrayList<>();
      lines.add(l.kind());
      lines.add(shape(l.out()));
      if (l.parameters() > 0) {
        lines.add(String.format(Locale.ROOT, "%,d parameters", l.parameters()));
      }
      String fill = i == 0 ? "#fff8c5" : l.parameters() > 0 ? "#ddf4ff" : "#f6f8fa";
      String type = i == 0 ? "input" : l.parameters() > 0 ? "learned" : "fixed";
      boxes.add(new Diagram.Box(type, lines, fill));
      for (int from : l.inputs().stream().sorted().toList()) {
        arrows.add(new Diagram.Arrow(from, i, List.of()));
      }
    }
    return new Diagram(boxes, arrows, Direction.DOWN);
  }

  /** The shape of a batch. */
  private static String shape(Shape s) {
    return Arrays.stream(s.dims())
        .skip(1)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", s.rank() > 1 ? "[batch, " : "[batch", "]"));
  }

  private Table table() {
    List<List<Object>> rows = new ArrayList<>();
    for (Layer l : layers) {
      String inputs =
          l.inputs().stream()
              .sorted()
              .map(i -> layers.get(i).path())
              .collect(Collectors.joining(" "));
      rows.add(List.of(l.path(), l.kind(), inputs, shape(l.out()), l.parameters()));
    }
    return new Table(List.of("layer", "kind", "inputs", "output", "parameters"), rows);
  }
}
