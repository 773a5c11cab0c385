package jacobi.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureEncodingTest {
  private static final FeatureEncoding ENCODING =
      new FeatureEncoding(Set.of("great", "nice", "enjoyable"), Set.of("hokey", "second-rate"));

  @TempDir private Path folder;

  /** A review of the kind in Jurafsky and Martin, with the six numbers of theirs. */
  @Test
  void sixNumbersOfAReview() {
    float[] x =
        ENCODING.encode(
            "It's hokey, there are no surprises at all, and the dialogue is second-rate. So why"
                + " was it so enjoyable? The cast is great, for one, and the music makes a Nice"
                + " touch. Before the end I wanted to jump off the couch and dance along with all"
                + " of them. The film drew me in within minutes, and will surely do"
                + " the very same thing to you.");
    assertThat(x).hasSize(6);
    assertThat(x[0]).isEqualTo(3);
    assertThat(x[1]).isEqualTo(2);
    assertThat(x[2]).isEqualTo(1);
    assertThat(x[3]).isEqualTo(3);
    assertThat(x[4]).isZero();
    assertThat(x[5]).isCloseTo(4.19f, within(.001f));
  }

  @Test
  void wordsAreBareAndPunctuationIsNone() {
    assertThat(ENCODING.encode("NO ! “Great” -- it’s great!"))
        .containsExactly(2, 0, 1, 0, 1, (float) Math.log(4));
    assertThat(ENCODING.encode("nothing known"))
        .containsExactly(0, 0, 0, 0, 0, (float) Math.log(2));
    assertThat(ENCODING.encode("")).containsExactly(new float[6]);
    assertThat(ENCODING.encode(" 👍 !?")).containsExactly(0, 0, 0, 0, 1, 0);
    assertThat(new FeatureEncoding(Set.of("a+"), Set.of()).encode("an A+ film")[0]).isEqualTo(1);
  }

  @Test
  void readsLexicons() throws IOException {
    Path positive = Files.writeString(folder.resolve("p.txt"), "; comment\n\nGreat\nnice\n");
    Path negative = folder.resolve("n.txt");
    Files.writeString(negative, "naïve\n", StandardCharsets.ISO_8859_1);
    FeatureEncoding read = FeatureEncoding.read(positive, negative, StandardCharsets.ISO_8859_1);
    assertThat(read).isEqualTo(new FeatureEncoding(Set.of("great", "nice"), Set.of("naïve")));
    assertThat(Encodings.fromMap(read.toMap())).isEqualTo(read);
    assertThatThrownBy(() -> FeatureEncoding.read(positive, negative, StandardCharsets.UTF_8))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("n.txt: is not UTF-8, say which charset it is");
    Files.writeString(negative, "; nothing\n");
    assertThatThrownBy(() -> FeatureEncoding.read(positive, negative, StandardCharsets.UTF_8))
        .hasMessageContaining("n.txt: holds no word");
  }
}
