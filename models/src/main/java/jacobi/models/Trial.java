package jacobi.models;

import jacobi.graph.JacobiException;
import jacobi.train.Scores;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One training of a {@link Search}.
 *
 * @param number from 1, in the order in which they run
 * @param settings what the searched keys were set to
 * @param rung from 0; greater ones had more epochs (successive halving)
 * @param epochs how many it was given
 * @param validation loss and metrics of the validation part, of the parameters it ended with,
 *     without the counts behind precision and recall; empty if it failed
 * @param failure why it has no scores; empty if it has
 * @param seconds how long it took
 */
public record Trial(
    int number,
    Map<String, String> settings,
    int rung,
    int epochs,
    Optional<Scores> validation,
    String failure,
    double seconds) {
  public Trial {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    validation = validation.map(v -> scores(v.toMap()));
  }

  /** The score by a name, {@code loss} or a metric's; empty if it failed. */
  public Optional<Double> score(String by) {
    return validation.map(
        v -> {
          Double s = v.toMap().get(by);
          if (s == null) {
            throw new JacobiException(
                "'" + by + "' is not measured; there is " + String.join(", ", v.toMap().keySet()));
          }
          return s;
        });
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("number", number);
    map.put("settings", settings);
    map.put("rung", rung);
    map.put("epochs", epochs);
    validation.ifPresentOrElse(
        v -> map.put("validation", v.toMap()), () -> map.put("failure", failure));
    map.put("seconds", seconds);
    return map;
  }

  static Trial fromMap(Path file, Map<String, ?> map) {
    try {
      Map<String, String> settings = new LinkedHashMap<>();
      ((Map<?, ?>) map.get("settings")).forEach((k, v) -> settings.put((String) k, (String) v));
      Optional<Scores> scores =
          Optional.ofNullable((Map<?, ?>) map.get("validation")).map(Trial::scores);
      return new Trial(
          (Integer) map.get("number"),
          settings,
          (Integer) map.get("rung"),
          (Integer) map.get("epochs"),
          scores,
          scores.isPresent() ? "" : (String) map.get("failure"),
          ((Number) map.get("seconds")).doubleValue());
    } catch (ClassCastException | NullPointerException e) {
      throw new JacobiException(file + ": is not the result of a trial", e);
    }
  }

  private static Scores scores(Map<?, ?> map) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    map.forEach((k, v) -> metrics.put((String) k, ((Number) v).doubleValue()));
    double loss = metrics.remove("loss");
    return new Scores(loss, metrics);
  }
}
