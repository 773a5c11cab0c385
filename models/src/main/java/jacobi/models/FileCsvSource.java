package jacobi.models;

import jacobi.data.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A CSV file, and perhaps another one for the test part.
 *
 * @param csv how examples lie in them
 */
record FileCsvSource(CsvSource csv, String path, Optional<String> testPath) implements Source {

  static FileCsvSource of(SpecNode s) {
    CsvSource csv = CsvSource.of(s);
    return new FileCsvSource(
        csv,
        s.text("path"),
        s.has("testPath") ? Optional.of(s.text("testPath")) : Optional.empty());
  }

  @Override
  public boolean hasTest() {
    return testPath.isPresent();
  }

  @Override
  public Split parts(Optional<Path> dataDir, SplitPlan plan, long seed) throws IOException {
    Split parts = plan.cut(csv.read(Source.resolve(dataDir, path)), seed);
    return testPath.isPresent()
        ? parts.withTest(csv.read(Source.resolve(dataDir, testPath.get()), parts.train().targets()))
        : parts;
  }
}
