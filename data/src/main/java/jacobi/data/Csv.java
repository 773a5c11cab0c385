package jacobi.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads tables of comma-separated values (RFC 4180: quotes, quoted line breaks), UTF-8, gzipped or
 * not.
 *
 * <pre>{@code
 * var data = Csv.read(path).target("species").standardize().split(.8, .1, .1, seed);
 * }</pre>
 *
 * A file that is not a table of equally long rows is refused with a {@link
 * jacobi.graph.JacobiException} naming the file, the line (counted from 1) and the column (counted
 * from 1, with its name).
 */
public final class Csv {
  private Csv() {}

  /** Reads a file with commas, or tabs if its name ends in .tsv or .tsv.gz. */
  public static CsvTable read(Path file) throws IOException {
    String name = file.toString();
    boolean tabs = name.endsWith(".tsv") || name.endsWith(".tsv.gz");
    return read(file, tabs ? CsvFormat.DEFAULT.withSeparator('\t') : CsvFormat.DEFAULT);
  }

  /** Reads a file of a known format. */
  public static CsvTable read(Path file, CsvFormat format) throws IOException {
    return CsvTable.parse(file.toString(), Inputs.read(file), format);
  }

  /**
   * Reads a stream to its end; does not close it.
   *
   * @param name what error messages call it
   */
  public static CsvTable read(InputStream in, String name, CsvFormat format) throws IOException {
    return CsvTable.parse(name, Inputs.read(in, name), format);
  }
}
