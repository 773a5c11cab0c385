package jacobi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.graph.JacobiException;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitTest {

  /** One feature, the index; classes 0, 1, 2 in turn. */
  private static Dataset counting(int size) {
    float[][] x = new float[size][1];
    int[] y = new int[size];
    for (int i = 0; i < size; i++) {
      x[i][0] = i;
      y[i] = i % 3;
    }
    return Dataset.of(x, y);
  }

  private static int[] indices(Dataset data) {
    return IntStream.range(0, data.size()).map(i -> (int) data.features(i)[0]).toArray();
  }

  @Property(tries = 200)
  void partsShareNothingAndLoseNothing(
      @ForAll @IntRange(min = 40, max = 500) int size,
      @ForAll long seed,
      @ForAll @IntRange(min = 10, max = 30) int validation,
      @ForAll @IntRange(min = 10, max = 30) int test) {
    Dataset data = counting(size);
    double v = validation / 100.;
    double t = test / 100.;
    double train = 1 - v - t;
    for (Split split :
        new Split[] {
          data.split(train, v, t, seed),
          data.splitStratified(train, v, t, seed),
          data.splitLast(train, v, t)
        }) {
      int[] all =
          Stream.of(split.train(), split.validation(), split.test())
              .flatMapToInt(part -> Arrays.stream(indices(part)))
              .sorted()
              .toArray();
      assertThat(all).containsExactly(IntStream.range(0, size).toArray());
    }
    assertThat(data.split(train, v, t, seed).test().size()).isEqualTo((int) Math.round(size * t));
  }

  @Test
  void defaultIsEightyTwenty() {
    Split split = counting(150).split(1);
    assertThat(split.train().size()).isEqualTo(120);
    assertThat(split.validation().size()).isZero();
    assertThat(split.test().size()).isEqualTo(30);
  }

  @Test
  void seedDecides() {
    Dataset data = counting(100);
    int[] one = indices(data.split(.8, .1, .1, 1).train());
    assertThat(indices(data.split(.8, .1, .1, 1).train())).containsExactly(one);
    assertThat(indices(data.split(.8, .1, .1, 2).train())).isNotEqualTo(one);
  }

  @Test
  void stratifiedKeepsProportions() {
    Split split = counting(300).splitStratified(.6, .2, .2, 3);
    assertThat(split.train().classCounts()).containsExactly(60, 60, 60);
    assertThat(split.validation().classCounts()).containsExactly(20, 20, 20);
    assertThat(split.test().classCounts()).containsExactly(20, 20, 20);
  }

  @Test
  void lastPieceKeepsOrder() {
    Split split = counting(10).splitLast(.5, .2, .3);
    assertThat(indices(split.train())).containsExactly(0, 1, 2, 3, 4);
    assertThat(indices(split.validation())).containsExactly(5, 6);
    assertThat(indices(split.test())).containsExactly(7, 8, 9);
  }

  @Test
  void badFractions() {
    Dataset data = counting(10);
    assertThatThrownBy(() -> data.split(.8, .1, .2, 1))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("split fractions 0.8, 0.1, 0.2")
        .hasMessageContaining("a sum of 1");
    assertThatThrownBy(() -> data.split(0, .5, .5, 1)).isInstanceOf(JacobiException.class);
    assertThatThrownBy(() -> data.split(1.5, -.5, 0, 1)).isInstanceOf(JacobiException.class);
    assertThatThrownBy(() -> data.split(Double.NaN, .5, .5, 1)).isInstanceOf(JacobiException.class);
    assertThatThrownBy(() -> data.split(.98, .01, .01, 1))
        .isInstanceOf(JacobiException.class)
        .hasMessage("array: 10 examples are too few to split: the validation part would be empty");
  }

  @Test
  void partsMustBeAlike() {
    Dataset other = Dataset.of(new float[][] {{1, 2}}, new int[] {2});
    Split split = counting(10).split(1);
    assertThatThrownBy(() -> split.withTest(other))
        .isInstanceOf(JacobiException.class)
        .hasMessage(
            "the test part (array) has features of shape [2], the training part (array) [1]");
    Dataset fewer = Dataset.of(new float[][] {{1}}, new int[] {1});
    assertThatThrownBy(() -> split.withTest(fewer))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("targets");
  }

  @Test
  void arraysAreChecked() {
    assertThatThrownBy(() -> Dataset.of(new float[][] {{1, 2}, {1}}, new int[] {0, 1}))
        .hasMessage("array: row 1 has 1 features, row 0 has 2");
    assertThatThrownBy(() -> Dataset.of(new float[][] {{1}, {2}}, new int[] {0}))
        .hasMessage("array: 2 rows of features but 1 labels");
    assertThatThrownBy(() -> Dataset.of(new float[][] {{1}, {Float.NaN}}, new int[] {0, 1}))
        .hasMessage("array: row 1, column 0 of the features is NaN");
    assertThatThrownBy(() -> Dataset.of(new float[][] {{1}, {2}}, new int[] {0, -1}))
        .hasMessage("array: example 1 has label -1, expected 0 to 0");
  }

  @Test
  void selectionsNest() {
    Dataset data = counting(10).range(2, 8).select(5, 0, 0);
    assertThat(indices(data)).containsExactly(7, 2, 2);
    assertThat(data.label(0)).isEqualTo(1);
    assertThatThrownBy(() -> data.select(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void reshapeKeepsNumbers() {
    Dataset image = Embedded.digits().reshape(1, 8, 8);
    assertThat(image.featureShape().dims()).containsExactly(1, 8, 8);
    assertThat(image.features(5)).containsExactly(Embedded.digits().features(5));
    assertThatThrownBy(() -> Embedded.digits().reshape(3, 3))
        .hasMessage("digits: features of shape [64] hold 64 numbers and cannot become [3, 3]");
  }
}
