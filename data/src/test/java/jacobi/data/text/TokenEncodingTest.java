package jacobi.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.data.text.pipeline.BpeTrainer;
import jacobi.graph.JacobiException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenEncodingTest {
  private static final List<String> TEXTS =
      List.of("a good film", "a bad, bad film", "שלום 👍🏽 tab\there");

  static Stream<Tokenizer> tokenizers() {
    VocabularyCounter words = new VocabularyCounter();
    TEXTS.forEach(text -> words.addAll(WordTokenizer.words(text, WordRule.WORDS, true)));
    return Stream.of(
        new WordTokenizer(words.vocabulary(1, 100, "<pad>"), WordRule.WORDS, true),
        CharacterTokenizer.train(TEXTS),
        BpeTrainer.ofBytes(300, "<unk>").addAll(TEXTS).train());
  }

  @ParameterizedTest
  @MethodSource("tokenizers")
  void comesBackFromItsMap(Tokenizer tokenizer) {
    TokenEncoding encoding = new TokenEncoding(tokenizer, 9, OptionalInt.of(1));
    TokenEncoding again = (TokenEncoding) Encodings.fromMap(encoding.toMap());
    assertThat(again.toMap()).isEqualTo(encoding.toMap());
    for (String text : TEXTS) {
      assertThat(again.encode(text)).hasSize(9).containsExactly(encoding.encode(text));
    }
    assertThat(again.tokenizer().size()).isEqualTo(tokenizer.size());
  }

  @ParameterizedTest
  @MethodSource("tokenizers")
  void whatHasNoTokenIsOneUnknownToken(Tokenizer tokenizer) {
    assertThat(new TokenEncoding(tokenizer, 0).encode("")).containsExactly(0f);
    assertThat(new TokenEncoding(tokenizer, 3, OptionalInt.of(1)).encode(""))
        .containsExactly(0f, 1f, 1f);
  }

  @Test
  void cutsAndFillsUp() {
    Tokenizer characters = new CharacterTokenizer(Vocabulary.of(List.of("?", "_", "a", "b")));
    TokenEncoding cut = new TokenEncoding(characters, 3);
    assertThat(cut.encode("abab")).containsExactly(2, 3, 2);
    assertThat(cut.encode("ab")).containsExactly(2, 3);
    assertThat(cut.hasLengths()).isTrue();
    assertThat(cut.cuts("aba")).isFalse();
    assertThat(cut.cuts("abab")).isTrue();
    TokenEncoding filled = new TokenEncoding(characters, 3, OptionalInt.of(1));
    assertThat(filled.encode("zb")).containsExactly(0, 3, 1);
    assertThat(filled.hasLengths()).isFalse();
    assertThatThrownBy(() -> new TokenEncoding(characters, 0, OptionalInt.of(1)))
        .isInstanceOf(JacobiException.class);
  }

  @Test
  void damagedMapsAreNamed() {
    Map<String, Object> map =
        new HashMap<>(new TokenEncoding(tokenizers().toList().get(0), 9).toMap());
    map.put("tokens", "syllables");
    assertThatThrownBy(() -> Encodings.fromMap(map))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("encoding: tokens is syllables, expected words, characters or");
    map.put("tokens", "words");
    map.put("counts", List.of(1));
    assertThatThrownBy(() -> Encodings.fromMap(map)).hasMessageContaining("have 1 counts");
    map.put("kind", "guesses");
    assertThatThrownBy(() -> Encodings.fromMap(map)).hasMessageContaining("kind is guesses");
  }
}
