package jacobi.models;

import jacobi.data.Dataset;
import jacobi.data.Encoding;
import jacobi.data.Idx;
import jacobi.data.Split;
import jacobi.data.Targets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the examples of a specification come from: what {@code data.source} names. */
interface Source {

  /** Makes a source of the keys below {@code data}, reading every key it has. */
  interface Maker {
    Source make(SpecNode data);
  }

  /** Whether the test part comes from elsewhere, so that nothing is cut off for it. */
  default boolean hasTest() {
    return false;
  }

  /** Whether there may be a validation part without one being cut off. */
  default boolean mayHaveValidation() {
    return false;
  }

  /** Whether examples follow one another in time, so that parts are cut in their order. */
  default boolean inOrderOfTime() {
    return false;
  }

  /** Whether parts may be given as numbers of tokens. */
  default boolean cutsByCounts() {
    return false;
  }

  /** Reads everything there is and cuts it; not scaled. */
  Split parts(Optional<Path> dataDir, SplitPlan plan, long seed) throws IOException;

  /** This source for a model whose texts were encoded so: further ones will be, too. */
  default Source fitted(Encoding encoding) {
    return this;
  }

  /** Whether examples are lines of text, each a text of its own. */
  default boolean isSentences() {
    return false;
  }

  /** Orders of the n-gram models that a language model is held against; empty for none. */
  default List<Integer> ngrams() {
    return List.of();
  }

  /** How further examples lie in CSV files, where they do. */
  default CsvSource csv() {
    return CsvSource.DEFAULT;
  }

  /** Further examples with targets; a class that is not among the known ones is an error. */
  default Dataset labelled(Path file, Targets known) throws IOException {
    return csv().read(file, known);
  }

  /** Further examples without targets. */
  default Dataset rows(Path file) throws IOException {
    if (Idx.isIdx(file)) {
      return Idx.read(file);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return rows(in, file.toString());
    }
  }

  /**
   * Further examples without targets, as text.
   *
   * @param name what error messages call it
   */
  default Dataset rows(InputStream in, String name) throws IOException {
    return csv().rows(in, name);
  }

  /** Where a file lies that a specification names. */
  static Path resolve(Optional<Path> dataDir, String path) {
    return dataDir.map(d -> d.resolve(path)).orElse(Path.of(path));
  }
}
