package jacobi.data.text;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * One id a character (Unicode code point). Characters that the vocabulary does not hold are its
 * unknown token; half of a surrogate pair is read as U+FFFD. Decoding known characters gives the
 * text again.
 */
public final class CharacterTokenizer implements Tokenizer {
  private final Vocabulary vocabulary;
  private final int[] idOf;

  /** Tokens of the vocabulary that are longer than a character are special ones, never read. */
  public CharacterTokenizer(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    List<String> tokens = vocabulary.tokens();
    int greatest = tokens.stream().filter(this::isCharacter).mapToInt(this::point).max().orElse(0);
    this.idOf = new int[greatest + 1];
    for (int id = 0; id < tokens.size(); id++) {
      if (isCharacter(tokens.get(id))) {
        idOf[point(tokens.get(id))] = id;
      }
    }
  }

  /** A tokeniser for all characters of these texts, and an unknown one. */
  public static CharacterTokenizer train(Iterable<String> texts) {
    VocabularyCounter counter = new VocabularyCounter();
    texts.forEach(text -> count(text, counter));
    return new CharacterTokenizer(counter.vocabulary());
  }

  /** Counts the characters of a text as a vocabulary must hold them. */
  public static void count(String text, VocabularyCounter counter) {
    text.codePoints().forEach(c -> counter.add(Character.toString(scalar(c))));
  }

  private boolean isCharacter(String token) {
    return !token.isEmpty() && token.codePointCount(0, token.length()) == 1;
  }

  private int point(String token) {
    return token.codePointAt(0);
  }

  private static int scalar(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c;
  }

  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public int[] encode(String text) {
    int[] ids = new int[text.length()];
    int n = 0;
    for (int i = 0; i < text.length(); n++) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      int known = scalar(c);
      ids[n] = known < idOf.length ? idOf[known] : 0;
    }
    return n == ids.length ? ids : Arrays.copyOf(ids, n);
  }

  @Override
  public String decode(int... ids) {
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      text.append(vocabulary.token(id));
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
