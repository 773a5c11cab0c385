package jacobi.data.text;

import jacobi.data.Nearest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

record JsonLineSource(Path file, TextColumns fields) implements TextSource {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .build();

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public boolean hasLabels() {
    return fields.hasLabel();
  }

  @Override
  public TextReader open() throws IOException {
    Utf8Lines lines = Utf8Lines.open(file);
    return new TextReader() {
      @Override
      public Optional<TextExample> next() throws IOException {
        while (lines.next()) {
          if (!lines.text().isBlank()) {
            return Optional.of(example(lines));
          }
        }
        return Optional.empty();
      }

      @Override
      public void close() throws IOException {
        lines.close();
      }
    };
  }

  private TextExample example(Utf8Lines line) {
    JsonNode object;
    try {
      object = MAPPER.readTree(line.text());
    } catch (JacksonException e) {
      throw line.error(
          String.format(
              "not JSON: %s", Shown.token(e.getOriginalMessage().lines().findFirst().orElse(""))));
    }
    if (!object.isObject()) {
      throw line.error(
          String.format("expected a JSON object, found \"%s\"", Shown.token(line.text())));
    }
    JsonNode text = field(line, object, fields.text());
    if (!text.isString()) {
      throw line.error(
          String.format(
              "\"%s\" is %s, expected text", fields.text(), Shown.token(text.toString())));
    }
    String label = "";
    if (fields.hasLabel()) {
      JsonNode found = field(line, object, fields.label());
      if (!found.isValueNode() || found.isNull() || found.asString().isBlank()) {
        throw line.error(
            String.format(
                "\"%s\" is %s, expected a label", fields.label(), Shown.token(found.toString())));
      }
      label = found.asString().strip();
    }
    return new TextExample(text.asString(), label, line.name() + ": line " + line.number());
  }

  private static JsonNode field(Utf8Lines line, JsonNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      throw object.isEmpty()
          ? line.error(String.format("no field \"%s\", the object is empty", name))
          : line.error(
              String.format(
                  "no field \"%s\"; did you mean \"%s\"?",
                  name, Nearest.to(name, object.propertyNames())));
    }
    return value;
  }
}
