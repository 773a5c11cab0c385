package jacobi.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.data.Batch;
import jacobi.data.Dataset;
import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long text and the three ways to learn from it. */
class RunningTextTest {
  private static final List<String> LINES = List.of("a b c", "", "d e", "f", "g h i j");
  private static final List<String> WORDS =
      List.of("<unk>", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "</s>");

  @TempDir private Path folder;

  private Path file() throws IOException {
    Path file = folder.resolve("text.txt");
    Files.writeString(file, String.join("\n", LINES) + "\n");
    return file;
  }

  private RunningText words(boolean ends) throws IOException {
    Tokenizer tokenizer = new WordTokenizer(Vocabulary.of(WORDS), WordRule.WHITE_SPACE, false);
    return RunningText.read(
        TextSource.lines(file()),
        new TokenEncoding(tokenizer, 0),
        "",
        ends ? tokenizer.id("</s>") : OptionalInt.empty());
  }

  private static String spell(Dataset data, int[] ids) {
    return Arrays.stream(ids).mapToObj(data.classNames()::get).collect(Collectors.joining(" "));
  }

  /** Each example as "features > classes". */
  private static List<String> read(Dataset data) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      float[] x = data.features(i);
      int[] ids = IntStream.range(0, x.length).map(t -> (int) x[t]).toArray();
      int[] next = new int[x.length];
      if (data.hasLengths()) {
        data.copyLabels(i, next, 0);
      } else {
        next = new int[] {data.label(i)};
      }
      all.add(spell(data, ids) + " > " + spell(data, next));
    }
    return all;
  }

  @Test
  void windowsLookBackOverTheBorder() throws IOException {
    RunningText text = words(false);
    assertThat(text.size()).isEqualTo(10);
    assertThat(read(text.windows(0, 5, 3))).containsExactly("a b c > d", "b c d > e");
    assertThat(read(text.windows(5, 7, 3))).containsExactly("c d e > f", "d e f > g");
    assertThat(text.windows(0, 3, 3).size()).isZero();
    assertThat(text.windows(5, 7, 3).continues()).isFalse();
  }

  @Test
  void segmentsGoOnAndPredictEveryToken() throws IOException {
    RunningText text = words(false);
    Dataset train = text.segments(0, 6, 2);
    assertThat(read(train)).containsExactly("a b > b c", "c d > d e", "e > f");
    assertThat(train.continues()).isTrue();
    assertThat(read(text.segments(6, 10, 3))).containsExactly("f g h > g h i", "i > j");
    Batch b = train.batch(0, 1);
    assertThat(b.lengths()).isEmpty();
    assertThat(b.targets().toInts()).containsExactly(2, 3, 4, 5);
    assertThat(train.batch(1, 2).lengths().orElseThrow().toInts()).containsExactly(2, 1);
  }

  @Test
  void sentencesGoFromBoundaryToBoundary() throws IOException {
    RunningText text = words(true);
    int cut = text.endOfLine(8);
    assertThat(read(text.sentences(0, cut, 0)))
        .containsExactly("</s> a b c > a b c </s>", "</s> d e > d e </s>");
    assertThat(read(text.sentences(cut, text.size(), 0)))
        .containsExactly("</s> f > f </s>", "</s> g h i j > g h i j </s>");
    assertThat(read(text.sentences(cut, text.size(), 2)))
        .containsExactly("</s> f > f </s>", "</s> g > g h");
    assertThat(text.sentences(0, cut, 0).continues()).isFalse();
  }

  @Test
  void charactersOfThePartsAddUp() throws IOException {
    for (boolean ends : new boolean[] {false, true}) {
      RunningText text = words(ends);
      double all = text.characters(0, text.size());
      // Leading boundary aside, everything there is: 5 lines with their breaks.
      assertThat(all).isEqualTo(String.join("\n", LINES).length() + 1.);
      for (int cut = 0; cut <= text.size(); cut++) {
        assertThat(text.characters(0, cut) + text.characters(cut, text.size()))
            .isCloseTo(all, within(1e-9));
        assertThat(text.characters(0, cut)).isBetween(0., all);
      }
    }
    Dataset part = words(false).segments(5, 10, 4);
    assertThat(part.charactersPerTarget().orElseThrow() * 5).isCloseTo(2 + 8, within(1e-9));
    assertThat(part.range(0, 1).charactersPerTarget()).isEqualTo(part.charactersPerTarget());
  }

  @Test
  void lineBreaksAreCharacters() throws IOException {
    CharacterTokenizer tokenizer = CharacterTokenizer.train(List.of("abcdefghij \n"));
    RunningText text =
        RunningText.read(
            TextSource.lines(file()), new TokenEncoding(tokenizer, 0), "\n", OptionalInt.empty());
    assertThat(tokenizer.decode(text.ids(0, text.size())))
        .isEqualTo(String.join("\n", LINES) + "\n");
    assertThat(text.characters(0, text.size())).isEqualTo(text.size());
    assertThat(text.segments(3, 20, 5).charactersPerTarget().orElseThrow())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void anEmptyTextHasNoExamplesAndBadBytesAreNamed() throws IOException {
    Path file = folder.resolve("other.txt");
    Files.writeString(file, "");
    TokenEncoding encoding = words(false).encoding();
    RunningText text = RunningText.read(TextSource.lines(file), encoding, "", OptionalInt.empty());
    assertThat(text.windows(0, text.size(), 2).size()).isZero();
    assertThat(text.segments(0, text.size(), 2).size()).isZero();
    assertThat(text.sentences(0, text.size(), 0).size()).isZero();
    Files.write(file, "a b\nc \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(
            () -> RunningText.read(TextSource.lines(file), encoding, "", OptionalInt.empty()))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("other.txt: line 2");
  }
}
