package jacobi.models.text;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An n-gram language model with interpolated modified Kneser-Ney smoothing (Chen and Goodman 1998,
 * "An Empirical Study of Smoothing Techniques for Language Modeling", section 3; Kneser and Ney
 * 1995), over a closed vocabulary with an unknown word:
 *
 * <pre>p(w | h) = max(c(h w) - D, 0) / c(h) + g(h) p(w | h')</pre>
 *
 * where h' is h without its first word, D one of three discounts for counts of 1, 2 and more, and
 * g(h) what discounting left over. Single words are interpolated with the uniform distribution.
 * Where a text is too small to estimate a discount, it is .5, 1 or 1.5 (as KenLM's fallback).
 *
 * <p>In a model of sentences n-grams that begin one are counted by how often they are seen (as in
 * KenLM: Heafield et al. 2013, "Scalable Modified Kneser-Ney Language Model Estimation"); the word
 * that begins sentences has probability 0. Probabilities sum to 1 over the vocabulary in every
 * context.
 */
public final class KneserNey implements LanguageModel {
  private static final double[] FALLBACK = {0, .5, 1, 1.5};

  private final NgramCounts counts;
  private final List<Contexts> contexts = new ArrayList<>();
  private final double uniform;

  private KneserNey(NgramCounts counts) {
    this.counts = counts;
    for (int length = 1; length <= counts.order(); length++) {
      contexts.add(new Contexts(counts, length));
    }
    this.uniform = 1.0 / (counts.vocabularySize() - (counts.hasBoundaries() ? 1 : 0));
  }

  /** The model of these counts, which must not be added to any more. */
  public static KneserNey of(NgramCounts counts) {
    return new KneserNey(counts);
  }

  /**
   * Writes the model to a file, about five bytes an n-gram; it appears whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public void save(Path file) throws IOException {
    NgramFile.write(counts, file);
  }

  /**
   * Reads what {@link #save} wrote: the same model.
   *
   * @throws JacobiException naming the file, if it is another kind of file or damaged
   */
  public static KneserNey load(Path file) throws IOException {
    return of(NgramFile.read(file));
  }

  /** What every context of one length is followed by. */
  private static final class Contexts {
    final NgramTable table;
    final double[] discounts;
    final long[] totals;
    final double[] left;
    final int[] first;
    final int[] followers;

    Contexts(NgramCounts counts, int length) {
      table = counts.table(length);
      discounts = discounts(table);
      int parents = counts.table(length - 1).size();
      totals = new long[parents];
      left = new double[parents];
      first = new int[parents + 1];
      followers = new int[table.size()];
      for (int entry = 0; entry < table.size(); entry++) {
        int count = table.countOf(entry);
        int parent = table.parent(entry);
        totals[parent] += count;
        left[parent] += discounts[Math.min(3, count)];
        first[parent + 1]++;
      }
      for (int parent = 0; parent < parents; parent++) {
        left[parent] = totals[parent] == 0 ? 1 : left[parent] / totals[parent];
        first[parent + 1] += first[parent];
      }
      int[] next = Arrays.copyOf(first, parents);
      for (int entry = 0; entry < table.size(); entry++) {
        followers[next[table.parent(entry)]++] = entry;
      }
    }

    private static double[] discounts(NgramTable table) {
      long[] ofCount = new long[5];
      for (int entry = 0; entry < table.size(); entry++) {
        if (table.countOf(entry) <= 4) {
          ofCount[table.countOf(entry)]++;
        }
      }
      double[] discounts = new double[4];
      double y = ofCount[1] / (double) (ofCount[1] + 2 * ofCount[2]);
      for (int k = 1; k <= 3; k++) {
        double d = k - (k + 1) * y * ofCount[k + 1] / ofCount[k];
        discounts[k] = d >= 0 && d <= k ? d : Double.NaN;
      }
      boolean all = Arrays.stream(discounts).noneMatch(Double::isNaN);
      return all ? discounts : FALLBACK.clone();
    }

    /** What counts alone give a word in a context that has been seen. */
    double direct(int parent, int count) {
      return count == 0 ? 0 : (count - discounts[Math.min(3, count)]) / totals[parent];
    }
  }

  /** The longest n-grams. */
  public int order() {
    return counts.order();
  }

  /** Words are 0 to this less 1. */
  @Override
  public int vocabularySize() {
    return counts.vocabularySize();
  }

  /** How many different n-grams of a length the model holds. */
  public int distinct(int length) {
    return counts.distinct(length);
  }

  /** The discounts for counts of 1, 2 and more, of n-grams of a length (1 to order). */
  public double[] discounts(int length) {
    counts.distinct(length);
    return Arrays.copyOfRange(contexts.get(length - 1).discounts, 1, 4);
  }

  /**
   * Walks along a text: knows the words before, and gives the probability of the next. Not safe for
   * use by several threads at once; the model is, so let each have its own.
   */
  public final class Cursor implements LanguageModel.Cursor {
    private final int[] entries = new int[order()];
    private final int[] previous = new int[order()];

    private Cursor() {
      restart();
    }

    /** Forgets the words before: the beginning of a sentence, or of a text. */
    @Override
    public void restart() {
      Arrays.fill(entries, -1);
      entries[0] = 0;
      if (counts.hasBoundaries()) {
        push(counts.begin());
      }
    }

    /** Forgets even that a sentence begins. */
    private void clear() {
      Arrays.fill(entries, -1);
      entries[0] = 0;
    }

    /** Takes a word as seen. */
    @Override
    public void push(int word) {
      checked(word);
      System.arraycopy(entries, 0, previous, 0, entries.length);
      for (int k = 1; k < entries.length; k++) {
        entries[k] = previous[k - 1] < 0 ? -1 : counts.table(k).find(previous[k - 1], word);
      }
    }

    /** The probability of a word to come next. */
    @Override
    public double probability(int word) {
      checked(word);
      if (word == counts.begin()) {
        return 0;
      }
      double p = uniform;
      for (int k = 0; k < entries.length; k++) {
        int parent = entries[k];
        Contexts c = contexts.get(k);
        if (parent < 0 || c.totals[parent] == 0) {
          continue;
        }
        int entry = c.table.find(parent, word);
        p = c.left[parent] * p + (entry < 0 ? 0 : c.direct(parent, c.table.countOf(entry)));
      }
      return p;
    }

    /** The probabilities of all words to come next, by id; they sum to 1. */
    public double[] distribution() {
      double[] p = new double[vocabularySize()];
      distribution(p);
      return p;
    }

    @Override
    public void distribution(double[] p) {
      Arrays.fill(p, uniform);
      if (counts.hasBoundaries()) {
        p[counts.begin()] = 0;
      }
      for (int k = 0; k < entries.length; k++) {
        int parent = entries[k];
        Contexts c = contexts.get(k);
        if (parent < 0 || c.totals[parent] == 0) {
          continue;
        }
        for (int w = 0; w < p.length; w++) {
          p[w] *= c.left[parent];
        }
        for (int i = c.first[parent]; i < c.first[parent + 1]; i++) {
          int entry = c.followers[i];
          p[c.table.word(entry)] += c.direct(parent, c.table.countOf(entry));
        }
      }
    }
  }

  private void checked(int word) {
    if (word < 0 || word >= vocabularySize()) {
      throw new JacobiException(
          String.format("n-grams: no word %d, expected 0 to %d", word, vocabularySize() - 1));
    }
  }

  /** At the beginning of a sentence, or of a text. */
  @Override
  public Cursor cursor() {
    return new Cursor();
  }

  private Cursor after(int... context) {
    Cursor cursor = new Cursor();
    cursor.clear();
    for (int word : context) {
      cursor.push(word);
    }
    return cursor;
  }

  /**
   * The probability of a word after others.
   *
   * @param context the words before, of which the last order-1 count; the word that begins
   *     sentences among them, if it should
   */
  public double probability(int word, int... context) {
    return after(context).probability(word);
  }

  /** The probabilities of all words after others, by id; they sum to 1. */
  public double[] distribution(int... context) {
    return after(context).distribution();
  }

  /**
   * Sum of the natural logarithms of the probabilities of a text's words; in a model of sentences,
   * of one sentence and its end.
   */
  public double logLikelihood(int... words) {
    Cursor cursor = cursor();
    double sum = 0;
    for (int word : words) {
      counts.checkedInside(word);
      sum += Math.log(cursor.probability(word));
      cursor.push(word);
    }
    return counts.hasBoundaries() ? sum + Math.log(cursor.probability(counts.end())) : sum;
  }

  /**
   * exp of the mean negative log likelihood a word; in a model of sentences their ends count as
   * words.
   *
   * @param texts one running text, or sentences
   * @throws JacobiException if there is no word
   */
  public double perplexity(Iterable<int[]> texts) {
    double sum = 0;
    long n = 0;
    for (int[] text : texts) {
      sum += logLikelihood(text);
      n += text.length + (counts.hasBoundaries() ? 1 : 0);
    }
    if (n == 0) {
      throw new JacobiException("n-grams: the perplexity of a text without words is not defined");
    }
    return Math.exp(-sum / n);
  }
}
