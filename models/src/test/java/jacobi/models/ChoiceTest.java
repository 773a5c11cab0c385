package jacobi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.graph.JacobiException;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceTest {
  @Test
  void listsKeepTheirValues() {
    Choice c = Choice.parse("optimizer={adam: {rate: 0.1, beta1: 0.8}}, sgd,'a,b'");
    assertThat(c.key()).isEqualTo("optimizer");
    assertThat(c.grid(1)).containsExactly("{adam: {rate: 0.1, beta1: 0.8}}", "sgd", "'a,b'");
  }

  @Test
  void rangesAreCutEvenly() {
    assertThat(Choice.parse("k=8..64").grid(3)).containsExactly("8", "36", "64");
    assertThat(Choice.parse("k=1..3").grid(9)).containsExactly("1", "2", "3");
    assertThat(Choice.parse("k=0.1..0.3").grid(3)).containsExactly("0.1", "0.2", "0.3");
    assertThat(Choice.parse("k=1e-4..1e-1 log").grid(4))
        .containsExactly("1.0E-4", "0.001", "0.01", "0.1");
    assertThat(Choice.parse("k=2..8 log").grid(1)).containsExactly("4");
  }

  @Test
  void rangesAreDrawnUniformly() {
    SplittableRandom random = new SplittableRandom(1);
    Choice c = Choice.parse("k=1e-4..1e-2 log");
    double[] drawn =
        IntStream.range(0, 2000).mapToDouble(i -> Double.parseDouble(c.draw(random))).toArray();
    assertThat(java.util.Arrays.stream(drawn).allMatch(x -> x >= 1e-4 && x <= 1e-2)).isTrue();
    long low = java.util.Arrays.stream(drawn).filter(x -> x < 1e-3).count();
    // Half of them, give or take five standard deviations.
    assertThat(low).isBetween(1000L - 112, 1000L + 112);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "rate | expected KEY=A,B,C",
        "=1,2 | expected KEY=A,B,C",
        "k= | expected KEY=A,B,C",
        "k=1,,2 | a value is empty or comes twice",
        "k=1,2,1 | a value is empty or comes twice",
        "k=9..3 | from a smaller to a greater",
        "k=0..3 log | above 0 for 'log'",
        "k=a..3 | 'a' is not a number",
        "k=1..Infinity | 'Infinity' is not finite"
      })
  void mistakesAreNamed(String text, String message) {
    assertThatThrownBy(() -> Choice.parse(text))
        .isInstanceOf(JacobiException.class)
        .hasMessageStartingWith("--over " + text + ": ")
        .hasMessageContaining(message);
  }
}
