package jacobi.data.text.pipeline;

import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/** An object in a file of JSON, which knows where it stands: {@code model.vocab}. */
record JsonPart(String file, String path, JsonNode node) {

  JacobiException error(String key, String problem) {
    return new JacobiException(String.format("%s: %s%s", file, at(key), problem));
  }

  private String at(String key) {
    String place = path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    return place.isEmpty() ? "" : place + ": ";
  }

  private JacobiException wrong(String key, String expected) {
    String found = node.get(key) == null ? "is missing" : "is " + shorten(node.get(key).toString());
    return error(key, found + ", expected " + expected);
  }

  static String shorten(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= 40 ? line : line.substring(0, 40) + "…";
  }

  boolean has(String key) {
    return node.hasNonNull(key);
  }

  String text(String key) {
    if (!has(key) || !node.get(key).isString()) {
      throw wrong(key, "text");
    }
    return node.get(key).asString();
  }

  String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  boolean flag(String key, boolean otherwise) {
    if (has(key) && !node.get(key).isBoolean()) {
      throw wrong(key, "true or false");
    }
    return has(key) ? node.get(key).asBoolean() : otherwise;
  }

  int integer(String key) {
    if (!has(key) || !node.get(key).canConvertToInt()) {
      throw wrong(key, "an integer");
    }
    return node.get(key).asInt();
  }

  int integer(String key, int otherwise) {
    return has(key) ? integer(key) : otherwise;
  }

  /** A single character. */
  int character(String key) {
    String text = text(key);
    if (text.isEmpty() || text.codePointCount(0, text.length()) != 1) {
      throw wrong(key, "one character");
    }
    return text.codePointAt(0);
  }

  JsonPart object(String key) {
    if (!has(key) || !node.get(key).isObject()) {
      throw wrong(key, "an object");
    }
    return new JsonPart(file, (path.isEmpty() ? "" : path + ".") + key, node.get(key));
  }

  JsonNode list(String key) {
    if (!has(key) || !node.get(key).isArray()) {
      throw wrong(key, "a list");
    }
    return node.get(key);
  }

  /** The objects in a list. */
  List<JsonPart> objects(String key) {
    List<JsonPart> all = new ArrayList<>();
    for (JsonNode item : list(key)) {
      JsonPart part =
          new JsonPart(
              file,
              String.format("%s%s[%d]", path.isEmpty() ? "" : path + ".", key, all.size()),
              item);
      if (!item.isObject()) {
        throw part.error("", "is " + shorten(item.toString()) + ", expected an object");
      }
      all.add(part);
    }
    return all;
  }

  /** A part that may be left out or null. */
  <T> T optional(String key, Function<JsonPart, T> reading, T otherwise) {
    return has(key) ? reading.apply(object(key)) : otherwise;
  }

  /** The entry of a table that a key names. */
  <T> T oneOf(String key, Map<String, T> known) {
    String name = text(key);
    T found = known.get(name);
    if (found == null) {
      throw error(
          key,
          String.format(
              "\"%s\" is not supported, expected one of %s",
              shorten(name), String.join(", ", known.keySet().stream().sorted().toList())));
    }
    return found;
  }

  /** {@code {"String": …}} or {@code {"Regex": …}}, or plain text. */
  TextPattern pattern(String key) {
    if (has(key) && node.get(key).isString()) {
      return new TextPattern.Literal(text(key));
    }
    JsonPart pattern = object(key);
    if (pattern.has("String")) {
      return new TextPattern.Literal(pattern.text("String"));
    }
    try {
      return new TextPattern.Regex(pattern.text("Regex"));
    } catch (PatternSyntaxException e) {
      throw pattern.error("Regex", "not a regular expression: " + shorten(e.getDescription()));
    }
  }

  Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  /** Builds something, and says where it stood if that fails. */
  <T> T build(java.util.function.Supplier<T> building) {
    try {
      return building.get();
    } catch (JacobiException e) {
      // What was read on the way may have said so itself.
      throw e.getMessage().startsWith(file)
          ? e
          : new JacobiException(String.format("%s: %s%s", file, at(""), e.getMessage()), e);
    }
  }
}
