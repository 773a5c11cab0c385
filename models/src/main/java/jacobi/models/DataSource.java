package jacobi.models;

import jacobi.data.Dataset;
import jacobi.data.Embedded;
import jacobi.data.Idx;
import jacobi.data.Split;
import jacobi.data.Targets;
import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

  /** Reads examples with the targets that the training part has. */
  private interface TestReader {
    Dataset read(Optional<Path> dataDir, Targets targets) throws IOException;
  }

  private final Reader reader;
  private final Optional<TestReader> testReader;
  private final CsvSource csv;
  private final double train;
  private final double validation;
  private final double test;
  private final boolean stratified;
  private final boolean shuffled;
  private final String scale;
  private final double divisor;

  private DataSource(SpecNode s, Reader reader, Optional<TestReader> testReader, CsvSource csv) {
    this.reader = reader;
    this.csv = csv;
    this.testReader = testReader;
    SpecNode split = s.child("split");
    this.validation = split.number("validation", 0);
    double rest = Math.max(0, 1 - split.number("train", 1) - validation);
    this.test = split.number("test", testReader.isPresent() ? 0 : split.has("train") ? rest : 0.2);
    this.train = split.number("train", 1 - validation - test);
    if (testReader.isPresent() && test > 0) {
      throw split.wrong("test", "is " + test + ", but the test examples come from other files");
    }
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
      d = new DataSource(s, dir -> embedded(source), Optional.empty(), CsvSource.DEFAULT);
    } else if (source.equals("csv")) {
      CsvSource csv = CsvSource.of(s);
      String path = s.text("path");
      Optional<TestReader> test =
          s.has("testPath") ? Optional.of(csvTest(csv, s.text("testPath"))) : Optional.empty();
      d = new DataSource(s, dir -> csv.read(resolve(dir, path)), test, csv);
    } else if (source.equals("idx")) {
      int classes = s.integer("classes", 0, 0);
      String images = s.text("images");
      String labels = s.text("labels");
      Optional<TestReader> test =
          s.has("testImages")
              ? Optional.of(idxTest(s.text("testImages"), s.text("testLabels")))
              : Optional.empty();
      d =
          new DataSource(
              s,
              dir -> idx(resolve(dir, images), resolve(dir, labels), classes),
              test,
              CsvSource.DEFAULT);
    } else {
      List<String> known = new ArrayList<>(new TreeSet<>(EMBEDDED.keySet()));
      known.addAll(List.of("csv", "idx"));
      throw Job.unknown(s, "source", source, known);
    }
    s.done();
    return d;
  }

  private static Path resolve(Optional<Path> dir, String path) {
    return dir.map(d -> d.resolve(path)).orElse(Path.of(path));
  }

  private static TestReader csvTest(CsvSource csv, String path) {
    return (dir, targets) -> csv.read(resolve(dir, path), targets);
  }

  private static TestReader idxTest(String images, String labels) {
    return (dir, targets) -> idx(resolve(dir, images), resolve(dir, labels), targets);
  }

  static Dataset idx(Path images, Path labels, Targets targets) throws IOException {
    return idx(images, labels, targets instanceof Targets.Classes c ? c.count() : 0);
  }

  private static Dataset idx(Path images, Path labels, int classes) throws IOException {
    return classes > 0 ? Idx.read(images, labels, classes) : Idx.read(images, labels);
  }

  /** Names of the data sets that need no file. */
  static Set<String> embedded() {
    return EMBEDDED.keySet();
  }

  static Dataset embedded(String name) {
    return EMBEDDED.get(name).get();
  }

  boolean hasValidation() {
    return validation > 0;
  }

  /** How further examples lie in CSV files. */
  CsvSource csv() {
    return csv;
  }

  /** The parts, not scaled. */
  Split parts(Optional<Path> dataDir, long seed) throws IOException {
    Dataset all = reader.read(dataDir);
    Split parts =
        train == 1
            ? all.asTraining()
            : !shuffled
                ? all.splitLast(train, validation, test)
                : stratified
                    ? all.splitStratified(train, validation, test, seed)
                    : all.split(train, validation, test, seed);
    return testReader.isPresent()
        ? parts.withTest(testReader.get().read(dataDir, parts.train().targets()))
        : parts;
  }

  /** The parts, scaled. */
  Split load(Optional<Path> dataDir, long seed) throws IOException {
    Split parts = parts(dataDir, seed);
    return switch (scale) {
      case "standardize" -> parts.standardize();
      case "min-max" -> parts.minMax();
      case "divide" -> parts.divideBy((float) divisor);
      case "none" -> parts;
      default -> throw new JacobiException("scale " + scale);
    };
  }
}
