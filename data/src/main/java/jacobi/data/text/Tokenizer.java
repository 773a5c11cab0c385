package jacobi.data.text;

import java.util.OptionalInt;

/**
 * Turns text into ids, 0 to {@link #size} less 1, and ids into text. Tokenisers are values: they
 * never change and may be used from several threads at once.
 */
public interface Tokenizer {

  /**
   * The ids of a text, special tokens included where the tokeniser adds any. An empty text gives no
   * ids but those.
   */
  int[] encode(String text);

  /**
   * The text of these ids, special tokens left out. It is the encoded text again only as far as the
   * tokeniser keeps it: a word tokeniser forgets white space, a lower-casing one capitals.
   *
   * @throws jacobi.graph.JacobiException if an id is not 0 to size-1
   */
  String decode(int... ids);

  /** How many ids there are: the rows of an embedding table. */
  int size();

  /** The token of an id. */
  String token(int id);

  /** The id of a token, if it has one; an unknown token has none. */
  OptionalInt id(String token);
}
