package jacobi.models;

import jacobi.data.Csv;
import jacobi.data.CsvTable;
import jacobi.data.Dataset;
import jacobi.data.Generated;
import jacobi.data.Series;
import jacobi.data.Series.Windows;
import jacobi.data.Split;
import jacobi.data.Targets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A time series seen through windows.
 *
 * @param csv how further files are written
 * @param columns the features, by name; empty for all
 * @param targets what to predict, by name or index; empty for all features
 */
record SeriesSource(
    CsvSource csv,
    Reader reader,
    List<String> columns,
    List<String> targets,
    int window,
    int horizon,
    int stride)
    implements Source {

  /** Reads the series. */
  interface Reader {
    Series read(Optional<Path> dataDir, long seed) throws IOException;
  }

  /** From a CSV file. */
  static SeriesSource of(SpecNode s) {
    List<String> targets = s.has("target") ? s.words("target") : List.of();
    CsvSource csv = CsvSource.format(s);
    List<String> columns = s.has("columns") ? s.words("columns") : List.of();
    String path = s.text("path");
    Reader reader =
        (dir, seed) -> {
          CsvTable table = Csv.read(Source.resolve(dir, path), csv.format());
          return Series.of(columns.isEmpty() ? table : table.features(columns));
        };
    return with(s, csv, reader, columns, targets);
  }

  /** A sine wave. */
  static SeriesSource sine(SpecNode s) {
    int points = s.integer("points", 1, 1000);
    double period = s.number("period", 25);
    double noise = s.number("noise", 0);
    Reader reader = (dir, seed) -> Generated.sine(points, period, noise, seed);
    return with(s, CsvSource.DEFAULT, reader, List.of(), List.of());
  }

  private static SeriesSource with(
      SpecNode s, CsvSource csv, Reader reader, List<String> columns, List<String> targets) {
    return new SeriesSource(
        csv,
        reader,
        columns,
        targets,
        s.integer("window", 1),
        s.integer("horizon", 1, 1),
        s.integer("stride", 1, 1));
  }

  @Override
  public boolean inOrderOfTime() {
    return true;
  }

  @Override
  public Split parts(Optional<Path> dataDir, SplitPlan plan, long seed) throws IOException {
    Series series = reader.read(dataDir, seed);
    return series.splitLast(windows(series), plan.train(), plan.validation(), plan.test());
  }

  private Windows windows(Series series) {
    List<Integer> indices =
        targets.isEmpty() ? series.allColumns() : targets.stream().map(series::column).toList();
    return new Windows(window, horizon, stride, indices);
  }

  @Override
  public Dataset labelled(Path file, Targets known) throws IOException {
    Series series = series(Csv.read(file, csv.format()));
    return series.windows(windows(series));
  }

  @Override
  public Dataset rows(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return rows(in, file.toString());
    }
  }

  /** All windows there are, one point apart. */
  @Override
  public Dataset rows(InputStream in, String name) throws IOException {
    Series series = series(Csv.read(in, name, csv.format()));
    return series.windows(new Windows(window, 0, 1, List.of()));
  }

  private Series series(CsvTable table) {
    return Series.of(columns.isEmpty() ? table : table.features(columns));
  }
}
