package jacobi.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a {@link Search} found.
 *
 * @param trials the best first: those of the last rung before others, failed ones last
 * @param by the score they are ordered by
 * @param complete whether all were run, rather than stopped on request
 */
public record SearchResults(List<Trial> trials, String by, boolean complete) {

  static SearchResults of(List<Trial> trials, String by, boolean complete) {
    List<Trial> ordered = new ArrayList<>(trials);
    ordered.sort(order(by));
    return new SearchResults(List.copyOf(ordered), by, complete);
  }

  /** The better first. The least loss or error is best, the greatest of anything else. */
  static Comparator<Trial> order(String by) {
    double sign = by.equals("loss") || by.equals("mae") ? 1 : -1;
    return Comparator.comparing((Trial t) -> t.validation().isEmpty())
        .thenComparingInt(t -> -t.rung())
        .thenComparingDouble(t -> sign * t.score(by).orElse(0.0))
        .thenComparingInt(Trial::number);
  }

  /** The best trial, unless none succeeded. */
  public Optional<Trial> best() {
    return trials.stream().filter(t -> t.validation().isPresent()).findFirst();
  }

  /** Column names: rank, trial, the searched keys, epochs, scores, seconds, failure. */
  public List<String> columns() {
    List<String> names = new ArrayList<>(List.of("rank", "trial"));
    trials.stream().findFirst().ifPresent(t -> names.addAll(t.settings().keySet()));
    names.add("epochs");
    names.addAll(scores());
    names.addAll(List.of("seconds", "failure"));
    return names;
  }

  private Set<String> scores() {
    Set<String> names = new LinkedHashSet<>(List.of("loss"));
    trials.forEach(t -> t.validation().ifPresent(v -> names.addAll(v.toMap().keySet())));
    return names;
  }

  /** One row for each trial, best first, in the order of {@link #columns}. */
  public List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    Set<String> scores = scores();
    for (Trial t : trials) {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(rows.size() + 1));
      row.add(Integer.toString(t.number()));
      row.addAll(t.settings().values());
      row.add(Integer.toString(t.epochs()));
      for (String name : scores) {
        row.add(t.validation().map(v -> String.valueOf(v.toMap().get(name))).orElse(""));
      }
      row.add(String.format(Locale.ROOT, "%.2f", t.seconds()));
      row.add(t.failure());
      rows.add(row);
    }
    return rows;
  }

  /** {@link #columns} and {@link #rows} as CSV. */
  public String toCsv() {
    StringBuilder csv = new StringBuilder();
    line(columns(), csv);
    rows().forEach(row -> line(row, csv));
    return csv.toString();
  }

  private static void line(List<String> cells, StringBuilder csv) {
    for (int i = 0; i < cells.size(); i++) {
      String c = cells.get(i);
      boolean quoted = c.matches("(?s).*[,\"\n\r].*");
      csv.append(i == 0 ? "" : ",").append(quoted ? "\"" + c.replace("\"", "\"\"") + "\"" : c);
    }
    csv.append('\n');
  }
}
