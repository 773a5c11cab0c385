package jacobi.data.text.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;

/** Builds trees of maps in the order they are written. */
final class JsonTree {
  private JsonTree() {}

  /** Keys and values in turns. */
  static Map<String, Object> of(Object... keysAndValues) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      tree.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return tree;
  }

  static Map<String, Object> of(TextPattern pattern) {
    return switch (pattern) {
      case TextPattern.Literal p -> of("String", p.characters());
      case TextPattern.Regex p -> of("Regex", p.expression());
    };
  }
}
