package jacobi.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import jacobi.graph.JacobiException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;

/**
 * The bytes of a CSV file, parsed anew on every pass: they take far less memory than a string for
 * every cell would.
 */
record CsvRows(String name, byte[] bytes, char separator) {

  /** One line, or several where a quoted cell spans them. */
  interface Visitor {
    /**
     * Says whether to go on.
     *
     * @param line where the row starts, from 1
     */
    boolean row(long line, CsvRecord cells);
  }

  void forEach(Visitor visitor) {
    long line = 0;
    try (CsvReader<CsvRecord> reader = open()) {
      Iterator<CsvRecord> records = reader.iterator();
      while (records.hasNext()) {
        CsvRecord cells = records.next();
        line = cells.getStartingLineNumber();
        if (!visitor.row(line, cells)) {
          return;
        }
      }
    } catch (CsvParseException e) {
      throw new JacobiException(
          String.format("%s: after line %d: not CSV: %s", name, line, reason(e)), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CsvReader<CsvRecord> open() {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .detectBomHeader(true)
        .ofCsvRecord(new ByteArrayInputStream(bytes));
  }

  private static String reason(CsvParseException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }
}
