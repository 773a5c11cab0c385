package jacobi.data.text.pipeline;

import jacobi.graph.JacobiException;
import java.util.Map;

/**
 * BERT's model: the longest token that a piece starts with, then the longest that what is left
 * starts with, and so on; the unknown token for the whole piece if it cannot be done (Wu et al.
 * 2016, "Google's Neural Machine Translation System", section 4.1).
 */
public final class WordPiece implements SubwordModel {
  private final TokenTable tokens;
  private final String unknown;
  private final String prefix;
  private final int longestPiece;
  private final int longestToken;

  /**
   * @param unknown the token for pieces that cannot be made of others
   * @param prefix how tokens start that do not start a piece, ## as a rule
   * @param longestPiece longer pieces, in characters, are unknown; 100 as a rule
   */
  public WordPiece(
      Map<String, Integer> vocabulary, String unknown, String prefix, int longestPiece) {
    this.tokens = new TokenTable(vocabulary);
    this.unknown = unknown;
    this.prefix = prefix;
    this.longestPiece = longestPiece;
    this.longestToken = vocabulary.keySet().stream().mapToInt(String::length).max().orElse(0);
    if (tokens.id(unknown) < 0) {
      throw new JacobiException("the unknown token \"" + unknown + "\" is not in the vocabulary");
    }
  }

  public String unknown() {
    return unknown;
  }

  public String prefix() {
    return prefix;
  }

  public int longestPiece() {
    return longestPiece;
  }

  @Override
  public Map<String, Integer> vocabulary() {
    return Map.copyOf(tokens.ids());
  }

  @Override
  public int[] encode(String piece) {
    IntList ids = new IntList();
    boolean tooLong =
        piece.length() > longestPiece && piece.codePointCount(0, piece.length()) > longestPiece;
    int from = 0;
    while (from < piece.length() && !tooLong) {
      int to = Math.min(piece.length(), from + longestToken);
      int id = -1;
      while (to > from) {
        String part = piece.substring(from, to);
        id = tokens.id(from == 0 ? part : prefix + part);
        if (id >= 0) {
          break;
        }
        to = piece.offsetByCodePoints(to, -1);
      }
      if (id < 0) {
        break;
      }
      ids.add(id);
      from = to;
    }
    return from < piece.length() ? new int[] {tokens.id(unknown)} : ids.toArray();
  }
}
