package jacobi.cli;

import jacobi.train.Epoch;
import jacobi.train.Fit;
import jacobi.train.Scores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code metrics.json} holds. */
final class Metrics {
  /** More would be a table that nobody reads. */
  private static final int MOST_CLASSES = 100;

  private Metrics() {}

  static Map<String, Object> of(Fit fit, Optional<Scores> test) {
    Map<String, Object> all = new LinkedHashMap<>();
    List<Map<String, Object>> epochs = fit.history().stream().map(Metrics::epoch).toList();
    all.put("epochs", epochs);
    test.ifPresent(t -> all.put("test", withConfusion(t)));
    all.put("seconds", rounded(fit.seconds()));
    all.put("seed", fit.seed());
    return all;
  }

  private static Map<String, Object> epoch(Epoch e) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("train", scores(e.train()));
    e.validation().ifPresent(v -> map.put("validation", scores(v)));
    map.put("seconds", rounded(e.seconds()));
    map.put("learningRate", e.learningRate());
    map.put("gradientNorms", finite(e.gradientNorms()));
    return map;
  }

  private static Map<String, Object> scores(Scores s) {
    return finite(s.toMap());
  }

  /** All scores, and which classes were taken for which if these are few. */
  static Map<String, Object> withConfusion(Scores s) {
    Map<String, Object> map = scores(s);
    s.confusion()
        .filter(c -> c.names().size() <= MOST_CLASSES)
        .ifPresent(c -> map.put("confusion", c.rows()));
    return map;
  }

  /** JSON knows no infinity: what is not finite is left out. */
  private static Map<String, Object> finite(Map<String, Double> values) {
    Map<String, Object> map = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (Double.isFinite(value)) {
            map.put(name, value);
          }
        });
    return map;
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1e3) / 1e3;
  }
}
