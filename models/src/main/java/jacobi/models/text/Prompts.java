package jacobi.models.text;

import jacobi.data.text.CharacterTokenizer;
import jacobi.data.text.Tokenizer;
import jacobi.data.text.Vocabulary;
import jacobi.graph.JacobiException;
import java.util.OptionalInt;

/** What people write before generated text, as ids. */
final class Prompts {
  private Prompts() {}

  /** The id that stands for whatever the tokeniser does not know, where it has one. */
  static OptionalInt unknown(Tokenizer tokenizer) {
    OptionalInt unknown = tokenizer.unknown();
    return unknown.isPresent() ? unknown : tokenizer.id(Vocabulary.UNKNOWN);
  }

  /**
   * The ids of a prompt. A word that is not known becomes the unknown token, as in the text that
   * the model was trained on; a character that is not known is an error, since there was none.
   */
  static int[] encode(Tokenizer tokenizer, String prompt) {
    if (tokenizer instanceof CharacterTokenizer characters) {
      prompt
          .codePoints()
          .filter(c -> !characters.vocabulary().contains(Character.toString(c)))
          .findFirst()
          .ifPresent(c -> refuse(c, characters));
    }
    return tokenizer.encode(prompt);
  }

  private static void refuse(int c, CharacterTokenizer tokenizer) {
    throw new JacobiException(
        String.format(
            "the prompt has the character \"%s\" (U+%04X), which is not among the %d that the"
                + " model knows",
            Character.toString(c), c, tokenizer.size() - 1));
  }
}
