package jacobi.data.text;

import jacobi.data.Dataset;
import jacobi.data.Encoding;
import jacobi.data.Targets;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Texts with the features an encoding gives them, one behind the other. */
final class EncodedTexts implements Dataset {
  private static final System.Logger LOG = System.getLogger("jacobi.data.text");

  private final Dataset base;
  private final Encoding fitted;
  private final int[] starts;
  private final float[] features;
  private final Shape shape;

  private EncodedTexts(Dataset base, Encoding fitted, int[] starts, float[] features, Shape shape) {
    this.base = base;
    this.fitted = fitted;
    this.starts = starts;
    this.features = features;
    this.shape = shape;
  }

  static EncodedTexts of(Dataset texts, Encoding encoding) {
    int[] starts = new int[texts.size() + 1];
    float[] features = new float[1024];
    // What an empty part would have.
    int longest = texts.size() == 0 ? encoding.encode("").length : 0;
    int cut = 0;
    int unknown = 0;
    for (int i = 0; i < texts.size(); i++) {
      String text =
          texts.text(i).orElseThrow(() -> new JacobiException(texts.name() + ": has no text"));
      float[] x;
      if (encoding instanceof TokenEncoding tokens) {
        int[] ids = tokens.ids(text);
        x = tokens.features(ids);
        cut += tokens.cuts(ids) ? 1 : 0;
        unknown += tokens.knowsNothingOf(x) ? 1 : 0;
      } else {
        x = encoding.encode(text);
      }
      longest = Math.max(longest, x.length);
      starts[i + 1] = end(texts, starts[i], x.length);
      if (starts[i + 1] > features.length) {
        long more = Math.max(starts[i + 1], 2L * features.length);
        features = Arrays.copyOf(features, (int) Math.min(Integer.MAX_VALUE - 8, more));
      }
      System.arraycopy(x, 0, features, starts[i], x.length);
    }
    if (encoding instanceof TokenEncoding tokens) {
      String kept = String.format("only the first %,d tokens are kept", tokens.maxTokens());
      warn(texts, cut, kept + " (data.maxTokens)");
      warn(texts, unknown, "no token is known from training");
    }
    return new EncodedTexts(texts, encoding, starts, features, Shape.of(longest));
  }

  private static int end(Dataset texts, int start, int length) {
    if (length > Integer.MAX_VALUE - 8 - start) {
      throw new JacobiException(texts.name() + ": more than 2 billion tokens are too many");
    }
    return start + length;
  }

  /** Nothing is lost in silence. */
  private static void warn(Dataset texts, int count, String what) {
    if (count > 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          String.format("%s: %s in %,d of %,d texts", texts.name(), what, count, texts.size()));
    }
  }

  @Override
  public String name() {
    return base.name();
  }

  @Override
  public int size() {
    return base.size();
  }

  @Override
  public Shape featureShape() {
    return shape;
  }

  @Override
  public boolean hasLengths() {
    return fitted.hasLengths();
  }

  @Override
  public int length(int index) {
    return starts[index + 1] - starts[index];
  }

  @Override
  public Targets targets() {
    return base.targets();
  }

  @Override
  public Optional<Encoding> encoding() {
    return Optional.of(fitted);
  }

  @Override
  public Optional<String> text(int index) {
    return base.text(index);
  }

  @Override
  public List<String> featureNames() {
    return fitted.featureNames();
  }

  @Override
  public void copyFeatures(int index, float[] into, int offset) {
    System.arraycopy(features, starts[index], into, offset, length(index));
  }

  @Override
  public int label(int index) {
    return base.label(index);
  }

  @Override
  public void copyValues(int index, float[] into, int offset) {
    base.copyValues(index, into, offset);
  }

  @Override
  public String toString() {
    return name() + "[" + size() + " texts, " + targets() + "]";
  }
}
