package jacobi.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reports as aligned text. */
final class Table {

  private Table() {}

  static String of(Compare.Report report) {
    var out = new StringBuilder();
    out.append(report.title()).append('\n');
    var times = new ArrayList<List<String>>();
    times.add(List.of("ms a step", "median", "min", "p90", "p99"));
    for (Compare.Times t : report.times()) {
      times.add(
          List.of(t.name(), number(t.median()), number(t.min()), number(t.p90()), number(t.p99())));
    }
    append(out, times);
    if (!report.ratios().isEmpty()) {
      var ratios = new ArrayList<List<String>>();
      ratios.add(List.of("ratio of medians", "ratio", "p10", "p90"));
      for (Compare.Ratio r : report.ratios()) {
        ratios.add(
            List.of(
                r.name() + " / " + r.to(), number(r.ratio()), number(r.low()), number(r.high())));
      }
      append(out, ratios);
    }
    out.append("  %d rounds of %d steps".formatted(report.rounds(), report.steps()));
    report
        .otherLoad()
        .ifPresent(
            share ->
                out.append(
                    String.format(
                        Locale.ROOT,
                        "; other processes used %.0f %% of the processors",
                        100 * share)));
    return out.append('\n').toString();
  }

  /** Rows of equal length; the first column is aligned left, the others right. */
  static String aligned(List<List<String>> rows) {
    var out = new StringBuilder();
    append(out, rows);
    return out.toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** The first column is aligned left, the others right. */
  private static void append(StringBuilder out, List<List<String>> rows) {
    int columns = rows.getFirst().size();
    var widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      out.append("  ").append(row.getFirst()).repeat(' ', widths[0] - row.getFirst().length());
      for (int i = 1; i < columns; i++) {
        out.repeat(' ', 2 + widths[i] - row.get(i).length()).append(row.get(i));
      }
      out.append('\n');
    }
  }
}
