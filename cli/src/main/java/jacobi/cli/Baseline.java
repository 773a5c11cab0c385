package jacobi.cli;

import jacobi.data.Split;
import jacobi.models.Job;
import jacobi.models.text.NgramBaseline;
import jacobi.train.Fit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The n-gram model that a language model is held against, and their mixture. */
record Baseline(NgramBaseline ngrams, NgramBaseline.Mixed mixture) {

  /** What {@code data.ngrams} asks for; empty if it asks for none. */
  static Optional<Baseline> of(Job job, Fit fit, Split parts) {
    if (job.ngrams().isEmpty()) {
      return Optional.empty();
    }
    NgramBaseline ngrams = NgramBaseline.of(parts, job.ngrams());
    return Optional.of(new Baseline(ngrams, ngrams.mixedWith(fit, parts)));
  }

  /** Entries of {@code metrics.json}. */
  Map<String, Object> toMap() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("baseline", entry("order", ngrams.model().order(), ngrams.validation(), ngrams.test()));
    all.put("mixture", entry("weight", mixture.weight(), mixture.validation(), mixture.test()));
    return all;
  }

  private static Map<String, Object> entry(
      String key, Object value, double validation, OptionalDouble test) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    map.put("validation", Map.of("perplexity", validation));
    test.ifPresent(p -> map.put("test", Map.of("perplexity", p)));
    return map;
  }

  /** A line for people: perplexities of the test part if there is one, else of validation. */
  String line() {
    return (ngrams.test().isPresent() ? "test" : "validation")
        + " perplexity of "
        + ngrams.model().order()
        + "-grams "
        + Text.number(ngrams.test().orElse(ngrams.validation()))
        + ", mixed "
        + Text.number(mixture.test().orElse(mixture.validation()))
        + " ("
        + Text.number(mixture.weight())
        + " of the network)";
  }
}
