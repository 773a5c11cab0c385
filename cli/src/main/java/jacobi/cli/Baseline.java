package jacobi.cli;

import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.data.Targets;
import jacobi.models.Job;
import jacobi.models.text.NgramBaseline;
import jacobi.train.Fit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a network is held against. */
sealed interface Baseline {

  /** Entries of {@code metrics.json}. */
  Map<String, Object> toMap();

  /** A line for people; empty if there is nothing to say. */
  Optional<String> line();

  /**
   * The n-gram models that {@code data.ngrams} asks for, else the most frequent class; empty where
   * targets are no classes.
   */
  static Optional<Baseline> of(Job job, Fit fit, Split parts) {
    if (!job.ngrams().isEmpty()) {
      NgramBaseline ngrams = NgramBaseline.of(parts, job.ngrams());
      return Optional.of(new Ngrams(ngrams, ngrams.mixedWith(fit, parts)));
    }
    return parts.train().targets().one() instanceof Targets.Classes
        ? Optional.of(FrequentClass.of(parts))
        : Optional.empty();
  }

  /**
   * Always the class that training saw most often.
   *
   * @param name of that class
   * @param accuracy by the part it is measured on, as far as there are such parts
   */
  record FrequentClass(String name, Map<String, Double> accuracy) implements Baseline {
    static FrequentClass of(Split parts) {
      int[] counts = parts.train().classCounts();
      int most = 0;
      for (int label = 1; label < counts.length; label++) {
        most = counts[label] > counts[most] ? label : most;
      }
      Map<String, Double> accuracy = new LinkedHashMap<>();
      accuracy.put("train", fraction(most, parts.train()));
      put("validation", most, parts.validation(), accuracy);
      put("test", most, parts.test(), accuracy);
      return new FrequentClass(parts.train().classNames().get(most), accuracy);
    }

    private static void put(String part, int label, Dataset data, Map<String, Double> into) {
      if (data.size() > 0) {
        into.put(part, fraction(label, data));
      }
    }

    private static double fraction(int label, Dataset data) {
      int[] counts = data.classCounts();
      return (double) counts[label] / Arrays.stream(counts).asLongStream().sum();
    }

    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("class", name);
      accuracy.forEach((part, a) -> map.put(part, Map.of("accuracy", a)));
      return Map.of("baseline", map);
    }

    @Override
    public Optional<String> line() {
      return Optional.empty();
    }
  }

  /** The n-gram model that a language model is held against, and their mixture. */
  record Ngrams(NgramBaseline ngrams, NgramBaseline.Mixed mixture) implements Baseline {

    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put(
          "baseline", entry("order", ngrams.model().order(), ngrams.validation(), ngrams.test()));
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

    /** Perplexities of the test part if there is one, else of validation. */
    @Override
    public Optional<String> line() {
      return Optional.of(
          (ngrams.test().isPresent() ? "test" : "validation")
              + " perplexity of "
              + ngrams.model().order()
              + "-grams "
              + Text.number(ngrams.test().orElse(ngrams.validation()))
              + ", mixed "
              + Text.number(mixture.test().orElse(mixture.validation()))
              + " ("
              + Text.number(mixture.weight())
              + " of the network)");
    }
  }
}
