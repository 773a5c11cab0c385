package jacobi.data.text.pipeline;

import jacobi.graph.JacobiException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Byte-pair encoding: a piece starts as its characters, and the pair that was learned first is
 * merged first (Sennrich, Haddow and Birch 2016, "Neural Machine Translation of Rare Words with
 * Subword Units").
 *
 * <p>Characters without a token become the tokens of their bytes (byte fallback), or the unknown
 * token; where a model has neither, it drops them, as the reference does.
 */
public final class Bpe implements SubwordModel {
  private static final char BLANK = '▁';

  /** Two tokens that become one. */
  public record Merge(String left, String right) {}

  /**
   * What differs between models.
   *
   * @param unknown the token of characters that have none
   * @param continuingPrefix how tokens start that do not start a piece; empty for no difference
   * @param endSuffix how tokens end that end a piece; empty for no difference
   * @param fuseUnknown whether neighbouring unknown characters are one unknown token
   * @param byteFallback whether unknown characters become {@code <0x00>} to {@code <0xFF>}
   * @param ignoreMerges whether a piece that is a token needs no merges
   */
  public record Options(
      Optional<String> unknown,
      String continuingPrefix,
      String endSuffix,
      boolean fuseUnknown,
      boolean byteFallback,
      boolean ignoreMerges) {
    /** No unknown token, no prefix, no suffix, nothing else. */
    public static final Options DEFAULT =
        new Options(Optional.empty(), "", "", false, false, false);
  }

  private final TokenTable tokens;
  private final List<Merge> merges;
  private final Options options;
  private final MergeTable table;
  private final int[] byteIds;
  private final int unknownId;
  private final boolean cutsAtBlanks;

  /**
   * @param merges in the order they were learned
   * @throws JacobiException if a merge or the unknown token has no id
   */
  public Bpe(Map<String, Integer> vocabulary, List<Merge> merges, Options options) {
    this.tokens = new TokenTable(vocabulary);
    this.merges = List.copyOf(merges);
    this.options = options;
    this.table = new MergeTable(merges.size());
    this.byteIds = tokens.byteIds();
    this.unknownId = options.unknown().map(tokens::id).orElse(-1);
    if (options.unknown().isPresent() && unknownId < 0) {
      throw new JacobiException(
          "the unknown token \"" + options.unknown().get() + "\" is not in the vocabulary");
    }
    boolean crosses = false;
    for (int rank = 0; rank < merges.size(); rank++) {
      String left = merges.get(rank).left();
      String right = merges.get(rank).right();
      String prefix = options.continuingPrefix();
      String whole = left + (right.startsWith(prefix) ? right.substring(prefix.length()) : right);
      int a = tokens.id(left);
      int b = tokens.id(right);
      int merged = tokens.id(whole);
      if (a < 0 || b < 0 || merged < 0) {
        throw new JacobiException(
            String.format(
                "merge %d: \"%s\" and \"%s\" become \"%s\", not all of which are in the vocabulary",
                rank, left, right, whole));
      }
      table.put(a, b, rank, merged);
      crosses |= right.charAt(0) == BLANK && left.charAt(left.length() - 1) != BLANK;
    }
    this.cutsAtBlanks =
        !crosses
            && !options.ignoreMerges()
            && options.continuingPrefix().isEmpty()
            && options.endSuffix().isEmpty()
            && tokens.id("" + BLANK) >= 0;
  }

  /** The merges in the order they were learned. */
  public List<Merge> merges() {
    return merges;
  }

  public Options options() {
    return options;
  }

  @Override
  public Map<String, Integer> vocabulary() {
    return Map.copyOf(tokens.ids());
  }

  /** Before a ▁ that follows another character, if no merge reaches over that. */
  @Override
  public int cut(String text, int from) {
    if (cutsAtBlanks) {
      for (int i = from + 1; i < text.length(); i++) {
        if (text.charAt(i) == BLANK && text.charAt(i - 1) != BLANK) {
          return i;
        }
      }
    }
    return text.length();
  }

  @Override
  public int[] encode(String piece) {
    if (options.ignoreMerges()) {
      int id = tokens.id(piece);
      if (id >= 0) {
        return new int[] {id};
      }
    }
    Symbols symbols = new Symbols(piece.length());
    for (int i = 0; i < piece.length(); ) {
      int next = i + Character.charCount(piece.codePointAt(i));
      String symbol = piece.substring(i, next);
      if (i > 0 && !options.continuingPrefix().isEmpty()) {
        symbol = options.continuingPrefix() + symbol;
      }
      if (next == piece.length()) {
        symbol += options.endSuffix();
      }
      int id = tokens.id(symbol);
      if (id >= 0) {
        symbols.flushUnknown();
        symbols.add(id);
      } else if (!(options.byteFallback() && symbols.addBytes(symbol)) && unknownId >= 0) {
        symbols.addUnknown();
      }
      i = next;
    }
    symbols.flushUnknown();
    return Merging.merge(symbols.ids, symbols.n, table);
  }

  /** The ids a piece starts as. An unknown token waits, because the next one may join it. */
  private final class Symbols {
    int[] ids;
    int n;
    boolean waiting;

    Symbols(int expected) {
      ids = new int[expected + 8];
    }

    void add(int id) {
      if (n == ids.length) {
        ids = java.util.Arrays.copyOf(ids, 2 * n);
      }
      ids[n++] = id;
    }

    boolean addBytes(String symbol) {
      byte[] utf8 = symbol.getBytes(StandardCharsets.UTF_8);
      for (byte b : utf8) {
        if (byteIds[b & 0xff] < 0) {
          return false;
        }
      }
      for (byte b : utf8) {
        add(byteIds[b & 0xff]);
      }
      return true;
    }

    void addUnknown() {
      if (waiting && options.fuseUnknown()) {
        return;
      }
      flushUnknown();
      waiting = true;
    }

    void flushUnknown() {
      if (waiting) {
        add(unknownId);
        waiting = false;
      }
    }
  }
}
