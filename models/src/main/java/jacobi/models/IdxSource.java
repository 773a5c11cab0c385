package jacobi.models;

import jacobi.data.Dataset;
import jacobi.data.Idx;
import jacobi.data.Split;
import jacobi.data.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Pairs of IDX files.
 *
 * @param test those of the test part, if it has its own
 * @param classes how many there are; 0 for as many as the greatest label says
 */
record IdxSource(Pair train, Optional<Pair> test, int classes) implements Source {

  /** Names of files. */
  record Pair(String images, String labels) {
    Dataset read(Optional<Path> dataDir, int classes) throws IOException {
      return IdxSource.read(
          Source.resolve(dataDir, images), Source.resolve(dataDir, labels), classes);
    }
  }

  static IdxSource of(SpecNode s) {
    int classes = s.integer("classes", 0, 0);
    Pair train = new Pair(s.text("images"), s.text("labels"));
    Optional<Pair> test =
        s.has("testImages")
            ? Optional.of(new Pair(s.text("testImages"), s.text("testLabels")))
            : Optional.empty();
    return new IdxSource(train, test, classes);
  }

  static Dataset read(Path images, Path labels, Targets known) throws IOException {
    return read(images, labels, known instanceof Targets.Classes c ? c.count() : 0);
  }

  private static Dataset read(Path images, Path labels, int classes) throws IOException {
    return classes > 0 ? Idx.read(images, labels, classes) : Idx.read(images, labels);
  }

  @Override
  public boolean hasTest() {
    return test.isPresent();
  }

  @Override
  public Split parts(Optional<Path> dataDir, SplitPlan plan, long seed) throws IOException {
    Split parts = plan.cut(train.read(dataDir, classes), seed);
    if (test.isEmpty()) {
      return parts;
    }
    int known = parts.train().classNames().size();
    return parts.withTest(test.get().read(dataDir, known));
  }
}
