package jacobi.models;

import jacobi.data.Csv;
import jacobi.data.CsvFormat;
import jacobi.data.CsvTable;
import jacobi.data.Dataset;
import jacobi.data.Embedded;
import jacobi.data.Idx;
import jacobi.data.Split;
import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The data of a specification: where from, how cut into parts, how scaled. */
final class DataSource {
  private static final Map<String, Supplier<Dataset>> EMBEDDED =
      Map.of(
          "digits", Embedded::digits,
          "iris", Embedded::iris,
          "and", Embedded::and,
          "or", Embedded::or,
          "xor", Embedded::xor,
          "consecutive-ones", Embedded::consecutiveOnes);

  /** Reads everything there is, not yet cut. */
  private interface Reader {
    Dataset read(Optional<Path> dataDir) throws IOException;
  }

  private final Reader reader;
  private final Optional<Reader> testReader;
  private final double train;
  private final double validation;
  private final double test;
  private final boolean stratified;
  private final boolean shuffled;
  private final String scale;
  private final double divisor;

  private DataSource(SpecNode s, Reader reader, Optional<Reader> testReader) {
    this.reader = reader;
    this.testReader = testReader;
    SpecNode split = s.child("split");
    this.test =
        split.number("test", testReader.isPresent() || split.number("train", 0) == 1 ? 0 : 0.2);
    this.validation = split.number("validation", 0);
    this.train = split.number("train", 1 - validation - test);
    this.stratified = split.flag("stratified", false);
    this.shuffled = split.flag("shuffle", true);
    if (Math.abs(train + validation + test - 1) > 1e-9
        || train <= 0
        || validation < 0
        || test < 0) {
      throw split.wrong(
          "",
          "train "
              + train
              + ", validation "
              + validation
              + " and test "
              + test
              + " must add up to 1");
    }
    split.done();
    SpecNode.Kind kind =
        s.has("scale") ? s.kind("scale", "by") : new SpecNode.Kind("none", s.child("scale"));
    this.scale = kind.name();
    this.divisor = scale.equals("divide") ? kind.settings().number("by") : 1;
    kind.settings().done();
    List<String> scales = List.of("none", "standardize", "min-max", "divide");
    if (!scales.contains(scale)) {
      throw Job.unknown(s, "scale", scale, scales);
    }
  }

  static DataSource of(SpecNode s) {
    String source = s.text("source");
    DataSource d;
    if (EMBEDDED.containsKey(source)) {
      d = new DataSource(s, dir -> EMBEDDED.get(source).get(), Optional.empty());
    } else if (source.equals("csv")) {
      d =
          new DataSource(
              s,
              csv(s, "path"),
              s.has("testPath") ? Optional.of(csv(s, "testPath")) : Optional.empty());
    } else if (source.equals("idx")) {
      d =
          new DataSource(
              s,
              idx(s, "images", "labels"),
              s.has("testImages")
                  ? Optional.of(idx(s, "testImages", "testLabels"))
                  : Optional.empty());
    } else {
      List<String> known = new java.util.ArrayList<>(new java.util.TreeSet<>(EMBEDDED.keySet()));
      known.addAll(List.of("csv", "idx"));
      throw Job.unknown(s, "source", source, known);
    }
    s.done();
    return d;
  }

  private static Path resolve(Optional<Path> dir, String path) {
    return dir.map(d -> d.resolve(path)).orElse(Path.of(path));
  }

  private static Reader idx(SpecNode s, String images, String labels) {
    String x = s.text(images);
    String y = s.text(labels);
    int classes = s.integer("classes", 0, 0);
    return dir ->
        classes > 0
            ? Idx.read(resolve(dir, x), resolve(dir, y), classes)
            : Idx.read(resolve(dir, x), resolve(dir, y));
  }

  private static Reader csv(SpecNode s, String key) {
    String path = s.text(key);
    String target = s.text("target", "");
    boolean values = s.flag("regression", false);
    int classes = s.integer("classes", 0, 0);
    String separator = s.text("separator", ",");
    String header = s.oneOf("header", "detect", List.of("detect", "true", "false"));
    if (separator.length() != 1) {
      throw s.wrong("separator", "is '" + separator + "', expected one character");
    }
    CsvFormat.FirstLine first =
        switch (header) {
          case "true" -> CsvFormat.FirstLine.NAMES;
          case "false" -> CsvFormat.FirstLine.DATA;
          default -> CsvFormat.FirstLine.DETECT;
        };
    CsvFormat format = CsvFormat.DEFAULT.withSeparator(separator.charAt(0)).withFirstLine(first);
    return dir -> {
      CsvTable table = Csv.read(resolve(dir, path), format);
      CsvTable t = classes > 0 ? table.classes(classes) : table;
      boolean byIndex = target.matches("-?\\d+") && !t.columnNames().contains(target);
      if (values) {
        return target.isEmpty()
            ? t.values(-1)
            : byIndex ? t.values(Integer.parseInt(target)) : t.values(target);
      }
      return target.isEmpty()
          ? t.target()
          : byIndex ? t.target(Integer.parseInt(target)) : t.target(target);
    };
  }

  Split load(Optional<Path> dataDir, long seed) throws IOException {
    Dataset all = reader.read(dataDir);
    Split parts =
        train == 1
            ? all.asTraining()
            : !shuffled
                ? all.splitLast(train, validation, test)
                : stratified
                    ? all.splitStratified(train, validation, test, seed)
                    : all.split(train, validation, test, seed);
    if (testReader.isPresent()) {
      parts = parts.withTest(testReader.get().read(dataDir));
    }
    return switch (scale) {
      case "standardize" -> parts.standardize();
      case "min-max" -> parts.minMax();
      case "divide" -> parts.divideBy((float) divisor);
      case "none" -> parts;
      default -> throw new JacobiException("scale " + scale);
    };
  }
}
