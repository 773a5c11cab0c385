package jacobi.models;

import jacobi.data.Dataset;
import jacobi.data.Embedded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** All sources of data, by the name a specification has for them. */
final class Sources {
  private static final Map<String, Supplier<Dataset>> EMBEDDED =
      new TreeMap<>(
          Map.of(
              "digits", Embedded::digits,
              "iris", Embedded::iris,
              "and", Embedded::and,
              "or", Embedded::or,
              "xor", Embedded::xor,
              "consecutive-ones", Embedded::consecutiveOnes));

  private static final Map<String, Source.Maker> MADE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("csv", FileCsvSource::of),
              Map.entry("idx", IdxSource::of),
              Map.entry("images", ImagesSource::of),
              Map.entry("sequences", SequencesSource::of),
              Map.entry("skip-gram", SkipGramSource::of),
              Map.entry("language", LanguageSource::of),
              Map.entry("series", SeriesSource::of),
              Map.entry("text", TextsSource::of),
              Map.entry("sine", SeriesSource::sine),
              Map.entry("bits", GeneratedSources::bits),
              Map.entry("adding", GeneratedSources::adding),
              Map.entry("none", NoSource::of)));

  private Sources() {}

  /** The source that the key {@code source} names. */
  static Source of(SpecNode data) {
    String name = data.text("source");
    if (EMBEDDED.containsKey(name)) {
      return (dir, plan, seed) -> plan.cut(embedded(name), seed);
    }
    return Optional.ofNullable(MADE.get(name))
        .orElseThrow(() -> Job.unknown(data, "source", name, names()))
        .make(data);
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(EMBEDDED.keySet());
    names.addAll(MADE.keySet());
    return names;
  }

  /** Names of the data sets that need no file. */
  static Set<String> embedded() {
    return EMBEDDED.keySet();
  }

  static Dataset embedded(String name) {
    return EMBEDDED.get(name).get();
  }
}
