package jacobi.models;

import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.data.Targets;
import jacobi.data.text.SkipGramPairs;
import jacobi.data.text.TextColumns;
import jacobi.data.text.TextExample;
import jacobi.data.text.TextSource;
import jacobi.graph.JacobiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Pairs of words that stand near each other in texts.
 *
 * @param format of the file; auto: what its name says, else a text a line
 * @param column which holds the texts, where the format has columns or fields
 */
record SkipGramSource(
    String path,
    String format,
    Optional<String> column,
    TokenPlan tokens,
    int window,
    int negatives,
    double subsample)
    implements Source {
  private static final List<String> FORMATS =
      List.of("auto", "lines", "tsv", "csv", "jsonl", "folder");

  static SkipGramSource of(SpecNode s) {
    if (s.has("split")) {
      throw s.wrong("split", "is not for skip-gram: word vectors are learned from all texts");
    }
    return new SkipGramSource(
        s.text("path"),
        s.oneOf("format", "auto", FORMATS),
        s.has("text") ? Optional.of(s.text("text")) : Optional.empty(),
        TokenPlan.of(s, 0),
        s.integer("window", 1, 5),
        s.integer("negatives", 1, 5),
        s.has("subsample") ? s.atLeast0("subsample") : 1e-4);
  }

  /** Nothing is cut off for tests, as nothing is predicted. */
  @Override
  public boolean hasTest() {
    return true;
  }

  @Override
  public Split parts(Optional<Path> dataDir, SplitPlan plan, long seed) throws IOException {
    Path file = Source.resolve(dataDir, path);
    List<String> texts = source(file).readAll().stream().map(TextExample::text).toList();
    Dataset pairs =
        SkipGramPairs.of(
            file.toString(),
            texts,
            tokens.fit(dataDir, texts),
            new SkipGramPairs.Settings(window, negatives, subsample, seed));
    return Split.of(pairs, pairs.range(0, 0), pairs.range(0, 0));
  }

  private TextSource source(Path file) {
    String which = format.equals("auto") ? formatOf(file) : format;
    String text = column.orElse(which.equals("jsonl") ? "text" : "0");
    return TextFormats.source(which, file, new TextColumns(text, ""));
  }

  private static String formatOf(Path file) {
    String named = Files.isDirectory(file) ? "folder" : TextFormats.ending(file.toString());
    return FORMATS.subList(1, FORMATS.size()).contains(named) ? named : "lines";
  }

  @Override
  public Dataset labelled(Path file, Targets known) {
    throw predictsNothing();
  }

  @Override
  public Dataset rows(Path file) {
    throw predictsNothing();
  }

  @Override
  public Dataset rows(InputStream in, String name) {
    throw predictsNothing();
  }

  private static JacobiException predictsNothing() {
    return new JacobiException(
        "the model holds word vectors, which predict nothing: jacobi neighbours looks at them");
  }
}
