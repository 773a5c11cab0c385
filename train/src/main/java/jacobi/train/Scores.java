package jacobi.train;

import jacobi.data.Dataset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an evaluation found.
 *
 * @param loss the loss, a mean over examples
 * @param metrics other means by name, such as {@code accuracy}
 * @param confusion which classes were taken for which, where that was counted
 */
public record Scores(double loss, Map<String, Double> metrics, Optional<Confusion> confusion) {
  public Scores {
    metrics = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** Means alone. */
  public Scores(double loss, Map<String, Double> metrics) {
    this(loss, metrics, Optional.empty());
  }

  /**
   * What a mean cross-entropy of tokens says: {@code perplexity}, its exponential, and {@code
   * bitsPerCharacter}. Nothing where the classes are no tokens.
   */
  static Map<String, Double> ofTokens(double loss, Dataset data) {
    Map<String, Double> all = new LinkedHashMap<>();
    data.charactersPerTarget()
        .ifPresent(
            characters -> {
              all.put("perplexity", Math.exp(loss));
              all.put("bitsPerCharacter", loss / (Math.log(2) * characters));
            });
    return all;
  }

  /** Fraction of examples predicted right, where that was measured. */
  public double accuracy() {
    Double a = metrics.get(Metric.ACCURACY);
    if (a == null) {
      throw new jacobi.graph.JacobiException(
          "accuracy was not measured; there is " + metrics.keySet());
    }
    return a;
  }

  /** Loss and metrics by name, the loss first. */
  public Map<String, Double> means() {
    Map<String, Double> all = new LinkedHashMap<>();
    all.put("loss", loss);
    all.putAll(metrics);
    return all;
  }

  /**
   * The means, then {@code precision}, {@code recall} and {@code f1} where classes were counted.
   */
  public Map<String, Double> toMap() {
    Map<String, Double> all = means();
    confusion.ifPresent(
        c -> {
          all.put("precision", c.precision());
          all.put("recall", c.recall());
          all.put("f1", c.f1());
        });
    return all;
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}
