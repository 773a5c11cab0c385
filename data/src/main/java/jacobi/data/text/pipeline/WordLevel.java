package jacobi.data.text.pipeline;

import jacobi.graph.JacobiException;
import java.util.Map;

/** Every piece is a token; those that are not are the unknown one. */
public final class WordLevel implements SubwordModel {
  private final TokenTable tokens;
  private final String unknown;

  /**
   * @throws JacobiException if the unknown token has no id
   */
  public WordLevel(Map<String, Integer> vocabulary, String unknown) {
    this.tokens = new TokenTable(vocabulary);
    this.unknown = unknown;
    if (tokens.id(unknown) < 0) {
      throw new JacobiException("the unknown token \"" + unknown + "\" is not in the vocabulary");
    }
  }

  public String unknown() {
    return unknown;
  }

  @Override
  public Map<String, Integer> vocabulary() {
    return Map.copyOf(tokens.ids());
  }

  @Override
  public int[] encode(String piece) {
    int id = tokens.id(piece);
    return new int[] {id < 0 ? tokens.id(unknown) : id};
  }
}
