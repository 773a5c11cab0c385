package jacobi.data.text;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import jacobi.graph.JacobiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

record CsvTextSource(Path file, TextColumns columns, char separator) implements TextSource {
  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public boolean hasLabels() {
    return columns.hasLabel();
  }

  @Override
  public TextReader open() throws IOException {
    LinesReader lines = new LinesReader(Utf8Lines.open(file));
    return new Reader(
        name(),
        CsvReader.builder()
            .fieldSeparator(separator)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(lines),
        columns);
  }

  private static final class Reader implements TextReader {
    private final String name;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> rows;
    private final TextColumns columns;
    private int text;
    private int label;
    private int width;
    private long line;

    Reader(String name, CsvReader<CsvRecord> reader, TextColumns columns) {
      this.name = name;
      this.reader = reader;
      this.rows = reader.iterator();
      this.columns = columns;
    }

    @Override
    public Optional<TextExample> next() throws IOException {
      try {
        while (rows.hasNext()) {
          CsvRecord row = rows.next();
          line = row.getStartingLineNumber();
          if (width == 0) {
            start(row.getFields());
            if (columns.hasHeader()) {
              continue;
            }
          }
          return Optional.of(example(row.getFields()));
        }
        return Optional.empty();
      } catch (CsvParseException e) {
        throw refused(e);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    private JacobiException refused(CsvParseException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return cause instanceof JacobiException known
          ? known
          : new JacobiException(
              String.format(
                  "%s: after line %d: not CSV: %s",
                  name, line, String.valueOf(cause.getMessage()).lines().findFirst().orElse("")),
              e);
    }

    private void start(List<String> first) {
      width = first.size();
      text = columns.textPosition(name, first);
      label = columns.labelPosition(name, first);
    }

    private TextExample example(List<String> cells) {
      if (cells.size() != width) {
        throw error(String.format("expected %d columns, found %d", width, cells.size()));
      }
      String found = columns.hasLabel() ? cells.get(label).strip() : "";
      if (columns.hasLabel() && found.isEmpty()) {
        throw error("the label is missing");
      }
      return new TextExample(cells.get(text), found, name + ": line " + line);
    }

    private JacobiException error(String problem) {
      return new JacobiException(String.format("%s: line %d: %s", name, line, problem));
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
