package jacobi.data.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Texts, labelled or not, in files of UTF-8, gzipped or not. Reading starts anew each time a source
 * is opened, and holds one example at a time.
 *
 * <p>A file that is not what it should be is refused with a {@link jacobi.graph.JacobiException}
 * naming it and the line: bytes that are not UTF-8, rows without their columns, missing labels. An
 * empty text is an example like any other.
 */
public interface TextSource {

  /** The file or folder. */
  String name();

  /** Whether the examples have labels. */
  boolean hasLabels();

  /** Starts reading; the caller closes it. */
  TextReader open() throws IOException;

  /** All examples at once. */
  default List<TextExample> readAll() throws IOException {
    List<TextExample> all = new ArrayList<>();
    try (TextReader reader = open()) {
      for (Optional<TextExample> e = reader.next(); e.isPresent(); e = reader.next()) {
        all.add(e.get());
      }
    }
    return all;
  }

  /** Every line is a text, an empty one too; no labels. */
  static TextSource lines(Path file) {
    return new LineSource(file);
  }

  /**
   * Columns separated by tabs, one line an example, no quotes. Lines that are empty are left out.
   */
  static TextSource tsv(Path file, TextColumns columns) {
    return new TsvSource(file, columns);
  }

  /** Comma-separated values (RFC 4180: quotes, quoted line breaks). */
  static TextSource csv(Path file, TextColumns columns) {
    return new CsvTextSource(file, columns, ',');
  }

  /**
   * A JSON object a line, whose fields hold text and label. A label may be text, a number or a
   * truth value. Lines that are empty are left out.
   */
  static TextSource jsonLines(Path file, TextColumns fields) {
    return new JsonLineSource(file, fields);
  }

  /**
   * A folder of folders: each holds the texts of the label it is named after, one a file, read in
   * the order of their paths. Files and folders that start with a dot are left out.
   */
  static TextSource folder(Path folder) {
    return new FolderSource(folder);
  }
}
