package jacobi.data.text;

import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/** Counts tokens, then makes a {@link Vocabulary} of the frequent ones. */
public final class VocabularyCounter {
  private final Map<String, long[]> counts = new HashMap<>();
  private final String unknown;

  /** The unknown token will be {@link Vocabulary#UNKNOWN}. */
  public VocabularyCounter() {
    this(Vocabulary.UNKNOWN);
  }

  public VocabularyCounter(String unknown) {
    this.unknown = unknown;
  }

  public VocabularyCounter add(String token) {
    counts.computeIfAbsent(token, _ -> new long[1])[0]++;
    return this;
  }

  public VocabularyCounter addAll(Iterable<String> tokens) {
    tokens.forEach(this::add);
    return this;
  }

  /** How many different tokens have been seen. */
  public int distinct() {
    return counts.size();
  }

  /** All tokens seen, and the unknown one. */
  public Vocabulary vocabulary() {
    return vocabulary(1, Integer.MAX_VALUE);
  }

  /**
   * The unknown token, the special ones in their order, then the others, most frequent first (of
   * equally frequent ones the first by UTF-16 units). What does not get in counts as unknown.
   *
   * @param minimumCount tokens seen less often are left out; 1 or more
   * @param maximumSize how many tokens there may be, unknown and special ones included
   * @param special tokens that get in however rare they are, such as {@code <s>}
   */
  public Vocabulary vocabulary(int minimumCount, int maximumSize, String... special) {
    SequencedSet<String> tokens = new LinkedHashSet<>();
    tokens.add(unknown);
    tokens.addAll(List.of(special));
    if (minimumCount < 1 || maximumSize < tokens.size()) {
      throw new JacobiException(
          String.format(
              "vocabulary: minimum count %d and maximum size %d, expected at least 1 and %d"
                  + " (the unknown and the special tokens)",
              minimumCount, maximumSize, tokens.size()));
    }
    counts.entrySet().stream()
        .filter(e -> e.getValue()[0] >= minimumCount && !tokens.contains(e.getKey()))
        .sorted(
            Comparator.<Map.Entry<String, long[]>>comparingLong(e -> -e.getValue()[0])
                .thenComparing(Map.Entry::getKey))
        .limit(maximumSize - tokens.size())
        .forEachOrdered(e -> tokens.add(e.getKey()));
    long[] seen = tokens.stream().mapToLong(this::count).toArray();
    counts.forEach(
        (token, count) -> {
          if (!tokens.contains(token)) {
            seen[0] += count[0];
          }
        });
    return Vocabulary.of(new ArrayList<>(tokens), seen);
  }

  /** How often a token has been seen. */
  public long count(String token) {
    long[] count = counts.get(token);
    return count == null ? 0 : count[0];
  }
}
