package jacobi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import jacobi.graph.JacobiException;
import jacobi.io.AtomicFiles;
import jacobi.io.Json;
import jacobi.plot.Picture;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Where a picture goes. */
final class PictureOptions {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where the picture goes, as its ending says: .svg, .png, and .json or .csv for the"
              + " numbers alone; may come several times. Beside each picture, the numbers go to a"
              + " .csv of its name. Default: KIND.svg.")
  private List<Path> files = List.of();

  /** Complains about files that cannot be written, before anything is computed. */
  void check() {
    for (Path file : files) {
      ending(file);
      if (Files.isDirectory(file)) {
        throw new JacobiException(file + ": is a folder, expected a file to write to");
      }
    }
  }

  /** Makes every file's content, then writes them, and says so. */
  void write(String kind, Picture picture, PrintWriter out) throws IOException {
    Map<Path, byte[]> contents = new LinkedHashMap<>();
    for (Path file : files.isEmpty() ? List.of(Path.of(kind + ".svg")) : files) {
      byte[] content =
          switch (ending(file)) {
            case "svg" -> picture.svg().getBytes(UTF_8);
            case "png" -> picture.png();
            case "json" -> Json.bytes(picture.numbers().toMap());
            default -> picture.numbers().csv().getBytes(UTF_8);
          };
      contents.put(file, content);
      if (List.of("svg", "png").contains(ending(file))) {
        String name = file.getFileName().toString();
        Path beside = file.resolveSibling(name.substring(0, name.length() - 4) + ".csv");
        contents.putIfAbsent(beside, picture.numbers().csv().getBytes(UTF_8));
      }
    }
    for (Map.Entry<Path, byte[]> e : contents.entrySet()) {
      AtomicFiles.write(e.getKey(), e.getValue());
    }
    out.println(
        contents.keySet().stream()
            .map(Path::toString)
            .collect(Collectors.joining(", ", "wrote ", "")));
  }

  private static String ending(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    if (!List.of("svg", "png", "json", "csv").contains(ending)) {
      throw new JacobiException(file + ": expected a name that ends in .svg, .png, .csv or .json");
    }
    return ending;
  }
}
