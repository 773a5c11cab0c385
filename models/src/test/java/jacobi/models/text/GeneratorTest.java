package jacobi.models.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.data.text.CharacterTokenizer;
import jacobi.data.text.Tokenizer;
import jacobi.data.text.Vocabulary;
import jacobi.data.text.VocabularyCounter;
import jacobi.data.text.WordRule;
import jacobi.data.text.WordTokenizer;
import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  private static final String TEXT =
      "the cat sat on the mat . the cat sat on the mat . the dog sat on the log . the cat saw a dog"
          + " .";

  private static final WordTokenizer WORDS = words();
  private static final CharacterTokenizer CHARACTERS =
      CharacterTokenizer.train(List.of(TEXT, "é𝄞"));

  private static WordTokenizer words() {
    VocabularyCounter counter = new VocabularyCounter();
    counter.addAll(WordRule.WHITE_SPACE.split(TEXT));
    return new WordTokenizer(counter.vocabulary(), WordRule.WHITE_SPACE, false);
  }

  private static Generator generator(Tokenizer tokenizer, int order) {
    int[] ids = tokenizer.encode(TEXT);
    return Generator.of(KneserNey.of(NgramCounts.of(order, tokenizer.size()).add(ids)), tokenizer);
  }

  /** Says that the tokens come one after the other, from 0 on. */
  private record Counting(int vocabularySize) implements LanguageModel {
    @Override
    public Cursor cursor() {
      return new Cursor() {
        private int at = -1;

        @Override
        public void restart() {
          at = -1;
        }

        @Override
        public void push(int token) {
          at = token;
        }

        @Override
        public void distribution(double[] into) {
          for (int i = 0; i < into.length; i++) {
            into[i] = probability(i);
          }
        }

        @Override
        public double probability(int token) {
          return token == (at + 1) % vocabularySize ? .9 : .1 / (vocabularySize - 1);
        }
      };
    }
  }

  @Test
  void sameSeedSameTextAnotherSeedAnother() {
    Generator g = generator(CHARACTERS, 3);
    String text = g.seed(1).generate("the ", 200);
    assertThat(g.seed(1).generate("the ", 200)).isEqualTo(text);
    assertThat(text.codePoints()).hasSize(200);
    assertThat(g.seed(2).generate("the ", 200)).isNotEqualTo(text);
    assertThat(g.seed(1).generate("the ", 50))
        .isEqualTo(text.substring(0, text.offsetByCodePoints(0, 50)));
  }

  @Test
  void greedyGoesOnAsTheTextDid() {
    assertThat(generator(WORDS, 4).greedy().generate("the cat sat", 4)).isEqualTo(" on the mat .");
    assertThat(generator(CHARACTERS, 8).greedy().generate("the mat", 6)).isEqualTo(" . the");
  }

  @Test
  void piecesAreTheWholeTextAndComeOneByOne() {
    for (Tokenizer tokenizer : List.of(WORDS, CHARACTERS)) {
      Generator g = generator(tokenizer, 3).seed(3);
      List<String> pieces = new ArrayList<>();
      g.generate("the dog", 30, pieces::add);
      assertThat(pieces).hasSize(30).doesNotContain("");
      assertThat(String.join("", pieces)).isEqualTo(g.generate("the dog", 30));
      int[] all = tokenizer.encode("the dog" + String.join("", pieces));
      assertThat(all).hasSize(tokenizer.encode("the dog").length + 30);
    }
  }

  @Test
  void emptyPromptBeginsAText() {
    assertThat(generator(WORDS, 3).generate("", 1)).isNotBlank().doesNotContain(" ");
    assertThat(generator(WORDS, 3).generate("", 0)).isEmpty();
  }

  @Test
  void stopsAtTextThatComesInPieces() {
    Generator g = generator(CHARACTERS, 8).greedy();
    assertThat(g.generate("the cat sat", 40)).startsWith(" on the mat . the ");
    assertThat(g.stop(" . t").generate("the cat sat", 40)).isEqualTo(" on the mat");
    assertThat(g.stop("never").generate("the cat sat", 40)).hasSize(40);
    // What could be the beginning of the end is held back, and comes if it was not.
    assertThat(g.stop("mats").generate("the cat sat", 10)).isEqualTo(" on the ma");
    List<String> pieces = new ArrayList<>();
    g.stop("the m!").generate("the cat sat", 12, pieces::add);
    assertThat(pieces).contains("the ma").hasSize(6);
    assertThat(String.join("", pieces)).isEqualTo(" on the mat ");
    assertThat(generator(WORDS, 4).greedy().stop(".").generate("the cat sat", 9))
        .isEqualTo(" on the mat ");
  }

  @Test
  void stopsAtAToken() {
    int dot = WORDS.id(".").getAsInt();
    assertThat(generator(WORDS, 4).greedy().stopToken(dot).generate("the cat sat", 9))
        .isEqualTo(" on the mat");
  }

  @Test
  void aTokenCanBeALineBreak() {
    int dot = WORDS.id(".").getAsInt();
    Generator g = generator(WORDS, 4).greedy().lineBreak(dot);
    assertThat(g.generate("the cat sat", 7)).isEqualTo(" on the mat\nthe cat sat");
    assertThat(g.stop("\nthe").generate("the cat sat", 7)).isEqualTo(" on the mat");
  }

  @Test
  void unknownTokenComesOnlyIfAskedFor() {
    List<String> unseen = List.of("<unk>", "a", "b");
    Tokenizer tokenizer = new WordTokenizer(Vocabulary.of(unseen), WordRule.WHITE_SPACE, false);
    // All three are equally likely.
    Generator g = Generator.of(KneserNey.of(NgramCounts.of(2, 3)), tokenizer);
    assertThat(g.generate("", 200)).doesNotContain("<unk>").contains("a").contains("b");
    assertThat(g.allowUnknown().generate("", 200)).contains("<unk>");
    assertThat(g.never(1).generate("", 20)).matches("b( b){19}");
    assertThatThrownBy(() -> g.never(1, 2).generate("", 1))
        .isInstanceOf(JacobiException.class)
        .hasMessage("there is no token to draw: all that may come have probability 0");
  }

  @Test
  void unknownWordsOfAPromptAreOneWordAndUnknownCharactersAnError() {
    assertThat(generator(WORDS, 2).greedy().generate("the zebra", 1)).isNotBlank();
    assertThatThrownBy(() -> generator(CHARACTERS, 2).generate("the Ω", 1))
        .isInstanceOf(JacobiException.class)
        .hasMessage(
            "the prompt has the character \"Ω\" (U+03A9), which is not among the %d that the model"
                + " knows",
            CHARACTERS.size() - 1);
  }

  @Test
  void tableHasTheModelsProbabilitiesInOrder() {
    int[] ids = WORDS.encode(TEXT);
    KneserNey model = KneserNey.of(NgramCounts.of(3, WORDS.size()).add(ids));
    List<Generator.Next> table = Generator.of(model, WORDS).greedy().next("the cat", 3);
    assertThat(table).hasSize(3);
    assertThat(table.get(0).probability()).isGreaterThanOrEqualTo(table.get(1).probability());
    for (Generator.Next next : table) {
      assertThat(next.text()).isEqualTo(WORDS.token(next.id()));
      assertThat(next.probability())
          .isEqualTo(model.probability(next.id(), WORDS.encode("the cat")));
    }
    List<Generator.Next> all = Generator.of(model, WORDS).next("", 1000);
    assertThat(all).hasSize(WORDS.size());
    assertThat(all.stream().mapToDouble(Generator.Next::probability).sum())
        .isCloseTo(1, within(1e-12));
  }

  /** Each id is one byte. */
  private static final class Bytes implements Tokenizer {
    @Override
    public int[] encode(String text) {
      byte[] bytes = text.getBytes(UTF_8);
      int[] ids = new int[bytes.length];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = bytes[i] & 0xff;
      }
      return ids;
    }

    @Override
    public String decode(int... ids) {
      byte[] bytes = new byte[ids.length];
      for (int i = 0; i < ids.length; i++) {
        bytes[i] = (byte) ids[i];
      }
      return new String(bytes, UTF_8);
    }

    @Override
    public int size() {
      return 256;
    }

    @Override
    public String token(int id) {
      return "<" + id + ">";
    }

    @Override
    public OptionalInt id(String token) {
      return OptionalInt.empty();
    }
  }

  @Test
  void charactersOfSeveralTokensComeWhole() {
    Bytes bytes = new Bytes();
    int[] ids = bytes.encode("aé𝄞中b😀é");
    List<String> pieces = new ArrayList<>();
    TextPieces text =
        new TextPieces(
            bytes, bytes.encode("中"), Optional.empty(), OptionalInt.empty(), pieces::add);
    for (int id : ids) {
      assertThat(text.add(id)).isTrue();
    }
    text.end();
    assertThat(pieces).containsExactly("a", "é", "𝄞", "中", "b", "😀", "é");
    pieces.clear();
    TextPieces broken =
        new TextPieces(bytes, new int[0], Optional.empty(), OptionalInt.empty(), pieces::add);
    broken.add(0xe4);
    broken.add(0xb8);
    assertThat(pieces).isEmpty();
    broken.end();
    assertThat(pieces).containsExactly("\ufffd");
  }

  @Test
  void asksTheModelForOneTokenAfterTheOther() {
    List<String> names = List.of("<unk>", "a", "b", "c", "d");
    Tokenizer letters = new WordTokenizer(Vocabulary.of(names), WordRule.WHITE_SPACE, false);
    Generator g = Generator.of(new Counting(5), letters);
    assertThat(g.greedy().generate("a", 3)).isEqualTo(" b c d");
    assertThat(g.temperature(.01).generate("b", 2)).isEqualTo(" c d");
    assertThat(g.next("b", 1).getFirst()).isEqualTo(new Generator.Next(3, "c", .9));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Generator.of(KneserNey.of(NgramCounts.of(2, 3)), WORDS))
        .isInstanceOf(JacobiException.class)
        .hasMessage(
            "the model knows 3 tokens, the tokeniser %d: expected those it was trained with",
            WORDS.size());
    assertThatThrownBy(() -> generator(WORDS, 2).stop(""))
        .isInstanceOf(JacobiException.class)
        .hasMessage("the text to stop at is empty");
    assertThatThrownBy(() -> generator(WORDS, 2).generate("", -1))
        .isInstanceOf(JacobiException.class)
        .hasMessage("cannot generate -1 tokens, expected 0 or more");
  }
}
