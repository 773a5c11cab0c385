package jacobi.io;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON files as trees of maps, lists, strings, finite numbers and booleans; null, NaN and
 * infinities are refused both ways, as are keys that come twice.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(new JsonFactory())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  /** Reads a file that holds one JSON object; the maps keep the file's order. */
  public static Map<String, Object> read(Path file) throws IOException {
    return parse(file.toString(), Files.readAllBytes(AtomicFiles.existing(file)));
  }

  /** Writes an object, indented; the file appears whole or not at all. */
  public static void write(Path file, Map<String, ?> object) throws IOException {
    AtomicFiles.write(file, content(file, object));
  }

  /** What to write to a file, with {@code name} for messages; all checks are made before. */
  static AtomicFiles.Filling<FileChannel> content(Path name, Map<String, ?> object) {
    check(name.toString(), "", object);
    byte[] json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(object);
    ByteBuffer text = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    return channel -> AtomicFiles.writeAll(channel, text);
  }

  /** Compact JSON in UTF-8. Unlike files, it may hold null. */
  public static byte[] bytes(Map<String, ?> object) {
    return MAPPER.writeValueAsBytes(object);
  }

  /**
   * The object in a text.
   *
   * @param name what error messages call it
   */
  static Map<String, Object> parse(String name, byte[] utf8) {
    Map<String, Object> object;
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      object = MAPPER.readValue(text, new TypeReference<>() {});
    } catch (JacksonException e) {
      throw new JacobiException(
          String.format("%s: not valid JSON: %s%s", name, firstLine(e.getOriginalMessage()), at(e)),
          e);
    } catch (CharacterCodingException e) {
      throw new JacobiException(name + ": not valid JSON: the text is not UTF-8", e);
    }
    if (object == null) {
      throw new JacobiException(name + ": not valid JSON: expected an object, found null");
    }
    check(name, "", object);
    return object;
  }

  private static String at(JacksonException e) {
    return e.getLocation() == null || e.getLocation().getLineNr() < 1
        ? ""
        : String.format(
            " (line %d, column %d)", e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  private static String firstLine(String message) {
    return String.valueOf(message).lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
  }

  private static void check(String name, String path, Object value) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach(
              (key, inner) -> check(name, path.isEmpty() ? "" + key : path + "." + key, inner));
      case List<?> list -> list.forEach(inner -> check(name, path, inner));
      case String _, Boolean _ -> {}
      case Number number when Double.isFinite(number.doubleValue()) -> {}
      case null, default ->
          throw new JacobiException(
              String.format(
                  "%s: %s is %s, expected text, a finite number, a truth value, a list or an"
                      + " object",
                  name, path.isEmpty() ? "a value" : path, value));
    }
  }
}
