package jacobi.data.text;

import jacobi.data.Encoding;
import jacobi.graph.JacobiException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A text as six numbers (Jurafsky and Martin, <em>Speech and Language Processing</em>, chapter on
 * logistic regression): how many of its words a lexicon calls positive, and negative; 1 if one is
 * "no"; how many are pronouns of the first or second person; 1 if there is an exclamation mark; the
 * natural logarithm of the number of words.
 *
 * <p>Words stand between white space, in lower case and without the punctuation around them: "It's
 * second-rate!" has two. Pieces of punctuation alone are no words. An empty text has six zeros.
 *
 * @param positive words in lower case
 * @param negative words in lower case
 */
public record FeatureEncoding(Set<String> positive, Set<String> negative) implements Encoding {
  private static final List<String> NAMES =
      List.of("positive", "negative", "no", "pronouns", "exclamation", "log words");
  private static final Set<String> PRONOUNS =
      Set.of(
          "i",
          "me",
          "my",
          "mine",
          "myself",
          "we",
          "us",
          "our",
          "ours",
          "ourselves",
          "you",
          "your",
          "yours",
          "yourself",
          "yourselves");

  public FeatureEncoding {
    positive = Set.copyOf(positive);
    negative = Set.copyOf(negative);
  }

  /**
   * Reads a lexicon: a file of words each, one a line; lines that are empty or start with a
   * semicolon are left out.
   *
   * @param charset of the files
   * @throws JacobiException naming a file that holds no word or other bytes
   */
  public static FeatureEncoding read(Path positive, Path negative, Charset charset)
      throws IOException {
    return new FeatureEncoding(words(positive, charset), words(negative, charset));
  }

  private static Set<String> words(Path file, Charset charset) throws IOException {
    Set<String> words = new TreeSet<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(TextFiles.open(file), charset.newDecoder()))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith(";")) {
          words.add(line.strip().toLowerCase(Locale.ROOT));
        }
      }
    } catch (CharacterCodingException e) {
      throw new JacobiException(file + ": is not " + charset + ", say which charset it is", e);
    }
    if (words.isEmpty()) {
      throw new JacobiException(file + ": holds no word");
    }
    return words;
  }

  @Override
  public float[] encode(String text) {
    float[] x = new float[NAMES.size()];
    int words = 0;
    for (String piece : WordRule.WHITE_SPACE.split(text.toLowerCase(Locale.ROOT))) {
      String bare = bare(piece);
      words += bare.isEmpty() ? 0 : 1;
      x[0] += isIn(positive, piece, bare);
      x[1] += isIn(negative, piece, bare);
      x[2] = bare.equals("no") ? 1 : x[2];
      x[3] += PRONOUNS.contains(bare) ? 1 : 0;
      x[4] = piece.indexOf('!') >= 0 ? 1 : x[4];
    }
    x[5] = (float) Math.log(Math.max(1, words));
    return x;
  }

  /** Some words of lexicons end in what looks like punctuation: a+. */
  private static int isIn(Set<String> lexicon, String piece, String bare) {
    return lexicon.contains(piece) || lexicon.contains(bare) ? 1 : 0;
  }

  /** Without what is neither letter nor digit at both ends; apostrophes are all alike. */
  private static String bare(String piece) {
    int[] points = piece.codePoints().map(c -> c == '’' ? '\'' : c).toArray();
    int from = 0;
    int to = points.length;
    while (from < to && !Character.isLetterOrDigit(points[from])) {
      from++;
    }
    while (to > from && !Character.isLetterOrDigit(points[to - 1])) {
      to--;
    }
    return new String(points, from, to - from);
  }

  @Override
  public boolean hasLengths() {
    return false;
  }

  @Override
  public List<String> featureNames() {
    return NAMES;
  }

  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", "features");
    map.put("positive", sorted(positive));
    map.put("negative", sorted(negative));
    return map;
  }

  private static List<String> sorted(Collection<String> words) {
    return new ArrayList<>(new TreeSet<>(words));
  }

  /** What {@link #toMap} wrote. */
  static FeatureEncoding fromMap(Map<?, ?> map) {
    return new FeatureEncoding(words(map, "positive"), words(map, "negative"));
  }

  private static Set<String> words(Map<?, ?> map, String key) {
    Set<String> words = new TreeSet<>();
    Encodings.list(map, key).forEach(word -> words.add(String.valueOf(word)));
    return words;
  }
}
