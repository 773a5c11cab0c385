package jacobi.data.text;

import jacobi.data.Dataset;
import jacobi.graph.JacobiException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A long text as the ids of its tokens, for language models: what comes next is to be predicted. It
 * is read example by example (line by line, most often), and of the text itself nothing is kept.
 *
 * <p>A part of it, from one token to another, becomes a data set in one of three ways, each of
 * whose classes are the tokens:
 *
 * <ul>
 *   <li>{@link #windows}: the n tokens before each one, whose class it is;
 *   <li>{@link #segments}: runs of tokens that go on one from another ({@link Dataset#continues}),
 *       with the next token as the class of each;
 *   <li>{@link #sentences}: each line by itself, from a boundary to a boundary.
 * </ul>
 *
 * <p>All three look back over the border of their part: the first token of a part is predicted from
 * what stands before it in the text.
 */
public final class RunningText {
  private final String name;
  private final TokenEncoding encoding;
  private final int[] ids;

  /** Number of tokens, and of characters, up to the end of each line. */
  private final int[] tokenEnds;

  private final long[] characterEnds;

  private RunningText(
      String name, TokenEncoding encoding, int[] ids, int[] tokenEnds, long[] characterEnds) {
    this.name = name;
    this.encoding = encoding;
    this.ids = ids;
    this.tokenEnds = tokenEnds;
    this.characterEnds = characterEnds;
  }

  /**
   * Reads a text.
   *
   * @param encoding its tokenizer makes the tokens; all of them are kept
   * @param separator what is put behind each example before it becomes tokens: the line break that
   *     reading took away, or nothing where tokens are words
   * @param end a token put behind each example; with it the text begins with that token too, so
   *     that the first example is predicted as all others are
   */
  public static RunningText read(
      TextSource source, TokenEncoding encoding, String separator, OptionalInt end)
      throws IOException {
    Tokenizer tokenizer = encoding.tokenizer();
    int[] ids = new int[1 << 16];
    int[] tokenEnds = new int[1 << 10];
    long[] characterEnds = new long[1 << 10];
    int count = 0;
    int lines = 0;
    long characters = 0;
    if (end.isPresent()) {
      ids[count++] = end.getAsInt();
    }
    try (TextReader reader = source.open()) {
      for (Optional<TextExample> e = reader.next(); e.isPresent(); e = reader.next()) {
        String text = e.get().text();
        int[] more = tokenizer.encode(text + separator);
        long needed = (long) count + more.length + 1;
        if (needed > Integer.MAX_VALUE - 8) {
          throw new JacobiException(
              source.name() + ": has more than " + count + " tokens, too many for one array");
        }
        if (needed > ids.length) {
          ids = Arrays.copyOf(ids, grown(needed));
        }
        System.arraycopy(more, 0, ids, count, more.length);
        count += more.length;
        if (end.isPresent()) {
          ids[count++] = end.getAsInt();
        }
        // The line break counts as a character, whatever became of it.
        characters += text.codePointCount(0, text.length()) + 1L;
        if (lines == tokenEnds.length) {
          tokenEnds = Arrays.copyOf(tokenEnds, grown(lines + 1L));
          characterEnds = Arrays.copyOf(characterEnds, tokenEnds.length);
        }
        tokenEnds[lines] = count;
        characterEnds[lines++] = characters;
      }
    }
    return new RunningText(
        source.name(),
        encoding,
        Arrays.copyOf(ids, count),
        Arrays.copyOf(tokenEnds, lines),
        Arrays.copyOf(characterEnds, lines));
  }

  private static int grown(long needed) {
    return (int) Math.min(Integer.MAX_VALUE - 8, needed + needed / 2);
  }

  /** Where it was read. */
  public String name() {
    return name;
  }

  public TokenEncoding encoding() {
    return encoding;
  }

  /** Number of tokens, boundaries included. */
  public int size() {
    return ids.length;
  }

  /** The ids of tokens {@code from} (inclusive) to {@code to} (exclusive). */
  public int[] ids(int from, int to) {
    return Arrays.copyOfRange(ids, from, to);
  }

  /**
   * How many characters the tokens from one to another stand for, white space and line breaks
   * included; those of a line that is cut, by its share of tokens.
   */
  public double characters(int from, int to) {
    return charactersBefore(to) - charactersBefore(from);
  }

  private double charactersBefore(int token) {
    int found = Arrays.binarySearch(tokenEnds, token);
    int line = found >= 0 ? found : -found - 1;
    // Lines without a token end where the line before them does.
    while (line + 1 < tokenEnds.length && tokenEnds[line + 1] == token) {
      line++;
    }
    if (line == tokenEnds.length) {
      return line == 0 ? 0 : characterEnds[line - 1];
    }
    int first = line == 0 ? 0 : tokenEnds[line - 1];
    long start = line == 0 ? 0 : characterEnds[line - 1];
    double share =
        tokenEnds[line] == first ? 1 : (double) (token - first) / (tokenEnds[line] - first);
    return start + share * (characterEnds[line] - start);
  }

  /**
   * The end of the line that a token is in, to cut between sentences.
   *
   * @param token 0 to {@link #size}
   */
  public int endOfLine(int token) {
    int found = Arrays.binarySearch(tokenEnds, token);
    int line = found >= 0 ? found : -found - 1;
    return line >= tokenEnds.length ? ids.length : tokenEnds[line];
  }

  /**
   * Each token of a part with the {@code window} tokens before it: features [window], the token is
   * the class. The first tokens of the whole text have too few before them and are left out.
   */
  public Dataset windows(int from, int to, int window) {
    int first = Math.max(from, window);
    return new TokenWindows(this, ids, first, Math.max(first, to), window);
  }

  /**
   * A part as segments of {@code steps} tokens, the last one possibly shorter, each with the token
   * behind it as its class: features [steps]. The first token of the whole text has none before it
   * and is left out.
   */
  public Dataset segments(int from, int to, int steps) {
    int first = Math.max(from, 1);
    return TokenSequences.segments(this, ids, first, Math.max(first, to), steps);
  }

  /**
   * The lines of a part, each from the boundary before it, with the token behind each as its class,
   * the last of which is the boundary at its end: features [tokens]. Lines without a token are left
   * out.
   *
   * @param from the end of a line, or 0
   * @param to the end of a line
   * @param longest how many tokens of a line are kept; 0 for all
   */
  public Dataset sentences(int from, int to, int longest) {
    return TokenSequences.sentences(this, ids, tokenEnds, from, to, longest);
  }
}
