package jacobi.data.text;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Tokens with ids from 0 and how often each was seen. The unknown token has id 0; whatever is not
 * in the vocabulary is that token.
 *
 * <pre>{@code
 * var counter = new VocabularyCounter();
 * lines.forEach(line -> counter.addAll(WordRule.WHITE_SPACE.split(line)));
 * Vocabulary words = counter.vocabulary(4, Integer.MAX_VALUE);  // seen four times or more
 * }</pre>
 */
public final class Vocabulary {
  /** How the unknown token is written unless another name is given. */
  public static final String UNKNOWN = "<unk>";

  private final List<String> tokens;
  private final long[] counts;
  private final Map<String, Integer> ids;

  private Vocabulary(List<String> tokens, long[] counts) {
    this.tokens = List.copyOf(tokens);
    this.counts = counts;
    this.ids = HashMap.newHashMap(tokens.size());
    for (String token : this.tokens) {
      if (ids.put(token, ids.size()) != null) {
        throw new JacobiException(
            String.format("vocabulary: the token \"%s\" comes twice", Shown.token(token)));
      }
    }
  }

  /**
   * A vocabulary of these tokens.
   *
   * @param tokens by id; the first is the unknown token
   * @param counts how often each was seen; 0 or more
   * @throws JacobiException if there is none, one comes twice, or a count is missing or below 0
   */
  public static Vocabulary of(List<String> tokens, long[] counts) {
    if (tokens.isEmpty()) {
      throw new JacobiException("vocabulary: expected at least the unknown token, found no token");
    }
    if (counts.length != tokens.size()) {
      throw new JacobiException(
          String.format("vocabulary: %d tokens have %d counts", tokens.size(), counts.length));
    }
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 0) {
        throw new JacobiException(
            String.format(
                "vocabulary: the count of \"%s\" is %d, expected 0 or more",
                Shown.token(tokens.get(i)), counts[i]));
      }
    }
    return new Vocabulary(tokens, counts.clone());
  }

  /** A vocabulary of these tokens, seen 0 times; the first is the unknown token. */
  public static Vocabulary of(List<String> tokens) {
    return of(tokens, new long[tokens.size()]);
  }

  /** Number of tokens, the unknown one included. */
  public int size() {
    return tokens.size();
  }

  /** The id of a token, or that of the unknown token, 0. */
  public int id(String token) {
    return ids.getOrDefault(token, 0);
  }

  /** The id of a token, if it is in the vocabulary. */
  public OptionalInt find(String token) {
    Integer id = ids.get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  public boolean contains(String token) {
    return ids.containsKey(token);
  }

  /** The token of an id. */
  public String token(int id) {
    return tokens.get(checked(id));
  }

  /** How often a token was seen; for the unknown token, all that were merged into it. */
  public long count(int id) {
    return counts[checked(id)];
  }

  /** How often all tokens were seen together. */
  public long totalCount() {
    return Arrays.stream(counts).sum();
  }

  /** The tokens by id; the first is the unknown token. */
  public List<String> tokens() {
    return tokens;
  }

  /** The token that stands for all others; its id is 0. */
  public String unknown() {
    return tokens.getFirst();
  }

  /** The ids of tokens. */
  public int[] ids(List<String> words) {
    int[] all = new int[words.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = id(words.get(i));
    }
    return all;
  }

  private int checked(int id) {
    if (id < 0 || id >= tokens.size()) {
      throw new JacobiException(
          String.format("vocabulary: no token %d, expected 0 to %d", id, tokens.size() - 1));
    }
    return id;
  }

  /**
   * Writes one line a token, by id: the token, a tab, its count. Backslash, tab and line breaks in
   * tokens are written {@code \\}, {@code \t}, {@code \n} and {@code \r}.
   */
  public void save(Path file) throws IOException {
    List<String> lines = new ArrayList<>(tokens.size());
    for (int i = 0; i < counts.length; i++) {
      lines.add(escape(tokens.get(i)) + "\t" + counts[i]);
    }
    TextFiles.writeLines(file, lines);
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws JacobiException naming file and line, if a line is not a token, a tab and a count
   */
  public static Vocabulary load(Path file) throws IOException {
    List<String> tokens = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    try (Utf8Lines lines = Utf8Lines.open(file)) {
      while (lines.next()) {
        String line = lines.text();
        int tab = line.indexOf('\t');
        String count = line.substring(tab + 1);
        if (tab < 0 || !count.matches("\\d{1,18}")) {
          throw lines.error(
              String.format(
                  "expected a token, a tab and a count, found \"%s\"", Shown.token(line)));
        }
        tokens.add(unescape(line.substring(0, tab)));
        counts.add(Long.parseLong(count));
      }
    }
    try {
      return of(tokens, counts.stream().mapToLong(Long::longValue).toArray());
    } catch (JacobiException e) {
      throw new JacobiException(file + ": " + e.getMessage(), e);
    }
  }

  private static String escape(String token) {
    return token
        .replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder token = new StringBuilder();
    boolean escaped = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!escaped && c == '\\') {
        escaped = true;
        continue;
      }
      token.append(
          switch (escaped ? c : '\\') {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default -> c;
          });
      escaped = false;
    }
    return token.toString();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Vocabulary other
        && tokens.equals(other.tokens)
        && Arrays.equals(counts, other.counts);
  }

  @Override
  public int hashCode() {
    return tokens.hashCode();
  }

  /** As in {@code Vocabulary[12,345 tokens, unknown "<unk>"]}. */
  @Override
  public String toString() {
    return String.format("Vocabulary[%,d tokens, unknown \"%s\"]", size(), unknown());
  }
}
