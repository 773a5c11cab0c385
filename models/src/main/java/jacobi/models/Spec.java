package jacobi.models;

import jacobi.data.Nearest;
import jacobi.graph.JacobiException;
import jacobi.io.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
      List.of(
          "digits",
          "iris",
          "xor",
          "consecutive-ones",
          "mnist",
          "lenet-digits",
          "lenet-mnist",
          "vgg-imagenet",
          "consecutive-ones-rnn",
          "same-as-previous",
          "adding-problem",
          "sine-forecast",
          "sentiment-features",
          "sentiment-features-hidden",
          "sentiment-pooled",
          "sentiment-cnn",
          "sentiment-lstm",
          "word2vec-brown",
          "brown-feedforward",
          "shakespeare-lstm");

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
    if (Files.isDirectory(path)) {
      throw new JacobiException(nameOrFile + ": is a folder, expected a specification");
    }
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
   * @param setting {@code path.to.key=value}, the value as in YAML; items of a list by their
   *     position from 0, as in {@code network.0.linear=64} or {@code network[0].linear=64}
   */
  public Spec with(String setting) {
    return with("--set", setting);
  }

  /** As {@link #with(String)}, with what messages put before the setting. */
  Spec with(String option, String setting) {
    String where = option + " " + setting;
    int eq = setting.indexOf('=');
    if (eq < 1) {
      throw new JacobiException(where + ": expected key=value, such as training.epochs=5");
    }
    List<String> path = List.of(path(setting.substring(0, eq)).split("\\.", -1));
    Object value;
    try {
      value = Yaml.value(where, setting.substring(eq + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Spec(file, put(where, tree, path, value));
  }

  /** A key with positions in lists written as {@code network.0} and not as {@code network[0]}. */
  static String path(String key) {
    return key.strip().replaceAll("\\[(\\d+)]", ".$1");
  }

  private static Map<String, Object> put(
      String where, Map<?, ?> map, List<String> path, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((k, v) -> copy.put(String.valueOf(k), v));
    copy.compute(path.getFirst(), (key, old) -> changed(where, old, rest(path), value));
    return copy;
  }

  private static Object changed(String where, Object old, List<String> path, Object value) {
    if (path.isEmpty()) {
      return value;
    }
    return switch (old) {
      case Map<?, ?> map -> put(where, map, path, value);
      case List<?> list -> {
        String index = path.getFirst();
        if (!index.matches("\\d{1,9}") || Integer.parseInt(index) >= list.size()) {
          throw new JacobiException(
              where + ": '" + index + "' is no position from 0 to " + (list.size() - 1));
        }
        List<Object> copy = new ArrayList<>(list);
        copy.set(
            Integer.parseInt(index),
            changed(where, list.get(Integer.parseInt(index)), rest(path), value));
        yield copy;
      }
      // A kind that had no settings: it keeps its name and gets some.
      case String kind -> put(where, Map.of(kind, Map.of()), path, value);
      case null, default -> put(where, Map.of(), path, value);
    };
  }

  private static List<String> rest(List<String> path) {
    return path.subList(1, path.size());
  }

  /** The parts, checked as far as can be without data. */
  public Job job() {
    return Job.of(new SpecNode(file, "", tree));
  }
}
