package jacobi.models;

import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.data.Targets;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.nio.file.Path;
import java.util.Optional;

/** No examples, only what they would be: enough to build a network and look at it. */
record NoSource(Shape featureShape, Targets targets) implements Source, Dataset {

  static NoSource of(SpecNode s) {
    Shape shape = Shape.of(s.shape("shape"));
    return new NoSource(shape, Targets.Classes.numbered(s.integer("classes", 1)));
  }

  @Override
  public Split parts(Optional<Path> dataDir, SplitPlan plan, long seed) {
    return Split.of(this, this, this);
  }

  @Override
  public boolean hasTest() {
    return true;
  }

  @Override
  public String name() {
    return "none";
  }

  @Override
  public int size() {
    return 0;
  }

  @Override
  public void copyFeatures(int index, float[] into, int offset) {
    throw noExamples();
  }

  @Override
  public int label(int index) {
    throw noExamples();
  }

  @Override
  public void copyValues(int index, float[] into, int offset) {
    throw noExamples();
  }

  private static JacobiException noExamples() {
    return new JacobiException("data.source is none: there are no examples");
  }
}
