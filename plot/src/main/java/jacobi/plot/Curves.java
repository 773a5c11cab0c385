package jacobi.plot;

import jacobi.train.Epoch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What changed from epoch to epoch: a chart for the loss, each metric, the rate, the gradients. */
final class Curves {
  /** More points than a screen has columns show nothing more. */
  private static final int MOST_POINTS = 1000;

  /** A line: a value for each epoch, NaN where there is none. */
  private record Line(String name, double[] values) {}

  private record Chart(String id, String title, boolean log, List<Line> lines) {}

  private final List<Epoch> history;
  private final List<Chart> charts = new ArrayList<>();

  Curves(List<Epoch> history) {
    this.history = history;
    Set<String> measures = new LinkedHashSet<>();
    for (Epoch e : history) {
      measures.addAll(e.train().means().keySet());
      e.validation().ifPresent(v -> measures.addAll(v.means().keySet()));
    }
    for (String measure : measures) {
      List<Line> lines = new ArrayList<>();
      add(lines, "train", e -> e.train().means().get(measure));
      add(lines, "validation", e -> e.validation().map(v -> v.means().get(measure)).orElse(null));
      charts.add(new Chart("curve-" + charts.size(), measure, false, lines));
    }
    List<Line> rate = new ArrayList<>();
    add(rate, "learning rate", Epoch::learningRate);
    charts.add(new Chart("learning-rate", "learning rate", false, rate));
    Set<String> layers = new LinkedHashSet<>();
    history.forEach(e -> layers.addAll(e.gradientNorms().keySet()));
    List<Line> norms = new ArrayList<>();
    for (String layer : layers) {
      add(norms, layer.isEmpty() ? "network" : layer, e -> e.gradientNorms().get(layer));
    }
    if (!norms.isEmpty()) {
      charts.add(new Chart("gradient-norms", "gradient norm by layer", true, norms));
    }
  }

  private void add(List<Line> lines, String name, Function<Epoch, Double> value) {
    double[] values = new double[history.size()];
    boolean any = false;
    for (int i = 0; i < values.length; i++) {
      Double v = value.apply(history.get(i));
      values[i] = v == null ? Double.NaN : v;
      any |= v != null;
    }
    if (any) {
      lines.add(new Line(name, values));
    }
  }

  /** The charts for the page's script. */
  List<Map<String, Object>> data() {
    List<Map<String, Object>> all = new ArrayList<>();
    int every = Math.max(1, Math.ceilDiv(history.size(), MOST_POINTS));
    for (Chart c : charts) {
      Map<String, Object> chart = new LinkedHashMap<>();
      chart.put("id", c.id());
      chart.put("log", c.log());
      List<Object> x = new ArrayList<>();
      for (int i = 0; i < history.size(); i += every) {
        x.add(history.get(i).number());
      }
      chart.put("x", x);
      List<Map<String, Object>> lines = new ArrayList<>();
      for (Line l : c.lines()) {
        lines.add(Map.of("name", l.name(), "values", thinned(l.values(), every)));
      }
      chart.put("lines", lines);
      all.add(chart);
    }
    return all;
  }

  private static List<Object> thinned(double[] values, int every) {
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < values.length; i += every) {
      // JSON has no NaN; a chart leaves a gap where there is null.
      all.add(Double.isFinite(values[i]) ? (Object) (double) (float) values[i] : null);
    }
    return all;
  }

  /** The charts' places on the page. */
  String html() {
    StringBuilder html = new StringBuilder("<div class=\"charts\">\n");
    for (Chart c : charts) {
      html.append("<figure><figcaption>").append(Html.escape(c.title()));
      html.append(c.log() ? " (log scale)" : "").append("</figcaption>");
      html.append("<div class=\"chart\" role=\"img\" id=\"").append(c.id());
      html.append("\" aria-label=\"")
          .append(Html.escape(inWords(c)))
          .append("\"></div></figure>\n");
    }
    html.append("</div>\n<noscript><p>The curves need JavaScript; the numbers below do not.</p>");
    return html.append("</noscript>\n").append(Html.details("Numbers", table())).toString();
  }

  private static String inWords(Chart c) {
    StringBuilder words = new StringBuilder(c.title() + " by epoch");
    for (Line l : c.lines()) {
      words.append("; ").append(l.name()).append(" from ").append(Html.number(l.values()[0]));
      words.append(" to ").append(Html.number(l.values()[l.values().length - 1]));
    }
    return words.toString();
  }

  private Table table() {
    List<String> columns = new ArrayList<>(List.of("epoch"));
    for (Chart c : charts) {
      for (Line l : c.lines()) {
        columns.add(l.name().equals(c.title()) ? c.title() : c.title() + ": " + l.name());
      }
    }
    columns.add("seconds");
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      List<Object> row = new ArrayList<>(List.of(history.get(i).number()));
      for (Chart c : charts) {
        for (Line l : c.lines()) {
          row.add(Double.isNaN(l.values()[i]) ? "" : (Object) l.values()[i]);
        }
      }
      row.add(history.get(i).seconds());
      rows.add(row);
    }
    return new Table(columns, rows);
  }
}
