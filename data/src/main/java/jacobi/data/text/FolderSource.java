package jacobi.data.text;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

record FolderSource(Path folder) implements TextSource {
  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public boolean hasLabels() {
    return true;
  }

  @Override
  public TextReader open() throws IOException {
    Iterator<Path> files = files().iterator();
    return new TextReader() {
      @Override
      public Optional<TextExample> next() throws IOException {
        return files.hasNext() ? Optional.of(example(files.next())) : Optional.empty();
      }

      @Override
      public void close() {}
    };
  }

  private TextExample example(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Utf8Lines lines = Utf8Lines.open(file)) {
      while (lines.next()) {
        text.append(lines.number() > 1 ? "\n" : "").append(lines.text());
      }
    }
    return new TextExample(
        text.toString(), folder.relativize(file).getName(0).toString(), file.toString());
  }

  private List<Path> files() throws IOException {
    if (!Files.exists(folder)) {
      throw new NoSuchFileException(folder.toString(), null, "no such folder");
    }
    if (!Files.isDirectory(folder)) {
      throw new JacobiException(folder + ": is a file, expected a folder with a folder a label");
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(p -> !isHidden(p) && Files.isRegularFile(p)).sorted().toList();
    }
    for (Path file : files) {
      if (folder.relativize(file).getNameCount() < 2) {
        throw new JacobiException(
            file + ": is not in a folder named after its label, expected " + folder + "/LABEL/…");
      }
    }
    if (files.isEmpty()) {
      throw new JacobiException(
          folder + ": holds no text, expected a folder with a folder a label");
    }
    return files;
  }

  private boolean isHidden(Path file) {
    for (Path part : folder.relativize(file)) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}
