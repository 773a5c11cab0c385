package jacobi.models;

import jacobi.data.Nearest;
import jacobi.graph.JacobiException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One map of a specification, read key by key. What nobody asked for is an unknown key, which
 * {@link #done} reports.
 */
final class SpecNode {
  private final String file;
  private final String path;
  private final Map<String, Object> map;
  private final Set<String> known = new LinkedHashSet<>();

  SpecNode(String file, String path, Map<?, ?> map) {
    this.file = file;
    this.path = path;
    this.map = new LinkedHashMap<>();
    map.forEach((k, v) -> this.map.put(String.valueOf(k), v));
  }

  /** An error at a key of this map. */
  JacobiException wrong(String key, String message) {
    return new SpecException(file + ": " + (key.isEmpty() ? path : at(key)) + ": " + message);
  }

  /** Something made from the settings at a key, whose own complaints are about that key. */
  <T> T make(String key, Supplier<T> part) {
    try {
      return part.get();
    } catch (SpecException e) {
      throw e;
    } catch (JacobiException e) {
      throw wrong(key, e.getMessage());
    }
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  boolean has(String key) {
    known.add(key);
    return map.get(key) != null;
  }

  /** Throws if there is a key that was never asked for. */
  void done() {
    for (String key : map.keySet()) {
      if (!known.contains(key)) {
        throw new SpecException(
            file
                + ": unknown key '"
                + at(key)
                + "'"
                + (known.isEmpty() ? "" : ", did you mean '" + at(Nearest.to(key, known)) + "'?"));
      }
    }
  }

  private Object required(String key) {
    known.add(key);
    Object v = map.get(key);
    if (v == null) {
      throw wrong(key, "is missing");
    }
    return v;
  }

  String text(String key) {
    Object v = required(key);
    if (v instanceof Map || v instanceof List) {
      throw wrong(key, "is " + v + ", expected a word");
    }
    return String.valueOf(v);
  }

  String text(String key, String missing) {
    return has(key) ? text(key) : missing;
  }

  /** One of some words. */
  String oneOf(String key, String missing, Collection<String> words) {
    String v = text(key, missing);
    if (!words.contains(v)) {
      throw wrong(
          key,
          "'"
              + v
              + "' is not known, did you mean '"
              + Nearest.to(v, words)
              + "'? There are "
              + words.stream().sorted().collect(Collectors.joining(", ")));
    }
    return v;
  }

  double number(String key) {
    return toNumber(key, required(key));
  }

  double number(String key, double missing) {
    return has(key) ? number(key) : missing;
  }

  /** A number that is not negative; 0 if it is missing. */
  double atLeast0(String key) {
    double d = number(key, 0);
    if (d < 0) {
      throw wrong(key, "is " + text(key) + ", expected a number from 0");
    }
    return d;
  }

  private double toNumber(String key, Object v) {
    try {
      double d = v instanceof Number n ? n.doubleValue() : Double.parseDouble(String.valueOf(v));
      if (Double.isFinite(d)) {
        return d;
      }
    } catch (NumberFormatException e) {
      throw wrong(key, "is '" + v + "', expected a number");
    }
    throw wrong(key, "is " + v + ", expected a finite number");
  }

  /** A whole number in a range. */
  int integer(String key, int least) {
    double d = number(key);
    if (d != Math.rint(d) || d < least || d > Integer.MAX_VALUE) {
      throw wrong(key, "is " + text(key) + ", expected a whole number from " + least);
    }
    return (int) d;
  }

  int integer(String key, int least, int missing) {
    return has(key) ? integer(key, least) : missing;
  }

  boolean flag(String key, boolean missing) {
    if (!has(key)) {
      return missing;
    }
    String v = text(key);
    if (v.equals("true") || v.equals("false")) {
      return v.equals("true");
    }
    throw wrong(key, "is '" + v + "', expected true or false");
  }

  List<?> list(String key) {
    Object v = required(key);
    if (v instanceof List<?> l) {
      return l;
    }
    throw wrong(key, "is " + v + ", expected a list");
  }

  /** One word, or a list of words. */
  List<String> words(String key) {
    return required(key) instanceof List<?> words
        ? words.stream().map(String::valueOf).toList()
        : List.of(text(key));
  }

  /** The extents of a tensor: a list of whole numbers from 1. */
  int[] shape(String key) {
    List<?> list = list(key);
    boolean whole = list.stream().allMatch(d -> d instanceof Integer i && i > 0);
    if (list.isEmpty() || !whole) {
      throw wrong(key, "is " + list + ", expected a list of whole numbers from 1");
    }
    return list.stream().mapToInt(d -> (Integer) d).toArray();
  }

  /** A map within; an empty one if it is missing. */
  SpecNode child(String key) {
    known.add(key);
    Object v = map.get(key);
    if (v == null) {
      return new SpecNode(file, at(key), Map.of());
    }
    if (v instanceof Map<?, ?> m) {
      return new SpecNode(file, at(key), m);
    }
    throw wrong(key, "is '" + v + "', expected keys below it");
  }

  /**
   * Something that has a kind and perhaps settings: {@code adam}, {@code adam: 0.01} or {@code
   * adam: {rate: 0.01}}.
   */
  Kind kind(String key, String mainSetting) {
    return kindOf(key, required(key), mainSetting);
  }

  Kind kindOf(String key, Object v, String mainSetting) {
    if (v instanceof Map<?, ?> m) {
      if (m.size() != 1) {
        throw wrong(
            key, "has keys " + m.keySet() + ", expected one: a kind with its settings below it");
      }
      Map.Entry<?, ?> e = m.entrySet().iterator().next();
      String name = String.valueOf(e.getKey());
      Map<?, ?> settings =
          switch (e.getValue()) {
            case null -> Map.of();
            case Map<?, ?> inner -> inner;
            case Object single -> Map.of(mainSetting, single);
          };
      return new Kind(name, new SpecNode(file, at(key) + "." + name, settings));
    }
    if (v instanceof List) {
      throw wrong(key, "is " + v + ", expected a kind such as '" + mainSetting + "'");
    }
    return new Kind(String.valueOf(v), new SpecNode(file, at(key), Map.of()));
  }

  record Kind(String name, SpecNode settings) {}

  Optional<Object> raw(String key) {
    known.add(key);
    return Optional.ofNullable(map.get(key));
  }
}
