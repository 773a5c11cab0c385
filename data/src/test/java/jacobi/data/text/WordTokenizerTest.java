package jacobi.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WordTokenizerTest {
  private static List<String> words(String text) {
    return WordRule.WORDS.split(text);
  }

  @Test
  void wordsAndPunctuation() {
    assertThat(words("Don't stop: it's 4.19, or 1,000.5!"))
        .containsExactly("Don't", "stop", ":", "it's", "4.19", ",", "or", "1,000.5", "!");
    assertThat(words("term-end 'quoted' a.b 5. .5 x’y ..."))
        .containsExactly(
            "term", "-", "end", "'", "quoted", "'", "a", ".", "b", "5", ".", ".", "5", "x’y", ".",
            ".", ".");
  }

  @Test
  void whiteSpaceOfAnyKindSeparates() {
    assertThat(words(" a\tb\u00a0c\u3000d\r\ne\u0000f "))
        .containsExactly("a", "b", "c", "d", "e", "f");
    assertThat(WordRule.WHITE_SPACE.split(" a\tb\u00a0c\u3000d-e. "))
        .containsExactly("a", "b", "c", "d-e.");
  }

  @Test
  void otherScripts() {
    assertThat(words("שָׁלוֹם, עולם! مرحبا\u200fبك"))
        .hasSize(6)
        .contains("שָׁלוֹם", "עולם", "مرحبا");
    assertThat(words("日本語です")).containsExactly("日", "本", "語", "です");
    assertThat(words("می\u200cخواهم e\u0301te\u0301"))
        .containsExactly("می\u200cخواهم", "e\u0301te\u0301");
    assertThat(words("नमस्ते दुनिया")).containsExactly("नमस्ते", "दुनिया");
  }

  @Test
  void emojiWithAllThatBelongsToThem() {
    assertThat(words("hi👋🏽👩‍🚀🇩🇪🇫🇷❤️ok👨‍👩‍👧‍👦"))
        .containsExactly("hi", "👋🏽", "👩‍🚀", "🇩🇪", "🇫🇷", "❤️", "ok", "👨‍👩‍👧‍👦");
  }

  @Test
  void emptyTexts() {
    for (WordRule rule : WordRule.values()) {
      assertThat(rule.split("")).isEmpty();
      assertThat(rule.split(" \n\t\u00a0")).isEmpty();
    }
  }

  @Property
  void nothingVisibleIsLost(@ForAll String text) {
    for (WordRule rule : WordRule.values()) {
      String joined = String.join("", rule.split(text));
      assertThat(visible(joined, rule)).isEqualTo(visible(text, rule));
    }
  }

  private static String visible(String text, WordRule rule) {
    return text.codePoints()
        .filter(c -> !rule.separates(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void longLinesAreFine() {
    String text = "lorem ipsum, ".repeat(100_000);
    assertThat(words(text)).hasSize(300_000);
    assertThat(words("x".repeat(1 << 20))).hasSize(1);
  }

  @Test
  void encodesByVocabulary() {
    VocabularyCounter counter = new VocabularyCounter();
    counter.addAll(WordTokenizer.words("The cat. THE dog.", WordRule.WORDS, true));
    Tokenizer tokenizer = new WordTokenizer(counter.vocabulary(), WordRule.WORDS, true);
    assertThat(tokenizer.encode("the Cat saw")).containsExactly(2, 3, 0);
    assertThat(tokenizer.decode(2, 3, 0)).isEqualTo("the cat <unk>");
    assertThat(tokenizer.encode("")).isEmpty();
    assertThat(tokenizer.id("dog")).hasValue(4);
    assertThat(tokenizer.id("saw")).isEmpty();
    assertThat(tokenizer.size()).isEqualTo(5);
    assertThat(tokenizer.token(4)).isEqualTo("dog");
  }

  @Test
  void characters() {
    CharacterTokenizer tokenizer = CharacterTokenizer.train(List.of("abb👋", "\n"));
    String text = "👋ba\n";
    assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    assertThat(tokenizer.encode("bxb")).containsExactly(1, 0, 1);
    assertThat(tokenizer.encode("\ud83d")).containsExactly(0);
    assertThat(tokenizer.encode("")).isEmpty();
    assertThat(tokenizer.size()).isEqualTo(5);
  }
}
