package jacobi.data.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

record TsvSource(Path file, TextColumns columns) implements TextSource {
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
    return new Reader(Utf8Lines.open(file), columns);
  }

  private static final class Reader implements TextReader {
    private final Utf8Lines lines;
    private final TextColumns columns;
    private int text;
    private int label;
    private int width;

    Reader(Utf8Lines lines, TextColumns columns) {
      this.lines = lines;
      this.columns = columns;
    }

    @Override
    public Optional<TextExample> next() throws IOException {
      while (lines.next()) {
        if (lines.text().isEmpty()) {
          continue;
        }
        List<String> cells = Arrays.asList(lines.text().split("\t", -1));
        if (width == 0) {
          start(cells);
          if (columns.hasHeader()) {
            continue;
          }
        }
        if (cells.size() != width) {
          throw lines.error(
              String.format(
                  "expected %d columns separated by tabs, found %d", width, cells.size()));
        }
        return Optional.of(example(cells));
      }
      return Optional.empty();
    }

    private void start(List<String> first) {
      width = first.size();
      text = columns.textPosition(lines.name(), first);
      label = columns.labelPosition(lines.name(), first);
    }

    private TextExample example(List<String> cells) {
      String name = columns.hasLabel() ? cells.get(label).strip() : "";
      if (columns.hasLabel() && name.isEmpty()) {
        throw lines.error("the label is missing");
      }
      return new TextExample(cells.get(text), name, lines.name() + ": line " + lines.number());
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
