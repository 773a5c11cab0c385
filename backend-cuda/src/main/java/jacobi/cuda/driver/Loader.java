package jacobi.cuda.driver;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens CUDA's libraries, wherever they are. What is opened stays so as long as the JVM. */
final class Loader {
  private final Places places;
  private final boolean windows;

  Loader(Places places, boolean windows) {
    this.places = places;
    this.windows = windows;
  }

  /**
   * What became of looking for a library.
   *
   * @param symbols its functions; empty if it is not there
   * @param line where it was found, or why it cannot be used
   */
  record Found(Optional<SymbolLookup> symbols, String line) {}

  /**
   * Opens a library.
   *
   * @param newest the newest major version of CUDA that the driver knows
   */
  Found open(Library library, int newest) {
    List<String> failures = new ArrayList<>();
    List<String> names = library.fileNames(windows, newest);
    Optional<Found> found =
        files(names, places.chosen())
            .flatMap(file -> open(file, failures).stream())
            .findFirst()
            .or(() -> names.stream().flatMap(n -> open(n).stream()).findFirst())
            .or(
                () ->
                    files(names, places.others())
                        .flatMap(file -> open(file, failures).stream())
                        .findFirst());
    return found.orElseGet(
        () ->
            new Found(
                Optional.empty(),
                failures.isEmpty()
                    ? "no "
                        + library.title()
                        + " ("
                        + String.join(", ", names)
                        + "): "
                        + places.describe()
                        + "; "
                        + library.remedy()
                    : library.title() + " cannot be opened: " + failures.getFirst()));
  }

  private static Stream<Path> files(List<String> names, List<Path> folders) {
    return names.stream()
        .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
        .filter(Files::isRegularFile);
  }

  /** By name alone: from the library path, or what the system's loader has been told. */
  @SuppressWarnings("restricted")
  private static Optional<Found> open(String name) {
    try {
      SymbolLookup symbols = SymbolLookup.libraryLookup(name, Arena.global());
      return Optional.of(new Found(Optional.of(symbols), name));
    } catch (IllegalArgumentException e) {
      // The loader does not say whether there is none or it does not fit; the folders may have it.
      return Optional.empty();
    }
  }

  @SuppressWarnings("restricted")
  private static Optional<Found> open(Path file, List<String> failures) {
    try {
      openBuiltins(file);
      SymbolLookup symbols = SymbolLookup.libraryLookup(file.toAbsolutePath(), Arena.global());
      return Optional.of(new Found(Optional.of(symbols), file.toString()));
    } catch (IllegalArgumentException | IOException e) {
      failures.add(file + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * NVRTC opens a second library by name alone, which is found in a folder that the loader does not
   * know only because it is open already.
   */
  @SuppressWarnings("restricted")
  private static void openBuiltins(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (file.getFileName().toString().contains("nvrtc")) {
      try (DirectoryStream<Path> all =
          Files.newDirectoryStream(folder, "*nvrtc-builtins{.so,64_}*")) {
        for (Path builtins : all) {
          SymbolLookup.libraryLookup(builtins, Arena.global());
        }
      }
    }
  }
}
