package jacobi.models;

import jacobi.data.text.TextColumns;
import jacobi.data.text.TextSource;
import jacobi.graph.JacobiException;
import java.nio.file.Path;

/** The formats of texts, as the key {@code format} names them. */
final class TextFormats {
  private TextFormats() {}

  /**
   * Texts in a file or folder.
   *
   * @param columns which hold what, where the format has columns or fields
   */
  static TextSource source(String format, Path file, TextColumns columns) {
    return switch (format) {
      case "lines" -> TextSource.lines(file);
      case "tsv" -> TextSource.tsv(file, columns);
      case "csv" -> TextSource.csv(file, columns);
      case "jsonl" -> TextSource.jsonLines(file, columns);
      case "folder" -> TextSource.folder(file);
      default -> throw new JacobiException("format " + format);
    };
  }

  /** The ending of a file's name without its dot, that of gzip left out. */
  static String ending(String name) {
    String bare = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return bare.substring(bare.lastIndexOf('.') + 1);
  }
}
