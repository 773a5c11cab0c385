package jacobi.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** All comparisons of a run in one table: how many times Jacobi's median each of the others is. */
final class Summary {

  /** One comparison: training, inference or batch 1, of a workload. */
  record Entry(String what, String workload, Compare.Report report) {}

  private Summary() {}

  static String of(List<Entry> entries) {
    List<String> workloads = entries.stream().map(Entry::workload).distinct().toList();
    var rows = new ArrayList<List<String>>();
    var header = new ArrayList<>(List.of("median / Jacobi's"));
    header.addAll(workloads);
    header.add("geometric mean");
    rows.add(header);
    for (String what : entries.stream().map(Entry::what).distinct().toList()) {
      List<Entry> of = entries.stream().filter(e -> e.what.equals(what)).toList();
      List<String> names =
          of.stream()
              .flatMap(e -> e.report.times().stream())
              .map(Compare.Times::name)
              .filter(n -> !n.equals(JacobiPeer.NAME))
              .distinct()
              .toList();
      for (String name : names) {
        rows.add(row(what, name, workloads, of));
      }
    }
    return Table.aligned(rows);
  }

  private static List<String> row(
      String what, String name, List<String> workloads, List<Entry> entries) {
    var cells = new ArrayList<>(List.of(what + ", " + name));
    double logs = 0;
    int count = 0;
    for (String workload : workloads) {
      OptionalDouble ratio =
          entries.stream()
              .filter(e -> e.workload.equals(workload))
              .flatMapToDouble(e -> median(e.report, name).stream().map(m -> m / jacobi(e.report)))
              .findFirst();
      cells.add(ratio.isPresent() ? number(ratio.getAsDouble()) : "");
      if (ratio.isPresent()) {
        logs += Math.log(ratio.getAsDouble());
        count++;
      }
    }
    cells.add(number(Math.exp(logs / count)));
    return cells;
  }

  private static double jacobi(Compare.Report report) {
    return median(report, JacobiPeer.NAME).orElseThrow();
  }

  private static OptionalDouble median(Compare.Report report, String name) {
    return report.times().stream()
        .filter(t -> t.name().equals(name))
        .mapToDouble(Compare.Times::median)
        .findFirst();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
