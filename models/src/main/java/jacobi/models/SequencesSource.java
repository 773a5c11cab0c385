package jacobi.models;

import jacobi.data.Csv;
import jacobi.data.CsvTable;
import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.data.Targets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Sequences in CSV files: the rows of one id are the steps of one.
 *
 * @param csv how the file is written; its target empty for the last column
 * @param id the column of ids
 * @param each whether each step has a target
 */
record SequencesSource(
    CsvSource csv, String path, Optional<String> testPath, String id, boolean each)
    implements Source {

  static SequencesSource of(SpecNode s) {
    return new SequencesSource(
        CsvSource.of(s),
        s.text("path"),
        s.has("testPath") ? Optional.of(s.text("testPath")) : Optional.empty(),
        s.text("id"),
        s.flag("each", false));
  }

  @Override
  public boolean hasTest() {
    return testPath.isPresent();
  }

  @Override
  public Split parts(Optional<Path> dataDir, SplitPlan plan, long seed) throws IOException {
    CsvTable table = Csv.read(Source.resolve(dataDir, path), csv.format());
    Split parts =
        plan.cut(
            sequences(csv.classes() > 0 ? table.classes(csv.classes()) : table, csv.values()),
            seed);
    return testPath.isPresent()
        ? parts.withTest(labelled(Source.resolve(dataDir, testPath.get()), parts.train().targets()))
        : parts;
  }

  private Dataset sequences(CsvTable table, boolean values) {
    String target = csv.target().isEmpty() ? "-1" : csv.target();
    return table.sequences(id, Optional.of(target), each, values);
  }

  @Override
  public Dataset labelled(Path file, Targets known) throws IOException {
    CsvTable table = Csv.read(file, csv.format());
    return known.one() instanceof Targets.Classes c
        ? sequences(CsvSource.withClasses(table, c.names()), false)
        : sequences(table, true);
  }

  /** Ids and features; a target column of the expected name is left out. */
  @Override
  public Dataset rows(InputStream in, String name) throws IOException {
    CsvTable table = Csv.read(in, name, csv.format());
    CsvTable features =
        table.columnNames().contains(csv.target()) ? table.drop(csv.target()) : table;
    return features.sequences(id, Optional.empty(), false, false);
  }
}
