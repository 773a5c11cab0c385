package jacobi.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddedTest {

  private static int[] labels(Dataset data) {
    return IntStream.range(0, data.size()).map(data::label).toArray();
  }

  @Test
  void digits() {
    Dataset digits = Embedded.digits();
    assertThat(digits.size()).isEqualTo(1797);
    assertThat(digits.featureShape().dims()).containsExactly(64);
    assertThat(digits.classNames()).hasSize(10).startsWith("0", "1");
    assertThat(digits.classCounts())
        .containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    assertThat(Arrays.copyOf(digits.features(0), 8)).containsExactly(0, 0, 5, 13, 9, 1, 0, 0);
  }

  @Test
  void iris() {
    Dataset iris = Embedded.iris();
    assertThat(iris.size()).isEqualTo(150);
    assertThat(iris.classNames()).containsExactly("setosa", "versicolor", "virginica");
    assertThat(iris.classCounts()).containsExactly(50, 50, 50);
    assertThat(iris.features(0)).containsExactly(5.1f, 3.5f, 1.4f, .2f);
    assertThat(iris.featureNames()).hasSize(4);
  }

  @Test
  void truthTables() {
    assertThat(Embedded.xor().features(1)).containsExactly(0, 1);
    assertThat(Embedded.xor().features(2)).containsExactly(1, 0);
    assertThat(labels(Embedded.and())).containsExactly(0, 0, 0, 1);
    assertThat(labels(Embedded.or())).containsExactly(0, 1, 1, 1);
    assertThat(labels(Embedded.xor())).containsExactly(0, 1, 1, 0);
    assertThat(labels(Embedded.xor(3))).containsExactly(0, 1, 1, 0, 1, 0, 0, 1);
  }

  @Test
  void consecutiveOnes() {
    Dataset data = Embedded.consecutiveOnes();
    assertThat(data.size()).isEqualTo(16);
    for (int i = 0; i < 16; i++) {
      float[] x = data.features(i);
      boolean expected =
          (x[0] == 1 && x[1] == 1) || (x[1] == 1 && x[2] == 1) || (x[2] == 1 && x[3] == 1);
      assertThat(data.label(i)).isEqualTo(expected ? 1 : 0);
    }
    assertThat(data.classCounts()).containsExactly(8, 8);
  }
}
