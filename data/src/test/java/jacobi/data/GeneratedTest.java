package jacobi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.data.Generated.Rule;
import jacobi.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratedTest {

  @ParameterizedTest
  @CsvSource({
    "ONE_AFTER_ZERO,   01101001, 01001001",
    "THREE_ONES,       11110111, 00110001",
    "SAME_AS_PREVIOUS, 00111010, 01011000",
    "CONSECUTIVE_ONES, 01011010, 00001111",
  })
  void rules(Rule rule, String bits, String expected) {
    Dataset data = Generated.bits(rule, 8, 0, true, 0);
    int number = Integer.parseInt(bits, 2);
    int[] labels = new int[8];
    data.copyLabels(number, labels, 0);
    float[] x = data.features(number);
    for (int t = 0; t < 8; t++) {
      assertThat(x[t]).isEqualTo(bits.charAt(t) - '0');
      assertThat(labels[t]).as("step %s", t).isEqualTo(expected.charAt(t) - '0');
    }
    assertThat(Generated.bits(rule, 8, 0, false, 0).label(number)).isEqualTo(labels[7]);
    assertThat(data.size()).isEqualTo(256);
    assertThat(data.featureShape()).isEqualTo(Shape.of(8, 1));
    assertThat(data.batch(0, 1).targets().shape()).isEqualTo(Shape.of(2, 8));
    assertThat(data.batch(0, 1).lengths()).isEmpty();
    assertThat(data.batch(0, 1).targetCount()).isEqualTo(16);
  }

  @Test
  void consecutiveOnesAgreesWithTheTable() {
    Dataset sequences = Generated.bits(Rule.CONSECUTIVE_ONES, 4, 0, false, 0);
    Dataset table = Embedded.consecutiveOnes();
    for (int i = 0; i < 16; i++) {
      assertThat(sequences.label(i)).isEqualTo(table.label(i));
      assertThat(sequences.features(i)).isEqualTo(table.features(i));
    }
  }

  @Test
  void addingSumsWhatIsMarked() {
    Dataset data = Generated.adding(9, 500, 3);
    assertThat(data.featureShape()).isEqualTo(Shape.of(9, 2));
    double squares = 0;
    for (int i = 0; i < 500; i++) {
      float[] x = data.features(i);
      float sum = 0;
      int marks = 0;
      for (int t = 0; t < 9; t++) {
        assertThat(x[2 * t]).isBetween(0f, 1f);
        sum += x[2 * t] * x[2 * t + 1];
        marks += (int) x[2 * t + 1];
        if (t == 3) {
          assertThat(marks).as("in the first half").isEqualTo(1);
        }
      }
      assertThat(marks).isEqualTo(2);
      float[] target = new float[1];
      data.copyValues(i, target, 0);
      assertThat(target[0]).isEqualTo(sum);
      squares += (sum - 1) * (sum - 1);
    }
    assertThat(squares / 500).isCloseTo(1 / 6.0, within(0.03));
    assertThat(Generated.adding(9, 500, 3).features(7)).isEqualTo(data.features(7));
    assertThat(Generated.adding(9, 500, 4).features(7)).isNotEqualTo(data.features(7));
  }

  @Test
  void sineHasItsPeriod() {
    Series series = Generated.sine(100, 20, 0, 1);
    Dataset windows = series.windows(new Series.Windows(1, 0, 1, java.util.List.of()));
    assertThat(windows.features(5)[0]).isCloseTo(1, within(1e-6f));
    assertThat(windows.features(65)[0]).isCloseTo(1, within(1e-6f));
  }

  @Test
  void mistakes() {
    assertThatThrownBy(() -> Generated.bits(Rule.THREE_ONES, 30, 0, false, 0))
        .hasMessageContaining("bits: length 30");
    assertThatThrownBy(() -> Generated.adding(1, 5, 0)).hasMessageContaining("adding: ");
    assertThatThrownBy(() -> Generated.sine(10, 0, 0, 0)).hasMessageContaining("period 0.0");
  }
}
