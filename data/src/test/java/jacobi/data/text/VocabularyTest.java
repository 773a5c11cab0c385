package jacobi.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
  private static final VocabularyCounter COUNTED =
      new VocabularyCounter().addAll(List.of("b", "a", "c", "b", "a", "b", "d", "<unk>"));

  @Test
  void mostFrequentFirstAndRareOnesAreUnknown() {
    Vocabulary words = COUNTED.vocabulary(2, Integer.MAX_VALUE);
    assertThat(words.tokens()).containsExactly("<unk>", "b", "a");
    assertThat(words.id("a")).isEqualTo(2);
    assertThat(words.id("c")).isZero();
    assertThat(words.find("c")).isEmpty();
    assertThat(List.of(words.count(0), words.count(1), words.count(2))).containsExactly(3L, 3L, 2L);
    assertThat(words.totalCount()).isEqualTo(8);
  }

  @Test
  void sizeHoldsUnknownAndSpecialTokens() {
    Vocabulary words = COUNTED.vocabulary(1, 4, "<s>", "d");
    assertThat(words.tokens()).containsExactly("<unk>", "<s>", "d", "b");
    assertThat(words.count(0)).isEqualTo(4);
    assertThat(words.count(2)).isEqualTo(1);
  }

  @Test
  void equallyFrequentTokensHaveOneOrder() {
    VocabularyCounter counter = new VocabularyCounter().addAll(List.of("z", "é", "a", "Z", "b"));
    assertThat(counter.vocabulary().tokens()).containsExactly("<unk>", "Z", "a", "b", "z", "é");
  }

  @Test
  void textOfUnknownWordsOnly() {
    assertThat(COUNTED.vocabulary().ids(List.of("x", "y"))).containsExactly(0, 0);
    assertThat(new VocabularyCounter("?").vocabulary().ids(List.of("x"))).containsExactly(0);
  }

  @Test
  void savesAnyToken(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("words.tsv");
    Vocabulary words =
        new VocabularyCounter()
            .addAll(List.of("\t", "\n", "\\", "\\t", "a b", "שלום", "👩‍🚀", "", "\r"))
            .vocabulary();
    words.save(file);
    assertThat(Vocabulary.load(file)).isEqualTo(words);
  }

  @Test
  void badLinesAreNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("words.tsv");
    Files.writeString(file, "<unk>\t3\nhello\n");
    assertThatThrownBy(() -> Vocabulary.load(file))
        .isInstanceOf(JacobiException.class)
        .hasMessage(file + ": line 2: expected a token, a tab and a count, found \"hello\"");
    Files.writeString(file, "<unk>\t3\na\t1\na\t1\n");
    assertThatThrownBy(() -> Vocabulary.load(file))
        .isInstanceOf(JacobiException.class)
        .hasMessage(file + ": vocabulary: the token \"a\" comes twice");
  }

  @Test
  void refusesImpossibleSizes() {
    assertThatThrownBy(() -> COUNTED.vocabulary(1, 1, "<s>"))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("expected at least 1 and 2");
    assertThatThrownBy(() -> COUNTED.vocabulary().token(9))
        .isInstanceOf(JacobiException.class)
        .hasMessage("vocabulary: no token 9, expected 0 to 4");
  }
}
