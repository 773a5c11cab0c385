package jacobi.io;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** YAML as trees of maps, lists, text, numbers and truth values; no key may come twice. */
public final class Yaml {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                  .disable(YAMLWriteFeature.SPLIT_LINES)
                  .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                  .build())
          .build();

  private Yaml() {}

  /**
   * A document whose top is a map.
   *
   * @param name where it comes from, for messages
   */
  public static Map<String, Object> read(String name, byte[] content) throws IOException {
    Object value = parse(name, content);
    if (!(value instanceof Map<?, ?> map)) {
      throw new JacobiException(name + ": expected keys with values, such as 'name: digits'");
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((k, v) -> copy.put(String.valueOf(k), v));
    return copy;
  }

  /** A map as a document. */
  public static String text(Map<String, ?> map) {
    return MAPPER.writeValueAsString(map);
  }

  /** A single value, as it would stand behind a key. */
  public static Object value(String name, String text) throws IOException {
    return text.isBlank()
        ? ""
        : parse(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static Object parse(String name, byte[] content) {
    try {
      JsonNode tree = MAPPER.readTree(content);
      if (tree.isMissingNode() || tree.isNull()) {
        throw new JacobiException(name + ": is empty");
      }
      return MAPPER.treeToValue(tree, Object.class);
    } catch (JacksonException e) {
      var at = e.getLocation();
      String where = at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new JacobiException(
          name + where + ": not YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    }
  }
}
