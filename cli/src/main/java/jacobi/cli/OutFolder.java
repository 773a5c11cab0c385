package jacobi.cli;

import jacobi.data.Dataset;
import jacobi.graph.JacobiException;
import jacobi.io.Json;
import jacobi.io.ModelFolder;
import jacobi.models.SavedModel;
import jacobi.models.Spec;
import jacobi.train.Fit;
import jacobi.train.Scores;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folder that receives the results of training: {@code model/}, {@code metrics.json} and {@code
 * report.html}. Those of an earlier run are replaced, whole or not at all; anything else in it is
 * left alone.
 */
final class OutFolder {
  private final Path folder;
  private final List<Path> created;

  private OutFolder(Path folder, List<Path> created) {
    this.folder = folder;
    this.created = created;
  }

  /** Makes the folder if need be, and finds out now whether results can be written there. */
  static OutFolder open(Path folder) throws IOException {
    List<Path> created = new ArrayList<>();
    for (Path p = folder.toAbsolutePath().normalize();
        p != null && !Files.exists(p);
        p = p.getParent()) {
      created.add(p);
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new JacobiException(folder + ": is a file, expected a folder to write results to");
    }
    OutFolder out = new OutFolder(folder, created);
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".jacobi", ""));
      out.checkReplaceable();
    } catch (FileSystemException e) {
      out.discard();
      throw new JacobiException(folder + ": cannot be written: " + reason(e), e);
    } catch (JacobiException e) {
      out.discard();
      throw e;
    }
    return out;
  }

  private void checkReplaceable() throws IOException {
    ModelFolder.checkReplaceable(model());
    for (Path file : List.of(metrics(), report())) {
      if (Files.isDirectory(file)) {
        throw new JacobiException(file + ": is a folder, expected a file to replace");
      }
    }
  }

  private static String reason(FileSystemException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e.getReason() != null ? e.getReason() : e.getFile() + " is in the way";
  }

  Path model() {
    return folder.resolve("model");
  }

  Path metrics() {
    return folder.resolve("metrics.json");
  }

  Path report() {
    return folder.resolve("report.html");
  }

  void write(Spec spec, Fit fit, Dataset train, Optional<Scores> test, Optional<Baseline> baseline)
      throws IOException {
    SavedModel.save(spec, fit, train, model());
    Map<String, Object> metrics = Metrics.of(fit, test);
    baseline.ifPresent(b -> metrics.putAll(b.toMap()));
    Json.write(metrics(), metrics);
  }

  /** Removes the folders that {@link #open} made, unless something has come into them. */
  void discard() throws IOException {
    for (Path p : created) {
      if (Files.exists(p)) {
        try {
          Files.delete(p);
        } catch (DirectoryNotEmptyException e) {
          return;
        }
      }
    }
  }

  @Override
  public String toString() {
    return model() + ", " + metrics();
  }
}
