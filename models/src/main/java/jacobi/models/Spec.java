package jacobi.models;

import jacobi.data.Nearest;
import jacobi.graph.JacobiException;
import jacobi.io.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to train and how, as a tree of plain values: keys {@code name}, {@code about}, {@code data},
 * {@code network}, {@code loss}, {@code optimizer} and {@code training}. docs/specs.md explains
 * each.
 *
 * @param file where it was read, for messages
 * @param tree the keys
 */
public record Spec(String file, Map<String, Object> tree) {
  private static final List<String> EMBEDDED =
      List.of("digits", "iris", "xor", "consecutive-ones", "mnist");

  /** Names of the specifications that come with Jacobi. */
  public static List<String> embedded() {
    return EMBEDDED;
  }

  /** An embedded specification by name, or one from a file. */
  public static Spec find(String nameOrFile) throws IOException {
    if (EMBEDDED.contains(nameOrFile)) {
      try (InputStream in = Spec.class.getResourceAsStream(nameOrFile + ".yaml")) {
        return new Spec(nameOrFile, Yaml.read(nameOrFile, in.readAllBytes()));
      }
    }
    Path path = Path.of(nameOrFile);
    if (!Files.exists(path)) {
      throw new JacobiException(
          nameOrFile
              + ": no such file, and no embedded specification of that name; did you mean '"
              + Nearest.to(nameOrFile, EMBEDDED)
              + "'? There are "
              + String.join(", ", EMBEDDED));
    }
    return new Spec(nameOrFile, Yaml.read(nameOrFile, Files.readAllBytes(path)));
  }

  /** One line about it. */
  public String about() {
    return tree.getOrDefault("about", "").toString();
  }

  /**
   * The same with one value changed.
   *
   * @param setting {@code path.to.key=value}, the value as in YAML
   */
  public Spec with(String setting) {
    int eq = setting.indexOf('=');
    if (eq < 1) {
      throw new JacobiException(
          "--set " + setting + ": expected key=value, such as training.epochs=5");
    }
    String[] path = setting.substring(0, eq).strip().split("\\.");
    Object value;
    try {
      value = Yaml.value("--set " + setting, setting.substring(eq + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Spec(file, put(tree, path, 0, value));
  }

  private static Map<String, Object> put(Map<?, ?> map, String[] path, int at, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((k, v) -> copy.put(String.valueOf(k), v));
    if (at == path.length - 1) {
      copy.put(path[at], value);
    } else {
      Object inner = copy.get(path[at]);
      Map<?, ?> below =
          inner instanceof Map<?, ?> m
              ? m
              : inner == null ? Map.of() : Map.of(inner.toString(), Map.of());
      copy.put(path[at], put(below, path, at + 1, value));
    }
    return copy;
  }

  /** The parts, checked as far as can be without data. */
  public Job job() {
    return Job.of(new SpecNode(file, "", tree));
  }
}
