package jacobi.data.text;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

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

  /** All tokens by id. */
  default List<String> tokens() {
    return IntStream.range(0, size()).mapToObj(this::token).toList();
  }

  /** The id that stands for whatever a vocabulary does not hold; empty where there is no such. */
  default OptionalInt unknown() {
    return OptionalInt.empty();
  }
}
