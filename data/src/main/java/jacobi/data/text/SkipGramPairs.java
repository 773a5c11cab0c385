package jacobi.data.text;

import jacobi.data.Dataset;
import jacobi.data.Encoding;
import jacobi.data.Permutation;
import jacobi.data.Targets;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What a skip-gram network with negative sampling learns from (Mikolov et al. 2013, "Distributed
 * Representations of Words and Phrases and their Compositionality"): a word, a word near it, and
 * words drawn at random. Features are ids, [2 + negatives]; targets say which of all but the first
 * was really there: [1 + negatives], a one and zeros.
 *
 * <p>As in the authors' program, frequent words are left out at random before windows are laid
 * (word w of a share f of all stays with probability √(t/f) + t/f), how far a window reaches is
 * drawn anew for each word from 1 to its greatest, and noise is drawn in proportion to counts to
 * the power of 3/4. Each epoch draws everything anew, by seed and number of the epoch alone. So
 * that epochs are of one size, all have as many pairs as the first draw: a draw with more leaves
 * some out, a draw with fewer repeats some.
 */
public final class SkipGramPairs implements Dataset {
  private static final int MOST_WORDS = 1 << 24;

  /** A pair is drawn again so often if the noise is the very word that was there. */
  private static final int DRAWS = 10;

  private final String name;
  private final int[][] texts;
  private final Settings settings;
  private final float[] stays;
  private final Noise noise;
  private final Targets targets;
  private final Optional<Encoding> encoding;
  private final int size;
  private final long key;
  private final int[] centres;
  private final int[] contexts;
  private final int offset;

  /**
   * How pairs are drawn.
   *
   * @param window words to look at on either side at most, at least 1
   * @param negatives words drawn as noise for each pair, at least 1
   * @param subsample the share of all words above which a word is left out at times, 1e-4 say; 0:
   *     never
   */
  public record Settings(int window, int negatives, double subsample, long seed) {
    public Settings {
      if (window < 1 || negatives < 1 || !(subsample >= 0)) {
        throw new JacobiException(
            String.format(
                "skip-gram: window %d, negatives %d, subsample %s; expected 1 and 1 at least, and a"
                    + " number from 0",
                window, negatives, subsample));
      }
    }
  }

  private SkipGramPairs(SkipGramPairs base, Pairs pairs, int size, long key) {
    this(
        base.name,
        base.texts,
        base.settings,
        base.stays,
        base.noise,
        base.targets,
        base.encoding,
        pairs,
        size,
        key);
  }

  private SkipGramPairs(
      String name,
      int[][] texts,
      Settings settings,
      float[] stays,
      Noise noise,
      Targets targets,
      Optional<Encoding> encoding,
      Pairs pairs,
      int size,
      long key) {
    this.name = name;
    this.texts = texts;
    this.settings = settings;
    this.stays = stays;
    this.noise = noise;
    this.targets = targets;
    this.encoding = encoding;
    this.size = size;
    this.key = key;
    this.centres = pairs.centres;
    this.contexts = pairs.contexts;
    this.offset = (int) Math.unsignedMultiplyHigh(Permutation.mix(key), centres.length);
  }

  /**
   * The pairs of texts. No window reaches from one text into another.
   *
   * @param name what error messages call the texts
   * @param texts ids, 0 to words-1; not copied
   * @param words how many there are, at most 2^24
   */
  public static SkipGramPairs of(String name, int[][] texts, int words, Settings settings) {
    return of(name, texts, words, Optional.empty(), settings);
  }

  /**
   * The pairs of texts, tokens for words. Tokens that stand for words out of the vocabulary are
   * left out before windows are laid.
   *
   * @param name what error messages call the texts
   */
  public static SkipGramPairs of(
      String name, List<String> texts, TokenEncoding encoding, Settings settings) {
    Tokenizer tokenizer = encoding.tokenizer();
    int unknown = tokenizer.unknown().orElse(-1);
    int[][] ids =
        texts.stream()
            .map(text -> Arrays.stream(tokenizer.encode(text)).filter(id -> id != unknown))
            .map(IntStream::toArray)
            .toArray(int[][]::new);
    return of(name, ids, tokenizer.size(), Optional.of(encoding), settings);
  }

  private static SkipGramPairs of(
      String name, int[][] texts, int words, Optional<Encoding> encoding, Settings settings) {
    if (words < 2 || words > MOST_WORDS) {
      throw new JacobiException(
          String.format("%s: %,d different words, expected 2 to %,d", name, words, MOST_WORDS));
    }
    long[] counts = new long[words];
    for (int[] text : texts) {
      for (int id : text) {
        counts[id]++;
      }
    }
    long total = Arrays.stream(counts).sum();
    float[] stays = new float[words];
    double[] weights = new double[words];
    for (int w = 0; w < words; w++) {
      double rarity = settings.subsample() * total / Math.max(1, counts[w]);
      stays[w] = settings.subsample() == 0 ? 1 : (float) Math.min(1, Math.sqrt(rarity) + rarity);
      weights[w] = Math.pow((double) counts[w], 0.75);
    }
    long key = key(settings.seed(), 0);
    Pairs pairs = Pairs.draw(texts, stays, settings.window(), key);
    if (pairs.centres.length == 0) {
      throw new JacobiException(
          String.format(
              "%s: no two words stand in one text once frequent ones are left out (subsample %s)",
              name, settings.subsample()));
    }
    return new SkipGramPairs(
        name,
        texts,
        settings,
        stays,
        Noise.of(weights),
        new Targets.Values(Shape.of(1 + settings.negatives())),
        encoding,
        pairs,
        pairs.centres.length,
        key);
  }

  private static long key(long seed, long epoch) {
    return Permutation.mix(Permutation.mix(seed + 1) ^ Permutation.mix(~epoch));
  }

  @Override
  public Dataset inEpoch(long epoch) {
    long next = key(settings.seed(), epoch);
    return new SkipGramPairs(this, Pairs.draw(texts, stays, settings.window(), next), size, next);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Shape featureShape() {
    return Shape.of(2 + settings.negatives());
  }

  @Override
  public Targets targets() {
    return targets;
  }

  @Override
  public Optional<Encoding> encoding() {
    return encoding;
  }

  @Override
  public void copyFeatures(int index, float[] into, int at) {
    int pair = (int) (((long) index + offset) % centres.length);
    int context = contexts[pair];
    into[at] = centres[pair];
    into[at + 1] = context;
    SplittableRandom random = new SplittableRandom(Permutation.mix(key + index));
    for (int k = 0; k < settings.negatives(); k++) {
      int drawn = noise.draw(random);
      for (int again = 1; again < DRAWS && drawn == context; again++) {
        drawn = noise.draw(random);
      }
      into[at + 2 + k] = drawn;
    }
  }

  @Override
  public int label(int index) {
    throw new JacobiException(name + ": pairs of words have no class labels");
  }

  @Override
  public void copyValues(int index, float[] into, int at) {
    into[at] = 1;
    Arrays.fill(into, at + 1, at + 1 + settings.negatives(), 0);
  }

  @Override
  public String toString() {
    return String.format("%s[%,d pairs, %s]", name, size, settings);
  }

  /** All pairs of one draw, in the order of the texts. */
  private static final class Pairs {
    private int[] centres = new int[1024];
    private int[] contexts = new int[1024];
    private int n;

    static Pairs draw(int[][] texts, float[] stays, int window, long key) {
      Pairs pairs = new Pairs();
      SplittableRandom random = new SplittableRandom(key);
      int[] left = new int[0];
      for (int[] text : texts) {
        if (left.length < text.length) {
          left = new int[text.length];
        }
        int count = 0;
        for (int id : text) {
          if (stays[id] >= 1 || random.nextInt(1 << 24) * 0x1p-24f < stays[id]) {
            left[count++] = id;
          }
        }
        for (int i = 0; i < count; i++) {
          int reach = 1 + random.nextInt(window);
          int end = Math.min(count - 1, i + reach);
          for (int j = Math.max(0, i - reach); j <= end; j++) {
            if (j != i) {
              pairs.add(left[i], left[j]);
            }
          }
        }
      }
      pairs.centres = Arrays.copyOf(pairs.centres, pairs.n);
      pairs.contexts = Arrays.copyOf(pairs.contexts, pairs.n);
      return pairs;
    }

    private void add(int centre, int context) {
      if (n == centres.length) {
        if (n > 1 << 30) {
          throw new JacobiException("skip-gram: more than 1,073,741,824 pairs, use fewer texts");
        }
        centres = Arrays.copyOf(centres, 2 * n);
        contexts = Arrays.copyOf(contexts, 2 * n);
      }
      centres[n] = centre;
      contexts[n++] = context;
    }
  }
}
