package jacobi.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.graph.JacobiException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WordVectorsTest {
  private static final WordVectors ROYALS =
      new WordVectors(
          List.of("man", "woman", "king", "queen", "apple", "nothing"),
          3,
          new float[] {1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, -1, -1, .1f, 0, 0, 0});

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void savesAndReadsTheSameBits(WordVectorFormat format) throws IOException {
    float[] table = {1e-20f, -3.25f, 1 / 3f, Float.MAX_VALUE, 0, -0f};
    WordVectors vectors = new WordVectors(List.of("naïve", "👋"), 3, table);
    Path file = folder.resolve("v");
    vectors.save(file, format);
    assertThat(WordVectorFormat.of(file)).isEqualTo(format);
    WordVectors read = WordVectors.read(file, format);
    assertThat(read.words()).containsExactly("naïve", "👋");
    assertThat(read.vector("naïve")).containsExactly(1e-20f, -3.25f, 1 / 3f);
    assertThat(read.vector("👋")).containsExactly(Float.MAX_VALUE, 0, -0f);
    assertThat(WordVectors.read(file, format, "👋"::equals).words()).containsExactly("👋");
    assertThatThrownBy(() -> new WordVectors(List.of("a b"), 1, new float[1]).save(file, format))
        .isInstanceOf(JacobiException.class)
        .hasMessageStartingWith(file + ": row 1: the word \"a b\" is empty or holds a blank");
  }

  @Test
  void readsTheOriginalsLayout() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("2 2\n</s> ".getBytes(StandardCharsets.UTF_8));
    bytes.write(floats(1, 2));
    // Google's news vectors have no line break after the numbers, the original tool writes one.
    bytes.write("the ".getBytes(StandardCharsets.UTF_8));
    bytes.write(floats(3, 4));
    Path file = Files.write(folder.resolve("v.bin"), bytes.toByteArray());
    WordVectors read = WordVectors.read(file, WordVectorFormat.WORD2VEC_BINARY);
    assertThat(read.vector("</s>")).containsExactly(1, 2);
    assertThat(read.vector("the")).containsExactly(3, 4);
    Path text = Files.writeString(folder.resolve("v.txt"), "1 2\nthe 0.5 -1e-1 \n");
    assertThat(WordVectors.read(text, WordVectorFormat.WORD2VEC_TEXT).vector("the"))
        .containsExactly(.5f, -.1f);
    Path glove = Files.writeString(folder.resolve("g.txt"), "the 1 2\n. . . 3 4\n\u00a0 5 6\n");
    assertThat(WordVectors.read(glove, WordVectorFormat.GLOVE).words())
        .containsExactly("the", ". . .", "\u00a0");
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GLOVE|a 1 2~b 1~|: line 2: expected a word and 2 numbers, found \"b 1\"",
        "GLOVE|a 1 2~b 1 x~|: line 2: number 2 of \"b\" is \"x\", expected a word and 2 numbers",
        "GLOVE|a 1 2~b 1 NaN~|: line 2: number 2 of \"b\" is \"NaN\", expected a word and 2"
            + " numbers",
        "GLOVE|a 1 2~~|: line 2: expected a word and 2 numbers, found \"\"",
        "GLOVE|''|: is empty, expected word vectors",
        "WORD2VEC_TEXT|2 2~a 1 2~|: has 1 words, where its first line says 2",
        "WORD2VEC_TEXT|1 2~a 1~|: line 2: expected a word and 2 numbers, found \"a 1\"",
        "WORD2VEC_TEXT|a 1 2~|: row 0: expected a first line with the number of words and the size"
            + " of their vectors, found \"a 1 2\"",
        "WORD2VEC_BINARY|2 2~a ........|: ends before its last word vector",
        "WORD2VEC_BINARY|2 0~|: row 0: vectors of 0 numbers, expected 1 to 1048576",
      })
  void badRowsAreNamed(WordVectorFormat format, String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("bad"), text.replace('~', '\n'));
    assertThatThrownBy(() -> WordVectors.read(file, format))
        .isInstanceOf(JacobiException.class)
        .hasMessage(file + message);
  }

  @Test
  void nearestByCosine() {
    List<Neighbour> near = ROYALS.nearest("king", 3);
    assertThat(near).extracting(Neighbour::word).containsExactly("man", "queen", "woman");
    assertThat(near.getFirst().cosine()).isCloseTo((float) Math.sqrt(.5), within(1e-6f));
    assertThat(ROYALS.nearest("nothing", 9)).hasSize(5).allMatch(n -> n.cosine() == 0);
    assertThat(ROYALS.nearest(new float[] {0, 0, 5}, 1).getFirst().word()).isIn("king", "queen");
    assertThat(ROYALS.cosine("king", "queen")).isCloseTo(.5f, within(1e-6f));
  }

  @Test
  void analogies() {
    assertThat(ROYALS.analogy("man", "king", "woman", 1))
        .extracting(Neighbour::word)
        .containsExactly("queen");
  }

  @Test
  void fillsAnEmbeddingTable() {
    Vocabulary words = Vocabulary.of(List.of("<unk>", "queen", "zebra"));
    float[] table = new float[9];
    java.util.Arrays.fill(table, 7);
    assertThat(ROYALS.copyTo(words, table)).isEqualTo(1);
    assertThat(table).containsExactly(7, 7, 7, 0, 1, 1, 7, 7, 7);
  }

  @Test
  void unknownWordsAreRefused() {
    assertThatThrownBy(() -> ROYALS.nearest("prince", 1))
        .isInstanceOf(JacobiException.class)
        .hasMessage("word vectors: no vector for \"prince\"");
  }

  @Test
  void sumsAndDifferencesLeaveTheirWordsOut() {
    assertThat(ROYALS.nearest(List.of("king", "woman"), List.of("man"), 1))
        .isEqualTo(ROYALS.analogy("man", "king", "woman", 1))
        .extracting(Neighbour::word)
        .containsExactly("queen");
    assertThat(ROYALS.nearest(List.of("king"), List.of(), 9))
        .extracting(Neighbour::word)
        .containsExactly("man", "queen", "woman", "nothing", "apple");
  }
}
