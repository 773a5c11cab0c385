package jacobi.models;

import jacobi.data.Csv;
import jacobi.data.CsvFormat;
import jacobi.data.CsvTable;
import jacobi.data.Dataset;
import jacobi.data.Targets;
import jacobi.graph.JacobiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How examples lie in CSV files.
 *
 * @param format separator and header
 * @param target name or index of the target column; empty for the last
 * @param values whether targets are numbers to predict instead of classes
 * @param classes how many classes there are, numbered from 0; 0 for whatever the file holds
 */
record CsvSource(CsvFormat format, String target, boolean values, int classes) {
  /** Commas, the target last, a header if it looks like one. */
  static final CsvSource DEFAULT = new CsvSource(CsvFormat.DEFAULT, "", false, 0);

  static CsvSource of(SpecNode s) {
    String target = s.text("target", "");
    boolean values = s.flag("regression", false);
    int classes = s.integer("classes", 0, 0);
    return new CsvSource(format(s).format(), target, values, classes);
  }

  /** The keys that say how a file is written. */
  static CsvSource format(SpecNode s) {
    String separator = s.text("separator", ",");
    if (separator.length() != 1) {
      throw s.wrong("separator", "is '" + separator + "', expected one character");
    }
    CsvFormat.FirstLine first =
        switch (s.oneOf("header", "detect", List.of("detect", "true", "false"))) {
          case "true" -> CsvFormat.FirstLine.NAMES;
          case "false" -> CsvFormat.FirstLine.DATA;
          default -> CsvFormat.FirstLine.DETECT;
        };
    CsvFormat format = CsvFormat.DEFAULT.withSeparator(separator.charAt(0)).withFirstLine(first);
    return new CsvSource(format, "", false, 0);
  }

  /** Labelled examples. */
  Dataset read(Path file) throws IOException {
    CsvTable table = Csv.read(file, format);
    return withTarget(classes > 0 ? table.classes(classes) : table, values);
  }

  /** Examples with targets that are known: a class that is not among them is an error. */
  Dataset read(Path file, Targets known) throws IOException {
    CsvTable table = Csv.read(file, format);
    return switch (known) {
      case Targets.Classes c -> withTarget(withClasses(table, c.names()), false);
      case Targets.Values _ -> withTarget(table, true);
      case Targets.EachStep _ -> throw new JacobiException(file + ": a table has no steps");
    };
  }

  /** Examples without a target; a target column of the expected name is left out. */
  Dataset rows(InputStream in, String name) throws IOException {
    CsvTable table = Csv.read(in, name, format);
    return table.columnNames().contains(target)
        ? table.drop(target).unlabelled()
        : table.unlabelled();
  }

  static CsvTable withClasses(CsvTable table, List<String> names) {
    boolean numbered =
        IntStream.range(0, names.size()).allMatch(i -> names.get(i).equals(String.valueOf(i)));
    return numbered ? table.classes(names.size()) : table.classes(names);
  }

  private Dataset withTarget(CsvTable t, boolean numbers) {
    if (target.isEmpty()) {
      return numbers ? t.values(-1) : t.target();
    }
    if (target.matches("-?\\d{1,9}") && !t.columnNames().contains(target)) {
      int index = Integer.parseInt(target);
      return numbers ? t.values(index) : t.target(index);
    }
    return numbers ? t.values(target) : t.target(target);
  }
}
