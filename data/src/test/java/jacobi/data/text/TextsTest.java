package jacobi.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.data.Batch;
import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.data.Targets;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextsTest {
  private static final Tokenizer LETTERS =
      new CharacterTokenizer(Vocabulary.of(List.of("<unk>", "<pad>", "a", "b", "c")));

  @TempDir private Path folder;

  private Texts read(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("texts.tsv"), content);
    return Texts.read(TextSource.tsv(file, TextColumns.FIRST_AND_LAST));
  }

  @Test
  void classesAreTheLabelsInOrder() throws IOException {
    assertThat(read("x\t10\ny\t9\nz\t10\n").classNames()).containsExactly("9", "10");
    assertThat(read("x\tvery good\ny\t10\nz\tbad\n").classNames())
        .containsExactly("10", "bad", "very good");
    assertThatThrownBy(() -> read("\n")).hasMessageContaining("texts.tsv: holds no text");
  }

  @Test
  void labelsOfFurtherTextsMustBeKnown() throws IOException {
    Path file = Files.writeString(folder.resolve("more.tsv"), "x\tbad\ny\tgoot\n");
    TextSource source = TextSource.tsv(file, TextColumns.FIRST_AND_LAST);
    assertThatThrownBy(() -> Texts.read(source, List.of("bad", "good")))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("more.tsv: line 2: class \"goot\" is none of those in training")
        .hasMessageContaining("did you mean \"good\"? There are bad, good");
    assertThatThrownBy(() -> Texts.read(TextSource.lines(file), List.of("bad")))
        .hasMessageContaining("has no labels");
  }

  @Test
  void tokensHaveLengthsAndBatchesPadThem() throws IOException {
    Dataset data =
        Texts.encoded(read("abc\t1\n\t0\nzz\t1\ncab cab\t0\n"), new TokenEncoding(LETTERS, 4));
    assertThat(data.featureShape()).isEqualTo(Shape.of(4));
    assertThat(data.hasLengths()).isTrue();
    assertThat(data.features(0)).containsExactly(2, 3, 4);
    assertThat(data.features(1)).containsExactly(0);
    assertThat(data.features(3)).containsExactly(4, 2, 3, 0);
    assertThat(data.text(3)).contains("cab cab");
    Batch batch = data.batch(1, 0);
    assertThat(batch.features().shape()).isEqualTo(Shape.of(2, 3));
    assertThat(batch.features().toFloats()).containsExactly(0, 0, 0, 2, 3, 4);
    assertThat(batch.lengths().orElseThrow().toInts()).containsExactly(1, 3);
    assertThat(batch.targets().toInts()).containsExactly(0, 1);
    assertThat(data.batches(4).buckets(2).perEpoch()).isEqualTo(2);
  }

  @Test
  void paddedTextsAreRowsOfOneLength() throws IOException {
    Dataset data =
        Texts.encoded(read("abc\t1\n\t0\n"), new TokenEncoding(LETTERS, 4, OptionalInt.of(1)));
    assertThat(data.hasLengths()).isFalse();
    assertThat(data.batch(0, 1).features().toFloats()).containsExactly(2, 3, 4, 1, 0, 1, 1, 1);
    assertThat(data.batch(0, 1).lengths()).isEmpty();
  }

  @Test
  void encodingIsFittedOnTheTrainingPartAndHandedOnByViews() throws IOException {
    Split texts = read("a\tx\nb\ty\na\tx\nb\ty\nccc\tx\n").splitLast(.8, 0, .2);
    Split parts =
        Texts.encode(
            texts, train -> new TokenEncoding(CharacterTokenizer.train(Texts.of(train)), 0));
    TokenEncoding encoding = (TokenEncoding) parts.train().encoding().orElseThrow();
    assertThat(encoding.tokenizer().size()).isEqualTo(3);
    assertThat(parts.test().features(0)).containsExactly(0, 0, 0);
    Dataset view = parts.train().select(3, 0);
    assertThat(view.encoding()).contains(encoding);
    assertThat(view.text(0)).contains("b");
    assertThat(view.targets()).isEqualTo(new Targets.Classes(List.of("x", "y")));
    // Nothing to validate with.
    assertThat(parts.validation().size()).isZero();
  }
}
