package jacobi.models;

import jacobi.data.Dataset;
import jacobi.data.Encoding;
import jacobi.data.Split;
import jacobi.data.Targets;
import jacobi.data.text.TextColumns;
import jacobi.data.text.TextSource;
import jacobi.data.text.Texts;
import jacobi.data.text.Utf8Lines;
import jacobi.graph.JacobiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Texts to classify, in files of some format.
 *
 * @param format of files; auto: what their names say
 * @param path a file, a folder of texts by label, or a folder with a part in each file
 * @param columns which hold text and label, where the format has columns
 * @param plan how texts become features
 * @param encoding that plan, fitted; empty before
 */
record TextsSource(
    String format,
    String path,
    Optional<String> validationPath,
    Optional<String> testPath,
    TextColumns columns,
    TextPlan plan,
    Optional<Encoding> encoding)
    implements Source {
  private static final List<String> FORMATS =
      List.of("auto", "tsv", "csv", "jsonl", "folder", "lines");

  private static final List<String> TABLES = List.of("tsv", "csv", "jsonl");

  /** Of the files of a part; a folder has none. */
  private static final List<String> ENDINGS = List.of(".tsv", ".csv", ".jsonl", ".json", "");

  /** More tokens of one text than this are cut off unless a specification says otherwise. */
  private static final int MOST_TOKENS = 1000;

  static TextsSource of(SpecNode s) {
    String format = s.oneOf("format", "auto", FORMATS);
    String path = s.text("path");
    if (format.equals("lines")) {
      throw s.wrong(
          "format", "is lines, which have no labels to learn; expected tsv, csv, jsonl or folder");
    }
    boolean fields = (format.equals("auto") ? formatOf(path) : format).equals("jsonl");
    TextColumns columns =
        s.make(
            "text",
            () ->
                new TextColumns(
                    s.text("text", fields ? "text" : "0"),
                    s.text("label", fields ? "label" : "-1")));
    if (s.has("header")) {
      columns = new TextColumns(columns.text(), columns.label(), s.flag("header", false));
    }
    return new TextsSource(
        format,
        path,
        s.has("validationPath") ? Optional.of(s.text("validationPath")) : Optional.empty(),
        s.has("testPath") ? Optional.of(s.text("testPath")) : Optional.empty(),
        columns,
        TextPlan.of(s, MOST_TOKENS),
        Optional.empty());
  }

  @Override
  public boolean hasTest() {
    return testPath.isPresent();
  }

  /** A folder may hold one, which only reading it tells. */
  @Override
  public boolean mayHaveValidation() {
    return true;
  }

  @Override
  public Split parts(Optional<Path> dataDir, SplitPlan split, long seed) throws IOException {
    Path root = Source.resolve(dataDir, path).normalize();
    Optional<Path> train = part(root, "train");
    Optional<Path> validation =
        validationPath.isPresent()
            ? validationPath.map(file -> Source.resolve(dataDir, file))
            : train.flatMap(_ -> part(root, "validation").or(() -> part(root, "dev")));
    Optional<Path> test =
        testPath.isPresent()
            ? testPath.map(file -> Source.resolve(dataDir, file))
            : train.flatMap(_ -> part(root, "test"));
    Dataset all = Texts.read(source(train.orElse(root), columns));
    List<String> classes = all.classNames();
    Split cut = split.without(validation.isPresent(), test.isPresent()).cut(all, seed);
    Split texts =
        Split.of(
            cut.train(),
            validation.isPresent() ? further(validation.get(), classes) : cut.validation(),
            test.isPresent() ? further(test.get(), classes) : cut.test());
    Encoding fitted = plan.fit(dataDir, Texts.of(texts.train()));
    return Texts.encode(texts, _ -> fitted);
  }

  /** The file or folder of a part, in a folder of parts. */
  private Optional<Path> part(Path root, String name) {
    return ENDINGS.stream()
        .flatMap(ending -> Stream.of(name + ending, name + ending + ".gz"))
        .map(root::resolve)
        .filter(file -> Files.exists(file) && (format.equals("auto") || fits(file)))
        .findFirst();
  }

  private boolean fits(Path file) {
    return Files.isDirectory(file) == format.equals("folder");
  }

  private Dataset further(Path file, List<String> classes) throws IOException {
    return Texts.read(source(file, columns), classes);
  }

  @Override
  public Source fitted(Encoding fitted) {
    return new TextsSource(
        format, path, validationPath, testPath, columns, plan, Optional.of(fitted));
  }

  @Override
  public Dataset labelled(Path file, Targets known) throws IOException {
    if (known instanceof Targets.Classes classes) {
      return encoded(Texts.read(source(file, columns), classes.names()));
    }
    throw new JacobiException(file + ": texts have classes, the model predicts values");
  }

  /** A table as the source has it, with or without labels, a folder, or else a text a line. */
  @Override
  public Dataset rows(Path file) throws IOException {
    if (!TABLES.contains(formatOf(file)) && !Files.isDirectory(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        return rows(in, file.toString());
      }
    }
    TextSource source = source(file, columns.withoutLabel());
    List<String> texts = Texts.of(Texts.read(source));
    return encoded(Texts.of(source.name(), texts));
  }

  /** A text a line, an empty line too. */
  @Override
  public Dataset rows(InputStream in, String name) throws IOException {
    return encoded(Texts.of(name, lines(in, name)));
  }

  private static List<String> lines(InputStream in, String name) throws IOException {
    List<String> all = new ArrayList<>();
    try (Utf8Lines lines = Utf8Lines.of(in, name)) {
      while (lines.next()) {
        all.add(lines.text());
      }
    }
    if (all.isEmpty()) {
      throw new JacobiException(name + ": holds no text");
    }
    return all;
  }

  private Dataset encoded(Texts texts) {
    return Texts.encoded(
        texts,
        encoding.orElseThrow(
            () -> new JacobiException(texts.name() + ": the model has no encoding of texts")));
  }

  private TextSource source(Path file, TextColumns which) throws IOException {
    String known = formatOf(file);
    if (known.equals("folder")) {
      return TextFormats.source(known, checked(file), which);
    }
    if (!TABLES.contains(known)) {
      throw new JacobiException(
          file
              + ": its name says no format, expected .tsv, .csv, .jsonl or a folder, or the key"
              + " data.format");
    }
    return TextFormats.source(known, file, which);
  }

  /** A folder that was taken for one of texts may be another one, and large. */
  private Path checked(Path folder) throws IOException {
    if (format.equals("auto") && Files.isDirectory(folder)) {
      try (Stream<Path> within = Files.list(folder)) {
        Optional<Path> file =
            within.filter(Files::isRegularFile).filter(f -> !isHidden(f)).sorted().findFirst();
        if (file.isPresent()) {
          throw new JacobiException(
              folder.toAbsolutePath()
                  + ": holds neither train.tsv (or .csv, .jsonl) nor a folder for each label alone,"
                  + " but "
                  + file.get().getFileName());
        }
      }
    }
    return folder;
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  private String formatOf(Path file) {
    if (!format.equals("auto")) {
      return format;
    }
    return Files.isDirectory(file) ? "folder" : formatOf(file.toString());
  }

  private static String formatOf(String name) {
    String ending = TextFormats.ending(name);
    return ending.equals("json") ? "jsonl" : ending;
  }
}
