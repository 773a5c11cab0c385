package jacobi.data;

import java.util.List;
import java.util.Map;

/**
 * How raw text becomes the features of an example: fitted on the training part, and saved with a
 * model to do the same to new texts. {@link jacobi.data.text.Encodings} reads what was saved.
 */
public interface Encoding {

  /**
   * The features of a text, one at least: a text that holds nothing is an example like any other.
   */
  float[] encode(String text);

  /** Whether texts have different numbers of features, a step each. */
  boolean hasLengths();

  /** Names of the features; an empty list where they have none. */
  default List<String> featureNames() {
    return List.of();
  }

  /** This encoding as a map of strings, numbers and lists. */
  Map<String, Object> toMap();
}
