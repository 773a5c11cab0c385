package jacobi.models;

import jacobi.graph.JacobiException;
import jacobi.io.Json;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a search keeps its trials: {@code search.json} says what is searched, {@code
 * trials/0001/trial.json} is there once that trial is finished, with its {@code model/} beside it,
 * and {@code results.csv} is the table.
 */
final class TrialFolder {
  private final Path folder;

  private TrialFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder, or goes on with one that the same search left. */
  static TrialFolder open(Path folder, Map<String, Object> description) throws IOException {
    Path file = folder.resolve("search.json");
    if (!Files.exists(file)) {
      try {
        Files.createDirectories(folder);
      } catch (FileAlreadyExistsException e) {
        throw new JacobiException(folder + ": is a file, expected a folder for the trials", e);
      }
      Json.write(file, description);
      return new TrialFolder(folder);
    }
    Map<String, Object> before = Json.read(file);
    // Through the same form as the other, in which a 1 and a 1.0 are what they were written as.
    List<String> different = new ArrayList<>();
    description.forEach(
        (key, value) -> {
          if (!String.valueOf(value).equals(String.valueOf(before.get(key)))) {
            different.add(key);
          }
        });
    if (!different.isEmpty() || before.size() != description.size()) {
      throw new JacobiException(
          folder
              + ": holds the trials of another search"
              + (different.isEmpty() ? "" : " (" + String.join(", ", different) + " differ)")
              + ": choose another folder");
    }
    return new TrialFolder(folder);
  }

  private Path of(int number) {
    return folder.resolve("trials").resolve(String.format(Locale.ROOT, "%04d", number));
  }

  /** Where a trial's model goes. */
  Path model(int number) {
    return of(number).resolve("model");
  }

  /** The trial of this number, if it was finished. */
  Optional<Trial> finished(int number, Map<String, String> settings) throws IOException {
    Path file = of(number).resolve("trial.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Trial t = Trial.fromMap(file, Json.read(file));
    if (t.number() != number || !t.settings().equals(settings)) {
      throw new JacobiException(
          file + ": has settings " + t.settings() + ", this search's trial has " + settings);
    }
    return Optional.of(t);
  }

  /** Says that a trial is finished; the last thing written of it. */
  void write(Trial t) throws IOException {
    Files.createDirectories(of(t.number()));
    Json.write(of(t.number()).resolve("trial.json"), t.toMap());
  }

  void write(SearchResults results) throws IOException {
    Path temporary = folder.resolve("results.csv.tmp");
    Files.writeString(temporary, results.toCsv());
    Files.move(
        temporary,
        folder.resolve("results.csv"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
