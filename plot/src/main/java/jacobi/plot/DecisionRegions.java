package jacobi.plot;

import jacobi.Tensor;
import jacobi.data.Dataset;
import jacobi.data.Scaler;
import jacobi.data.Targets;
import jacobi.graph.JacobiException;
import jacobi.nn.Linear;
import jacobi.nn.Module;
import jacobi.nn.Phase;
import jacobi.train.Decision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which class a network of two features takes each point of the plane for, and beside it the same
 * examples in the space of its last hidden layer, where the last layer separates them by straight
 * lines. A hidden layer of two units is shown as it is; of a wider one, the plane through the
 * direction in which the last layer looks (for two classes) and the direction across it in which
 * the examples lie widest.
 */
public final class DecisionRegions {
  private static final int GRID = 161;

  /** Of the grid, each so-manieth point is among the numbers. */
  private static final int EVERY = 4;

  private static final int[] COLOURS = {
    0x0969da, 0xcf222e, 0x1a7f37, 0x8250df, 0xbc4c00, 0x0a7c86, 0xbf3989, 0x57606a
  };

  private final Module net;
  private final Decision decision;
  private final List<String> classes;

  private DecisionRegions(Module net, Decision decision, List<String> classes) {
    this.net = net;
    this.decision = decision;
    this.classes = classes;
  }

  /**
   * Draws both planes.
   *
   * @param decision what the network's outputs mean
   * @param scaler how features were scaled for training
   * @param examples with classes, two features each, not scaled
   */
  public static Picture of(
      String title, Module net, Decision decision, Scaler scaler, Dataset examples) {
    if (examples.featureCount() != 2) {
      throw new JacobiException(
          "[decision] "
              + examples.name()
              + " has "
              + examples.featureCount()
              + " features; decision regions need exactly 2");
    }
    if (!(examples.targets() instanceof Targets.Classes c)) {
      throw new JacobiException(
          "[decision] "
              + examples.name()
              + " has values as targets; decision regions need classes");
    }
    return new DecisionRegions(net, decision, c.names()).picture(title, scaler, examples);
  }

  private Picture picture(String title, Scaler scaler, Dataset examples) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      float[] x = examples.features(i);
      points.add(new double[] {x[0], x[1]});
    }
    List<String> names = examples.featureNames();
    Panel left =
        Panel.around(
                names.isEmpty() ? "x1" : names.getFirst(),
                names.isEmpty() ? "x2" : names.getLast(),
                points,
                false)
            .moved(0, 24);
    List<List<Object>> rows = new ArrayList<>();
    List<double[]> grid = new ArrayList<>();
    for (int i = 0; i < GRID; i++) {
      for (int j = 0; j < GRID; j++) {
        double gx = left.x0() + (left.x1() - left.x0()) * (j + 0.5) / GRID;
        double gy = left.y1() - (left.y1() - left.y0()) * (i + 0.5) / GRID;
        grid.add(new double[] {gx, gy});
      }
    }
    Tensor in = scaled(grid, scaler);
    float[][] found = probabilities(Phase.inference(() -> net.apply(in)));
    Svg svg = new Svg();
    regions(svg, left, found);
    left.frame(svg);
    svg.text("name", left.left(), 20, 14, "start", "what goes in");
    Tensor x = scaled(points, scaler);
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    Tensor y = Phase.inference(() -> net.observe(outputs::put, () -> net.apply(x)));
    float[][] taken = probabilities(y);
    List<double[]> hidden = hidden(svg, outputs, taken, examples);
    for (int i = 0; i < points.size(); i++) {
      point(svg, left, points.get(i), examples.label(i), taken[i]);
      List<Object> h =
          hidden.isEmpty() ? List.of("", "") : List.of(hidden.get(i)[0], hidden.get(i)[1]);
      rows.add(row("example", points.get(i), classes.get(examples.label(i)), taken[i], h));
    }
    for (int i = 0; i < grid.size(); i++) {
      if (i / GRID % EVERY == 0 && i % GRID % EVERY == 0) {
        rows.add(row("grid", grid.get(i), "", found[i], List.of("", "")));
      }
    }
    double width = hidden.isEmpty() ? left.width() : left.width() + 400;
    legend(svg, left, points.size());
    return new Picture(
        title,
        svg.document(title, width, left.height() + 30),
        new Table(
            List.of("kind", "x1", "x2", "class", "predicted", "probability", "hidden1", "hidden2"),
            rows));
  }

  private List<Object> row(
      String kind, double[] point, String label, float[] p, List<Object> hidden) {
    int best = best(p);
    List<Object> row = new ArrayList<>();
    row.addAll(List.of(kind, point[0], point[1], label, classes.get(best), (double) p[best]));
    row.addAll(hidden);
    return row;
  }

  private static Tensor scaled(List<double[]> points, Scaler scaler) {
    float[][] rows = new float[points.size()][2];
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = (float) points.get(i)[0];
      rows[i][1] = (float) points.get(i)[1];
    }
    Dataset data = Dataset.of(rows).scaled(scaler);
    float[] all = new float[rows.length * 2];
    for (int i = 0; i < rows.length; i++) {
      data.copyFeatures(i, all, 2 * i);
    }
    return Tensor.of(all, rows.length, 2);
  }

  /** One row for each example, one column for each class. */
  private float[][] probabilities(Tensor outputs) {
    float[] all = decision.probabilities(outputs).toFloats();
    int n = outputs.dim(0);
    int width = all.length / n;
    float[][] rows = new float[n][classes.size()];
    for (int i = 0; i < n; i++) {
      if (width == classes.size()) {
        System.arraycopy(all, i * width, rows[i], 0, width);
      } else {
        rows[i][Math.clamp(Math.round(all[i * width]), 0, classes.size() - 1)] = 1;
      }
    }
    return rows;
  }

  private static int best(float[] p) {
    int best = 0;
    for (int c = 1; c < p.length; c++) {
      best = p[c] > p[best] ? c : best;
    }
    return best;
  }

  private static void regions(Svg svg, Panel panel, float[][] found) {
    int[][] pixels = new int[GRID][GRID];
    for (int i = 0; i < found.length; i++) {
      int best = best(found[i]);
      // Paler where the network is less sure.
      float share = 0.1f + 0.3f * Math.clamp(found[i][best], 0f, 1f);
      pixels[i / GRID][i % GRID] = pale(COLOURS[best % COLOURS.length], share);
    }
    svg.image(panel.left(), panel.top(), Panel.SIZE, Panel.SIZE, ImageFiles.png(pixels));
  }

  private static int pale(int rgb, float share) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int level = Math.round(255 + ((rgb >> shift & 0xff) - 255) * share);
      mixed |= level << shift;
    }
    return mixed;
  }

  private void point(Svg svg, Panel panel, double[] at, int label, float[] taken) {
    int best = best(taken);
    String attributes =
        "fill=\"#"
            + String.format("%06x", COLOURS[label % COLOURS.length])
            + "\" stroke=\""
            + (best == label ? "#ffffff" : "#1b1f24")
            + "\" stroke-width=\""
            + (best == label ? "1.5" : "3")
            + "\"";
    String tip = classes.get(label) + ", taken for " + classes.get(best);
    svg.circle("example", panel.px(at[0]), panel.py(at[1]), 6, attributes, tip);
  }

  private void legend(Svg svg, Panel panel, int examples) {
    double x = panel.left();
    double y = panel.height() + 12;
    for (int c = 0; c < Math.min(classes.size(), COLOURS.length); c++) {
      String fill = "fill=\"#" + String.format("%06x", COLOURS[c]) + "\"";
      svg.rect("key", x, y - 10, 12, 12, fill);
      svg.text("note", x + 18, y, 12, "start", classes.get(c));
      x += 34 + Svg.textWidth(classes.get(c), 12);
    }
    svg.text("note", x + 6, y, 12, "start", examples + " examples; ringed in black: taken wrongly");
  }

  // --- the hidden space -------------------------------------------------------------------------

  /** Draws the examples as the last linear layer sees them; nothing if it sees them directly. */
  private List<double[]> hidden(
      Svg svg, Map<String, Tensor> outputs, float[][] taken, Dataset examples) {
    List<String> order = List.copyOf(outputs.keySet());
    int last = -1;
    for (int i = 0; i < order.size(); i++) {
      if (net.find(order.get(i)) instanceof Linear) {
        last = i;
      }
    }
    if (last < 1 || outputs.get(order.get(last - 1)).rank() != 2) {
      return List.of();
    }
    Tensor h = outputs.get(order.get(last - 1));
    Linear layer = (Linear) net.find(order.get(last));
    int width = h.dim(1);
    HiddenPlane plane = HiddenPlane.of(h, layer);
    List<double[]> shown = plane.points();
    Panel right = Panel.around(plane.xName(), plane.yName(), shown, false).moved(400, 24);
    svg.text(
        "name",
        right.left(),
        20,
        14,
        "start",
        "hidden layer of " + width + (width == 1 ? " unit" : " units"));
    for (HiddenPlane.Line line : plane.borders(right)) {
      svg.line(
          "border",
          right.px(line.x1()),
          right.py(line.y1()),
          right.px(line.x2()),
          right.py(line.y2()),
          "stroke=\"#1b1f24\" stroke-dasharray=\"6 4\"");
    }
    right.frame(svg);
    for (int i = 0; i < taken.length; i++) {
      point(svg, right, shown.get(i), examples.label(i), taken[i]);
    }
    return shown;
  }
}
