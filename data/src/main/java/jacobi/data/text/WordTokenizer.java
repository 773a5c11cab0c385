package jacobi.data.text;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * One id a word. Words that the vocabulary does not hold are its unknown token; decoding puts a
 * blank between words.
 *
 * @param vocabulary the words; lower-cased ones if {@code lowerCase}
 * @param rule where words begin and end
 * @param lowerCase whether words are lower-cased (by Unicode's rules, for no particular language)
 */
public record WordTokenizer(Vocabulary vocabulary, WordRule rule, boolean lowerCase)
    implements Tokenizer {

  /** The words of a text as the vocabulary must hold them: what to count for it. */
  public static List<String> words(String text, WordRule rule, boolean lowerCase) {
    return rule.split(lowerCase ? text.toLowerCase(Locale.ROOT) : text);
  }

  @Override
  public int[] encode(String text) {
    return vocabulary.ids(words(text, rule, lowerCase));
  }

  @Override
  public String decode(int... ids) {
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      text.append(text.isEmpty() ? "" : " ").append(vocabulary.token(id));
    }
    return text.toString();
  }

  @Override
  public int size() {
    return vocabulary.size();
  }

  @Override
  public String token(int id) {
    return vocabulary.token(id);
  }

  @Override
  public OptionalInt id(String token) {
    return vocabulary.find(token);
  }

  @Override
  public List<String> tokens() {
    return vocabulary.tokens();
  }

  @Override
  public OptionalInt unknown() {
    return OptionalInt.of(0);
  }
}
