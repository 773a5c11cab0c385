package jacobi.data.text;

import jacobi.data.Dataset;
import jacobi.data.Encoding;
import jacobi.data.Targets;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.Optional;
import java.util.OptionalDouble;

/** Tokens from one to another, each with a window of tokens before it. */
final class TokenWindows implements Dataset {
  private final RunningText text;
  private final int[] ids;
  private final int from;
  private final int to;
  private final int window;
  private final Targets targets;

  TokenWindows(RunningText text, int[] ids, int from, int to, int window) {
    this.text = text;
    this.ids = ids;
    this.from = from;
    this.to = to;
    this.window = window;
    this.targets = new Targets.Classes(text.encoding().tokenizer().tokens());
  }

  @Override
  public String name() {
    return text.name();
  }

  @Override
  public int size() {
    return to - from;
  }

  @Override
  public Shape featureShape() {
    return Shape.of(window);
  }

  @Override
  public Targets targets() {
    return targets;
  }

  @Override
  public Optional<Encoding> encoding() {
    return Optional.of(text.encoding());
  }

  @Override
  public OptionalDouble charactersPerTarget() {
    return OptionalDouble.of(text.characters(from, to) / Math.max(1, size()));
  }

  @Override
  public void copyFeatures(int index, float[] into, int offset) {
    int first = from + index - window;
    for (int t = 0; t < window; t++) {
      into[offset + t] = ids[first + t];
    }
  }

  @Override
  public int label(int index) {
    return ids[from + index];
  }

  @Override
  public void copyValues(int index, float[] into, int offset) {
    throw new JacobiException(name() + ": the targets are tokens, not values");
  }

  @Override
  public String toString() {
    return name() + "[" + size() + " windows of " + window + " tokens]";
  }
}
