package jacobi.train;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an evaluation found, as means over examples.
 *
 * @param loss the loss
 * @param metrics other measures by name, such as {@code accuracy}
 */
public record Scores(double loss, Map<String, Double> metrics) {
  public Scores {
    metrics = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** Fraction of examples predicted right, where that was measured. */
  public double accuracy() {
    Double a = metrics.get("accuracy");
    if (a == null) {
      throw new jacobi.graph.JacobiException(
          "accuracy was not measured; there is " + metrics.keySet());
    }
    return a;
  }

  /** Loss and metrics by name, the loss first. */
  public Map<String, Double> toMap() {
    Map<String, Double> all = new LinkedHashMap<>();
    all.put("loss", loss);
    all.putAll(metrics);
    return all;
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}
