package jacobi.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NgramFileTest {
  @TempDir private Path folder;

  private static int[] text(int length, int vocabulary, long seed) {
    Random random = new Random(seed);
    int[] words = new int[length];
    for (int i = 0; i < length; i++) {
      double u = random.nextDouble();
      words[i] = (int) (vocabulary * u * u * u);
    }
    return words;
  }

  @Test
  void runningTextComesBackToTheLastBit() throws IOException {
    KneserNey model = KneserNey.of(NgramCounts.of(4, 300).add(text(5000, 300, 1)));
    Path file = folder.resolve("a.ngrams");
    model.save(file);
    KneserNey back = KneserNey.load(file);
    assertThat(back.order()).isEqualTo(4);
    assertThat(back.vocabularySize()).isEqualTo(300);
    int[] other = text(500, 300, 2);
    for (int from = 0; from + 4 < other.length; from += 7) {
      int[] context = Arrays.copyOfRange(other, from, from + 3);
      assertThat(back.distribution(context)).containsExactly(model.distribution(context));
    }
    long ngrams = 0;
    for (int length = 1; length <= 4; length++) {
      assertThat(back.distinct(length)).isEqualTo(model.distinct(length));
      ngrams += model.distinct(length);
    }
    assertThat(Files.size(file)).isLessThan(8 * ngrams);
  }

  @Test
  void sentencesComeBackWithTheirBoundaries() throws IOException {
    NgramCounts counts = NgramCounts.ofSentences(3, 20, 1, 2);
    counts.add(3, 4, 5).add(3, 5).add().add(3, 4, 5, 19);
    KneserNey model = KneserNey.of(counts);
    Path file = folder.resolve("s.ngrams");
    model.save(file);
    KneserNey back = KneserNey.load(file);
    assertThat(back.logLikelihood(3, 4, 7)).isEqualTo(model.logLikelihood(3, 4, 7));
    assertThat(back.cursor().distribution()).containsExactly(model.cursor().distribution());
    assertThat(back.probability(1, 3)).isZero();
  }

  @Test
  void replacesAnEarlierFileAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("a.ngrams");
    Files.writeString(file, "something else");
    KneserNey.of(NgramCounts.of(2, 5).add(1, 2, 3)).save(file);
    assertThat(KneserNey.load(file).distinct(2)).isEqualTo(2);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void refusesOtherFiles() throws IOException {
    Path file = folder.resolve("notes.txt");
    Files.writeString(file, "no n-grams in here");
    assertThatThrownBy(() -> KneserNey.load(file))
        .isInstanceOf(JacobiException.class)
        .hasMessage(file + ": is not a file of n-grams that Jacobi wrote");
    Files.writeString(file, "no");
    assertThatThrownBy(() -> KneserNey.load(file))
        .isInstanceOf(JacobiException.class)
        .hasMessage(file + ": ends too early, it is not a whole file of n-grams");
    assertThatThrownBy(() -> KneserNey.load(folder))
        .isInstanceOf(JacobiException.class)
        .hasMessage(folder + ": is a folder, expected a file of n-grams");
    assertThatThrownBy(() -> KneserNey.load(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none");
  }

  @Test
  void everyDamagedByteAndEveryCutIsNoticed() throws IOException {
    Path file = folder.resolve("a.ngrams");
    KneserNey.of(NgramCounts.of(3, 40).add(text(120, 40, 3))).save(file);
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      Files.write(file, damaged);
      refused(file);
      Files.write(file, Arrays.copyOf(whole, i));
      refused(file);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    refused(file);
    Files.write(file, whole);
    assertThat(KneserNey.load(file).order()).isEqualTo(3);
  }

  private static void refused(Path file) {
    assertThatThrownBy(() -> KneserNey.load(file))
        .isInstanceOf(JacobiException.class)
        .hasMessageStartingWith(file + ": ");
  }
}
