package jacobi.bench.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Results as Markdown. */
final class GpuTable {
  static final String EAGER = "PyTorch";
  static final String COMPILED = "torch.compile";

  private static final List<String> NAMES = List.of(JacobiRacer.NAME, EAGER, COMPILED);

  private GpuTable() {}

  /** A row for each result. */
  static String times(List<Result> results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "ms a step",
            "batch",
            "precision",
            JacobiRacer.NAME,
            EAGER,
            COMPILED,
            EAGER + " / Jacobi",
            COMPILED + " / Jacobi",
            "MB: Jacobi",
            EAGER,
            COMPILED,
            "losses apart"));
    for (Result r : results) {
      List<String> row = new ArrayList<>(List.of(r.network(), "" + r.batch(), r.precision()));
      NAMES.forEach(n -> row.add(cell(r.line(n).map(Result.Line::millis), "%.3f")));
      row.add(cell(r.ratio(EAGER), "%.2f"));
      row.add(cell(r.ratio(COMPILED), "%.2f"));
      NAMES.forEach(
          n ->
              row.add(
                  cell(
                      r.line(n).map(Result.Line::bytes).filter(b -> b > 0).map(b -> b * 1e-6),
                      "%.0f")));
      row.add(cell(apart(r), "%.1e"));
      rows.add(row);
    }
    return markdown(rows);
  }

  /** Of W1 to W5 in float32: how many times Jacobi's time PyTorch's is. */
  static String means(List<Result> results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("geometric mean of", EAGER + " / Jacobi", COMPILED + " / Jacobi"));
    List<Integer> times =
        results.stream().filter(GpuTable::isInMeans).map(Result::times).distinct().toList();
    for (int t : times) {
      List<Result> of = results.stream().filter(r -> isInMeans(r) && r.times() == t).toList();
      rows.add(
          List.of(
              of.stream().map(Result::network).collect(Collectors.joining(", "))
                  + (t == 1 ? "" : ", " + t + " times the batch"),
              mean(of, EAGER),
              mean(of, COMPILED)));
    }
    return rows.size() == 1 ? "" : markdown(rows);
  }

  /** A mean over fewer networks than the row names would be another figure. */
  private static String mean(List<Result> results, String name) {
    List<Double> ratios = results.stream().flatMap(r -> r.ratio(name).stream()).toList();
    if (ratios.isEmpty()) {
      return "-";
    }
    return ratios.size() == results.size()
        ? String.format(Locale.ROOT, "%.2f", geometricMean(ratios))
        : "%d of %d measured".formatted(ratios.size(), results.size());
  }

  private static boolean isInMeans(Result r) {
    return r.network().startsWith("W");
  }

  static double geometricMean(List<Double> values) {
    return Math.exp(values.stream().mapToDouble(Math::log).average().orElseThrow());
  }

  /** The largest difference between Jacobi's losses and PyTorch's, as a part of 1 + the loss. */
  private static Optional<Double> apart(Result r) {
    return r.line(JacobiRacer.NAME)
        .flatMap(j -> r.line(EAGER).map(e -> largest(j.losses(), e.losses())));
  }

  private static double largest(List<Float> a, List<Float> b) {
    double largest = 0;
    for (int i = 0; i < a.size(); i++) {
      largest = Math.max(largest, Math.abs(a.get(i) - b.get(i)) / (1 + Math.abs(b.get(i))));
    }
    return largest;
  }

  private static String cell(Optional<? extends Number> value, String format) {
    return value.map(v -> String.format(Locale.ROOT, format, v.doubleValue())).orElse("-");
  }

  /** The first column is aligned left, the others right. */
  static String markdown(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    var out = new StringBuilder(line(rows.getFirst()));
    out.append("|---|").append("---:|".repeat(columns - 1)).append('\n');
    rows.stream().skip(1).map(GpuTable::line).forEach(out::append);
    return out.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
