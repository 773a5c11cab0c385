package jacobi.data.text;

import jacobi.data.Encoding;
import jacobi.graph.JacobiException;
import java.util.List;
import java.util.Map;

/** Encodings read from what {@link Encoding#toMap} wrote. */
public final class Encodings {
  private Encodings() {}

  /**
   * The encoding that {@link Encoding#toMap} wrote.
   *
   * @throws JacobiException if something is missing or not as it should be
   */
  public static Encoding fromMap(Map<?, ?> map) {
    return switch (text(map, "kind")) {
      case "tokens" -> TokenEncoding.fromMap(map);
      case "features" -> FeatureEncoding.fromMap(map);
      default -> throw wrong(map, "kind", "tokens or features");
    };
  }

  static String text(Map<?, ?> map, String key) {
    if (map.get(key) instanceof String text) {
      return text;
    }
    throw wrong(map, key, "text");
  }

  static int whole(Map<?, ?> map, String key) {
    if (map.get(key) instanceof Integer number && number >= 0) {
      return number;
    }
    throw wrong(map, key, "a whole number from 0");
  }

  static List<?> list(Map<?, ?> map, String key) {
    if (map.get(key) instanceof List<?> list) {
      return list;
    }
    throw wrong(map, key, "a list");
  }

  static JacobiException wrong(Map<?, ?> map, String key, String expected) {
    return new JacobiException(
        String.format(
            "encoding: %s is %s, expected %s",
            key, Shown.token(String.valueOf(map.get(key))), expected));
  }
}
