package jacobi.models.text;

import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts n-grams of word ids as they stream by, for {@link KneserNey}: n-grams of the highest order
 * by how often they are seen, shorter ones by how many different words they follow, except at the
 * beginning of a sentence, where nothing can precede them.
 *
 * <pre>{@code
 * var counts = NgramCounts.ofSentences(5, words.size(), words.id("<s>"), words.id("</s>"));
 * for (int[] sentence : sentences) {
 *   counts.add(sentence);
 * }
 * KneserNey model = KneserNey.of(counts);
 * }</pre>
 */
public final class NgramCounts {
  static final int NONE = -1;

  private final int vocabularySize;
  private final int begin;
  private final int end;
  private final List<NgramTable> tables = new ArrayList<>();

  // By length k: the entry of the last k words, and whether these begin a sentence.
  private final int[] entries;
  private final int[] previous;
  private int beginLength;

  private NgramCounts(int order, int vocabularySize, int begin, int end, boolean fresh) {
    if (order < 1 || vocabularySize < 1) {
      throw new JacobiException(
          String.format(
              "n-grams: order %d over %d words, expected at least 1 and 1", order, vocabularySize));
    }
    this.vocabularySize = vocabularySize;
    this.begin = begin;
    this.end = end;
    this.entries = new int[order + 1];
    this.previous = new int[order + 1];
    for (int k = 0; k <= order; k++) {
      tables.add(new NgramTable());
    }
    tables.getFirst().add(0, 0);
    if (fresh) {
      restart();
    }
  }

  /** Tables to fill with n-grams that were counted elsewhere. */
  static NgramCounts empty(int order, int vocabularySize, int begin, int end) {
    return new NgramCounts(order, vocabularySize, begin, end, false);
  }

  /**
   * Counts for running text: what is added continues what was added before.
   *
   * @param order the longest n-grams: 3 for trigrams
   * @param vocabularySize ids are 0 to vocabularySize-1, the unknown word included
   */
  public static NgramCounts of(int order, int vocabularySize) {
    return new NgramCounts(order, vocabularySize, NONE, NONE, true);
  }

  /**
   * Counts for sentences: each stands between two words of the vocabulary, of which the first is
   * never predicted.
   */
  public static NgramCounts ofSentences(int order, int vocabularySize, int begin, int end) {
    NgramCounts counts = new NgramCounts(order, vocabularySize, begin, end, false);
    counts.checked(begin);
    counts.checked(end);
    if (begin == end) {
      throw new JacobiException("n-grams: sentences begin and end with the same word " + begin);
    }
    counts.restart();
    return counts;
  }

  /**
   * Adds a sentence, or a piece of running text.
   *
   * @throws JacobiException if a word is not 0 to vocabularySize-1, or begins or ends sentences
   */
  public NgramCounts add(int... words) {
    for (int word : words) {
      checkedInside(word);
      push(word);
    }
    if (hasBoundaries()) {
      push(end);
      restart();
    }
    return this;
  }

  private void restart() {
    Arrays.fill(entries, NONE);
    entries[0] = 0;
    beginLength = 0;
    if (hasBoundaries()) {
      beginLength = 1;
      if (order() > 1) {
        int entry = tables.get(1).find(0, begin);
        entries[1] = entry >= 0 ? entry : tables.get(1).add(0, begin);
      }
    }
  }

  private void push(int word) {
    System.arraycopy(entries, 0, previous, 0, entries.length);
    if (beginLength > 0) {
      beginLength++;
    }
    for (int k = 1; k < entries.length; k++) {
      if (previous[k - 1] < 0) {
        entries[k] = NONE;
        continue;
      }
      NgramTable table = tables.get(k);
      int entry = table.find(previous[k - 1], word);
      if (entry < 0) {
        entry = table.add(previous[k - 1], word);
        // Once for every different word before it: a longer one of these is new.
        if (k > 1) {
          tables.get(k - 1).count(entries[k - 1]);
        }
      }
      if (k == order() || k == beginLength) {
        table.count(entry);
      }
      entries[k] = entry;
    }
  }

  private int checked(int word) {
    if (word < 0 || word >= vocabularySize) {
      throw new JacobiException(
          String.format("n-grams: no word %d, expected 0 to %d", word, vocabularySize - 1));
    }
    return word;
  }

  int checkedInside(int word) {
    checked(word);
    if (word == begin || word == end) {
      throw new JacobiException(
          "n-grams: word " + word + " begins or ends sentences, and stands in one");
    }
    return word;
  }

  boolean hasBoundaries() {
    return begin != NONE;
  }

  int begin() {
    return begin;
  }

  int end() {
    return end;
  }

  NgramTable table(int length) {
    return tables.get(length);
  }

  /** The longest n-grams. */
  public int order() {
    return entries.length - 1;
  }

  /** How many words there are. */
  public int vocabularySize() {
    return vocabularySize;
  }

  /** How many different n-grams of a length have been seen, 1 to {@link #order}. */
  public int distinct(int length) {
    if (length < 1 || length > order()) {
      throw new JacobiException(
          "n-grams: no n-grams of length " + length + ", expected 1 to " + order());
    }
    return tables.get(length).size();
  }
}
