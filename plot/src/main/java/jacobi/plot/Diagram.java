package jacobi.plot;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** Boxes joined by arrows, laid out in layers by ELK (Sugiyama's method). */
final class Diagram {
  private static final double TITLE = 14;
  private static final double SMALL = 12;
  private static final double LINE = 17;
  private static final double MARGIN = 12;

  /**
   * A box.
   *
   * @param type a class for style sheets
   * @param lines of text, the first larger
   * @param fill its colour
   */
  record Box(String type, List<String> lines, String fill) {
    double width() {
      double widest = Svg.textWidth(lines.getFirst(), TITLE);
      for (String line : lines.subList(1, lines.size())) {
        widest = Math.max(widest, Svg.textWidth(line, SMALL));
      }
      return Math.max(40, widest + 20);
    }

    double height() {
      return lines.size() * LINE + 14;
    }
  }

  /**
   * What an arrow says.
   *
   * @param type a class for style sheets
   * @param text one line
   * @param fill its colour
   */
  record Label(String type, String text, String fill) {}

  /** An arrow between boxes, by their positions, with lines of text. */
  record Arrow(int from, int to, List<Label> labels) {}

  private final List<Box> boxes;
  private final List<Arrow> arrows;
  private final ElkNode root = ElkGraphUtil.createGraph();

  Diagram(List<Box> boxes, List<Arrow> arrows, Direction direction) {
    this.boxes = List.copyOf(boxes);
    this.arrows = List.copyOf(arrows);
    layout(direction);
  }

  private void layout(Direction direction) {
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(CoreOptions.DIRECTION, direction);
    root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(CoreOptions.PADDING, new ElkPadding(MARGIN));
    root.setProperty(CoreOptions.SPACING_NODE_NODE, 24.0);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 28.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_NODE, 14.0);
    root.setProperty(CoreOptions.RANDOM_SEED, 1);
    List<ElkNode> nodes = new ArrayList<>();
    for (Box box : boxes) {
      ElkNode node = ElkGraphUtil.createNode(root);
      node.setDimensions(box.width(), box.height());
      nodes.add(node);
    }
    for (Arrow arrow : arrows) {
      ElkEdge edge = ElkGraphUtil.createSimpleEdge(nodes.get(arrow.from()), nodes.get(arrow.to()));
      for (Label text : arrow.labels()) {
        ElkLabel label = ElkGraphUtil.createLabel(text.text(), edge);
        label.setDimensions(Svg.textWidth(text.text(), SMALL) + 8, LINE);
        label.setProperty(CoreOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
      }
    }
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
  }

  double width() {
    return root.getWidth();
  }

  double height() {
    return root.getHeight();
  }

  /** Draws it with its left upper corner at the origin. */
  void draw(Svg svg) {
    for (int i = 0; i < arrows.size(); i++) {
      ElkEdge edge = root.getContainedEdges().get(i);
      edge.getSections().forEach(section -> arrow(svg, section));
      for (int j = 0; j < edge.getLabels().size(); j++) {
        ElkLabel label = edge.getLabels().get(j);
        Label text = arrows.get(i).labels().get(j);
        svg.text(
            text.type(),
            label.getX() + 4,
            label.getY() + SMALL,
            SMALL,
            "start",
            text.text(),
            "fill=\"" + text.fill() + "\"");
      }
    }
    for (int i = 0; i < boxes.size(); i++) {
      box(svg, boxes.get(i), root.getChildren().get(i));
    }
  }

  private static void arrow(Svg svg, ElkEdgeSection section) {
    StringBuilder d = new StringBuilder("M" + point(section.getStartX(), section.getStartY()));
    double fromX = section.getStartX();
    double fromY = section.getStartY();
    for (ElkBendPoint bend : section.getBendPoints()) {
      d.append('L').append(point(bend.getX(), bend.getY()));
      fromX = bend.getX();
      fromY = bend.getY();
    }
    double x = section.getEndX();
    double y = section.getEndY();
    d.append('L').append(point(x, y));
    svg.path("edge", d.toString(), "fill=\"none\" stroke=\"#57606a\" stroke-width=\"1.4\"");
    double length = Math.max(1e-9, Math.hypot(x - fromX, y - fromY));
    double ux = (x - fromX) / length;
    double uy = (y - fromY) / length;
    String head =
        "M"
            + point(x, y)
            + "L"
            + point(x - 8 * ux - 4 * uy, y - 8 * uy + 4 * ux)
            + "L"
            + point(x - 8 * ux + 4 * uy, y - 8 * uy - 4 * ux)
            + "Z";
    svg.path("head", head, "fill=\"#57606a\"");
  }

  private static String point(double x, double y) {
    return Svg.number(x) + "," + Svg.number(y);
  }

  private static void box(Svg svg, Box box, ElkNode at) {
    svg.rect(
        "box " + box.type(),
        at.getX(),
        at.getY(),
        at.getWidth(),
        at.getHeight(),
        "rx=\"6\" fill=\"" + box.fill() + "\" stroke=\"#57606a\"");
    double middle = at.getX() + at.getWidth() / 2;
    for (int i = 0; i < box.lines().size(); i++) {
      double y = at.getY() + 21 + i * LINE;
      svg.text(
          i == 0 ? "name" : "note",
          middle,
          y,
          i == 0 ? TITLE : SMALL,
          "middle",
          box.lines().get(i));
    }
  }
}
