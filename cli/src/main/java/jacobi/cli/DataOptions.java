package jacobi.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the files are that specifications name. */
final class DataOptions {
  @Option(
      names = "--data-dir",
      paramLabel = "D",
      defaultValue = "${env:JACOBI_DATA_DIR:-}",
      description =
          "Folder of the files that the specification names; default, the environment variable"
              + " JACOBI_DATA_DIR, else the current folder.")
  private String folder;

  Optional<Path> folder() {
    return folder == null || folder.isBlank() ? Optional.empty() : Optional.of(Path.of(folder));
  }
}
