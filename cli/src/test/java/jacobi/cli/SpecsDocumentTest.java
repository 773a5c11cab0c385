package jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.io.Yaml;
import jacobi.models.Spec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/specs.md says what is true: its examples are specifications, and none of its keys is left
 * out.
 */
class SpecsDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "specs.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

  static List<String> examples() throws IOException {
    return EXAMPLE.matcher(Files.readString(DOCUMENT)).results().map(m -> m.group(1)).toList();
  }

  /** An example with what it leaves out taken from the embedded irises. */
  private static Map<String, Object> completed(String example) throws IOException {
    Map<String, Object> tree = new LinkedHashMap<>(Spec.find("iris").tree());
    tree.putAll(Yaml.read("example", example.getBytes(StandardCharsets.UTF_8)));
    return tree;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesAreSpecifications(String example) throws IOException {
    Map<String, Object> tree = completed(example);
    if (!example.contains("patience") && tree.get("training") instanceof Map<?, ?> training) {
      Map<Object, Object> endless = new LinkedHashMap<>(training);
      endless.remove("patience");
      tree.put("training", endless);
    }
    assertThat(new Spec("example", tree).job().training().epochs()).isPositive();
  }

  /** Keys that the tables list as words in code style at the start of a row. */
  @Test
  void everyKeyHasAnExample() throws IOException {
    TreeSet<String> used = new TreeSet<>();
    for (String example : examples()) {
      keys(completed(example), used);
    }
    Stream<String> documented =
        Pattern.compile("(?m)^\\| ((?:`[a-zA-Z.]+`(?:, )?)+) \\|")
            .matcher(Files.readString(DOCUMENT).replaceAll("(?s)\n## network.*?\n## training", ""))
            .results()
            .map(MatchResult::group)
            .flatMap(row -> Pattern.compile("`([a-zA-Z.]+)`").matcher(row).results())
            .map(m -> m.group(1).replaceFirst(".*\\.", ""));
    // An example of each would say little: these are alternatives of one another.
    used.addAll(List.of("constant", "stratified"));
    assertThat(used).containsAll(documented.toList());
  }

  private static void keys(Object value, Set<String> into) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach(
              (key, inner) -> {
                into.add(String.valueOf(key));
                keys(inner, into);
              });
      case List<?> list -> list.forEach(inner -> keys(inner, into));
      default -> into.add(String.valueOf(value));
    }
  }
}
