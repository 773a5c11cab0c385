package jacobi.data.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

record LineSource(Path file) implements TextSource {
  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public boolean hasLabels() {
    return false;
  }

  @Override
  public TextReader open() throws IOException {
    Utf8Lines lines = Utf8Lines.open(file);
    return new TextReader() {
      @Override
      public Optional<TextExample> next() throws IOException {
        return lines.next()
            ? Optional.of(new TextExample(lines.text(), "", name() + ": line " + lines.number()))
            : Optional.empty();
      }

      @Override
      public void close() throws IOException {
        lines.close();
      }
    };
  }
}
