package jacobi.data.text.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTrainerTest {
  private static final List<String> WORDS = new ArrayList<>();

  static {
    // The example of Sennrich, Haddow and Birch.
    WORDS.addAll(Collections.nCopies(5, "low"));
    WORDS.addAll(Collections.nCopies(2, "lower"));
    WORDS.addAll(Collections.nCopies(6, "newest"));
    WORDS.addAll(Collections.nCopies(3, "widest"));
  }

  private static List<String> merges(TokenizerPipeline tokenizer) {
    return ((Bpe) tokenizer.parts().model())
        .merges().stream().map(m -> m.left() + " " + m.right()).toList();
  }

  @Test
  void mergesTheMostFrequentPairs() {
    TokenizerPipeline tokenizer = BpeTrainer.ofBytes(256 + 6).addAll(WORDS).train();
    // 9 times: es, st (lower ids first), then est; 7: lo, low; 6: ne.
    assertThat(merges(tokenizer)).containsExactly("e s", "es t", "l o", "lo w", "e w", "n ew");
    assertThat(Arrays.stream(tokenizer.encode("lowest")).mapToObj(tokenizer::token))
        .containsExactly("low", "est");
  }

  @Test
  void doesNotMergeWhatIsSeenOnce() {
    TokenizerPipeline tokenizer = BpeTrainer.ofBytes(1000).add("abab cd").train();
    assertThat(merges(tokenizer)).containsExactly("a b");
    assertThat(tokenizer.size()).isEqualTo(257);
  }

  @Test
  void agreesWithCountingAnewEachTime() {
    Random random = new Random(3);
    for (int round = 0; round < 20; round++) {
      List<String> words = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        StringBuilder word = new StringBuilder();
        for (int n = random.nextInt(9); n > 0; n--) {
          word.append((char) ('a' + random.nextInt(3)));
        }
        words.add(word.toString());
      }
      TokenizerPipeline tokenizer = BpeTrainer.ofBytes(256 + 30).addAll(words).train();
      assertThat(merges(tokenizer)).isEqualTo(SlowBpe.merges(words, 30));
    }
  }

  @Property(tries = 300)
  void anyTextComesBack(@ForAll String text) {
    assertThat(Bytes.TOKENIZER.decode(Bytes.TOKENIZER.encode(text))).isEqualTo(wellFormed(text));
  }

  private static String wellFormed(String text) {
    int[] points = text.codePoints().map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c).toArray();
    return new String(points, 0, points.length);
  }

  /** Made once. */
  private static final class Bytes {
    static final TokenizerPipeline TOKENIZER =
        BpeTrainer.ofBytes(300, "<eos>").add("hello, hello world 👋 世界 世界").train();
  }

  @Test
  void unseenCharactersBecomeBytes() {
    TokenizerPipeline tokenizer =
        BpeTrainer.ofCharacters(300, "<s>").add("the cat, the dog, the 猫").train();
    String text = "the 犬👋  cat";
    int[] ids = tokenizer.encode(text);
    assertThat(Arrays.stream(ids).mapToObj(tokenizer::token))
        .contains("▁the", "<0xE7>", "<0xF0>")
        .doesNotContain("<s>");
    assertThat(tokenizer.decode(ids)).isEqualTo(text);
    assertThat(tokenizer.decode(tokenizer.encode(""))).isEmpty();
  }

  @Test
  void specialTokensAreFoundInText() {
    TokenizerPipeline tokenizer = Bytes.TOKENIZER;
    int[] ids = tokenizer.encode("a<eos>b");
    assertThat(ids).contains(0);
    assertThat(tokenizer.decode(ids)).isEqualTo("ab");
    assertThat(tokenizer.decode(true, ids)).isEqualTo("a<eos>b");
  }

  @Test
  void savedAndReadIsTheSame(@TempDir Path folder) throws IOException {
    for (TokenizerPipeline tokenizer :
        List.of(
            BpeTrainer.ofBytes(270, "<eos>").addAll(WORDS).train(),
            BpeTrainer.ofCharacters(280).addAll(WORDS).train())) {
      TokenizerJson.write(folder.resolve("t.json"), tokenizer);
      TokenizerPipeline read = TokenizerJson.read(folder.resolve("t.json"));
      for (String text : List.of("the lowest newer <eos> ünter", "", "  ")) {
        assertThat(read.encode(text)).containsExactly(tokenizer.encode(text));
        assertThat(read.decode(read.encode(text)))
            .isEqualTo(tokenizer.decode(tokenizer.encode(text)));
      }
    }
  }

  @Test
  void shortAndLongPiecesMergeTheSameWay() {
    TokenizerPipeline tokenizer = BpeTrainer.ofBytes(256 + 6).addAll(WORDS).train();
    String once = "lowernewestwidestlow";
    int[] shortIds = tokenizer.encode(once);
    int[] longIds = tokenizer.encode(once.repeat(50));
    for (int i = 0; i < longIds.length; i++) {
      assertThat(longIds[i]).isEqualTo(shortIds[i % shortIds.length]);
    }
    assertThat(longIds).hasSize(50 * shortIds.length);
  }

  @Test
  void refusesTooFewTokens() {
    assertThatThrownBy(() -> BpeTrainer.ofBytes(256, "<s>"))
        .isInstanceOf(JacobiException.class)
        .hasMessage(
            "byte-pair encoding: 256 tokens, expected at least 257: 256 for bytes and 1 special"
                + " ones");
  }
}
