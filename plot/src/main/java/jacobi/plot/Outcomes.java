package jacobi.plot;

import jacobi.data.Dataset;
import jacobi.data.Targets;
import jacobi.graph.JacobiException;
import jacobi.train.Confusion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What a network made of examples: which classes it took for which, where it was most wrong. */
final class Outcomes {
  private static final int MOST_SHOWN = 24;
  private static final int MOST_CLASSES = 30;
  private static final int MOST_POINTS = 1000;

  private final Dataset data;
  private final float[][] outputs;
  private final String part;

  /**
   * @param outputs the network's, one row for each example
   * @param part what the examples are called
   */
  Outcomes(Dataset data, float[][] outputs, String part) {
    this.data = data;
    this.outputs = outputs;
    this.part = part;
  }

  String html() {
    return switch (data.targets().one()) {
      case Targets.Classes c -> classes(c.names());
      case Targets.Values v -> values(Math.toIntExact(v.shape().size()));
      case Targets.EachStep nested -> throw new JacobiException(nested + " in steps");
    };
  }

  private boolean isEachStep() {
    return data.targets() instanceof Targets.EachStep;
  }

  /** The true classes of an example: one, or one for each step. */
  private int[] labels(int example) {
    if (!isEachStep()) {
      return new int[] {data.label(example)};
    }
    int[] all = new int[data.featureShape().dim(0)];
    data.copyLabels(example, all, 0);
    return Arrays.copyOf(all, data.length(example));
  }

  /** The classes an example, or each of its steps, was taken for. */
  private int[] predicted(int example, int classes) {
    int steps = isEachStep() ? data.length(example) : 1;
    float[] output = outputs[example];
    int width = output.length / steps;
    int[] found = new int[steps];
    for (int t = 0; t < steps; t++) {
      found[t] = predicted(Arrays.copyOfRange(output, t * width, (t + 1) * width), classes);
    }
    return found;
  }

  // --- classes ----------------------------------------------------------------------------------

  private String classes(List<String> names) {
    int n = names.size();
    int[][] truths = new int[data.size()][];
    int[][] takens = new int[data.size()][];
    List<Integer> wrong = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      truths[i] = labels(i);
      takens[i] = predicted(i, n);
      if (wrongSteps(truths[i], takens[i]) > 0) {
        wrong.add(i);
      }
    }
    int[] truth = Arrays.stream(truths).flatMapToInt(Arrays::stream).toArray();
    int[] taken = Arrays.stream(takens).flatMapToInt(Arrays::stream).toArray();
    Confusion counts = Confusion.of(names, truth, taken);
    int mistaken = wrongSteps(truth, taken);
    String head =
        "<p>Of "
            + truth.length
            + (isEachStep() ? " steps of the examples of the " : " examples of the ")
            + part
            + " part, "
            + mistaken
            + (mistaken == 1 ? " was" : " were")
            + " taken for another class.</p>\n";
    return Html.section(
            "confusion",
            "Confusion matrix",
            head + (n <= MOST_CLASSES ? matrix(counts) : pairs(counts)))
        + Html.section("classes", "Classes", perClass(counts))
        + Html.section("mistakes", "Misclassified examples", mistakes(names, wrong));
  }

  /** Precision, recall and F1 of each class; of many classes, those with the least F1. */
  private static String perClass(Confusion counts) {
    List<String> names = counts.names();
    List<Integer> shown =
        IntStream.range(0, names.size())
            .boxed()
            .sorted(
                Comparator.comparingDouble(c -> names.size() <= MOST_CLASSES ? 0 : counts.f1(c)))
            .limit(MOST_CLASSES)
            .toList();
    List<List<Object>> rows = new ArrayList<>();
    for (int c : shown) {
      rows.add(
          List.of(
              names.get(c),
              thousandth(counts.precision(c)),
              thousandth(counts.recall(c)),
              thousandth(counts.f1(c)),
              counts.occurrences(c)));
    }
    String note =
        shown.size() < names.size()
            ? "<p>The " + shown.size() + " with the least F1 of " + names.size() + ".</p>\n"
            : "";
    return note
        + "<div class=\"scroll\">"
        + Html.table(new Table(List.of("class", "precision", "recall", "F1", "examples"), rows))
        + "</div>\n";
  }

  private static double thousandth(double x) {
    return Math.round(1000 * x) / 1000.0;
  }

  private static int predicted(float[] output, int classes) {
    if (output.length != classes) {
      return Math.clamp(Math.round(output[0]), 0, classes - 1);
    }
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (output[c] > output[best]) {
        best = c;
      }
    }
    return best;
  }

  private static String matrix(Confusion counts) {
    List<String> names = counts.names();
    StringBuilder html =
        new StringBuilder(
            "<div class=\"scroll\"><table class=\"confusion\"><caption>rows: true class;"
                + " columns: predicted class</caption><thead><tr><td></td>");
    names.forEach(
        name -> html.append("<th scope=\"col\">").append(Html.escape(name)).append("</th>"));
    html.append("<th scope=\"col\">recall</th></tr></thead><tbody>\n");
    for (int i = 0; i < names.size(); i++) {
      long sum = Math.max(1, counts.occurrences(i));
      html.append("<tr><th scope=\"row\">").append(Html.escape(names.get(i))).append("</th>");
      for (int j = 0; j < names.size(); j++) {
        double share = (double) counts.count(i, j) / sum;
        String type = i == j ? "right" : counts.count(i, j) > 0 ? "wrong" : "none";
        String strength = Svg.number(share == 0 ? 0 : 0.12 + 0.68 * share);
        html.append("<td class=\"").append(type).append("\" style=\"--share:").append(strength);
        html.append("\">").append(counts.count(i, j)).append("</td>");
      }
      html.append("<td>").append(Html.number(thousandth(counts.recall(i))));
      html.append("</td></tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  /** Of many classes, which were most often taken for which. */
  private static String pairs(Confusion counts) {
    List<String> names = counts.names();
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (int j = 0; j < names.size(); j++) {
        if (i != j && counts.count(i, j) > 0) {
          rows.add(List.of(names.get(i), names.get(j), counts.count(i, j)));
        }
      }
    }
    rows.sort(Comparator.comparingLong((List<Object> row) -> -(Long) row.get(2)));
    Table most =
        new Table(
            List.of("true class", "predicted class", "examples"),
            rows.subList(0, Math.min(50, rows.size())));
    return "<p>The most frequent confusions:</p>" + Html.table(most) + "\n";
  }

  private String mistakes(List<String> names, List<Integer> wrong) {
    if (wrong.isEmpty()) {
      return "<p>There are none.</p>\n";
    }
    List<Integer> shown =
        wrong.stream()
            .sorted(Comparator.comparingDouble(i -> -severity(i, names.size())))
            .limit(MOST_SHOWN)
            .toList();
    Examples examples = new Examples(data, shown);
    StringBuilder html = new StringBuilder();
    if (shown.size() < wrong.size()) {
      html.append("<p>The worst ").append(shown.size()).append(".</p>");
    }
    boolean texts = data.text(shown.getFirst()).isPresent();
    html.append("<div class=\"examples").append(texts ? " texts" : "").append("\">\n");
    for (int i : shown) {
      String caption = caption(i, names);
      html.append("<figure>").append(examples.html(i, caption)).append("<figcaption>");
      html.append(Html.escape(caption)).append("<br><small>no. ").append(i);
      if (!isEachStep()) {
        html.append(", p ");
        html.append(Html.number(thousandth(severity(i, names.size()))));
      }
      html.append("</small></figcaption></figure>\n");
    }
    return html.append("</div>\n").toString();
  }

  private String caption(int example, List<String> names) {
    int[] truth = labels(example);
    int[] taken = predicted(example, names.size());
    return isEachStep()
        ? wrongSteps(truth, taken) + " of " + truth.length + " steps wrong"
        : names.get(truth[0]) + " → " + names.get(taken[0]);
  }

  private static int wrongSteps(int[] truth, int[] taken) {
    return (int) IntStream.range(0, truth.length).filter(t -> truth[t] != taken[t]).count();
  }

  /** How sure the network was of a mistake; of steps, how many were wrong. */
  private double severity(int example, int classes) {
    int[] taken = predicted(example, classes);
    float[] o = outputs[example];
    if (isEachStep()) {
      return wrongSteps(labels(example), taken);
    }
    return taken[0] < o.length ? o[taken[0]] : o[0];
  }

  // --- values -----------------------------------------------------------------------------------

  private String values(int width) {
    List<double[]> points = new ArrayList<>();
    double[] errors = new double[data.size()];
    long all = 0;
    for (float[] o : outputs) {
      all += o.length;
    }
    long every = Math.max(1, Math.ceilDiv(all, MOST_POINTS));
    float[] target = new float[isEachStep() ? width * data.featureShape().dim(0) : width];
    long seen = 0;
    for (int i = 0; i < data.size(); i++) {
      data.copyValues(i, target, 0);
      for (int j = 0; j < outputs[i].length; j++) {
        errors[i] += Math.abs(outputs[i][j] - target[j]) / outputs[i].length;
        if (seen++ % every == 0) {
          points.add(new double[] {target[j], outputs[i][j]});
        }
      }
    }
    List<List<Object>> rows = new ArrayList<>();
    points.forEach(p -> rows.add(List.of(p[0], p[1])));
    Panel panel = Panel.around("true value", "predicted value", points, true);
    Svg svg = new Svg();
    panel.frame(svg);
    double low = Math.max(panel.x0(), panel.y0());
    double high = Math.min(panel.x1(), panel.y1());
    svg.line(
        "diagonal",
        panel.px(low),
        panel.py(low),
        panel.px(high),
        panel.py(high),
        "stroke=\"#57606a\" stroke-dasharray=\"4 4\"");
    for (double[] p : points) {
      String tip = "true " + Html.number(p[0]) + ", predicted " + Html.number(p[1]);
      svg.circle(
          "point", panel.px(p[0]), panel.py(p[1]), 3, "fill=\"#0969da\" fill-opacity=\"0.5\"", tip);
    }
    String body =
        "<p>"
            + data.size()
            + " examples of the "
            + part
            + " part; on the dashed line the prediction is right.</p>\n"
            + svg.inline("predicted against true values", panel.width(), panel.height())
            + Html.details("Numbers", new Table(List.of("true value", "predicted value"), rows));
    return Html.section("predictions", "Predicted against true", body)
        + Html.section(
            "mistakes", "Examples with the largest errors", worst(errors, target.length));
  }

  private String worst(double[] errors, int most) {
    List<Integer> shown =
        IntStream.range(0, errors.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -errors[i]))
            .limit(MOST_SHOWN / 2)
            .toList();
    Examples examples = new Examples(data, shown);
    StringBuilder html = new StringBuilder("<div class=\"examples\">\n");
    float[] target = new float[most];
    for (int i : shown) {
      data.copyValues(i, target, 0);
      String caption =
          outputs[i].length == 1
              ? "true " + Html.number(target[0]) + ", predicted " + Html.number(outputs[i][0])
              : "mean absolute error " + Html.number(errors[i]);
      html.append("<figure>").append(examples.html(i, caption)).append("<figcaption>");
      html.append(Html.escape(caption)).append("<br><small>no. ").append(i);
      html.append("</small></figcaption></figure>\n");
    }
    return html.append("</div>\n").toString();
  }
}
