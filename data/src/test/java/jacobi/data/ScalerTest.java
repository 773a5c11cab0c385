package jacobi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.graph.JacobiException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScalerTest {

  @Test
  void standardizedTrainingPartHasMeanZeroAndVarianceOne() {
    Split split = Embedded.iris().standardize().split(.6, .2, .2, 7);
    for (int j = 0; j < 4; j++) {
      int column = j;
      double[] x =
          IntStream.range(0, split.train().size())
              .mapToDouble(i -> split.train().features(i)[column])
              .toArray();
      double mean = IntStream.range(0, x.length).mapToDouble(i -> x[i]).average().orElseThrow();
      double variance =
          IntStream.range(0, x.length)
              .mapToDouble(i -> (x[i] - mean) * (x[i] - mean))
              .average()
              .orElseThrow();
      assertThat(mean).isCloseTo(0, within(1e-6));
      assertThat(variance).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void onlyTheTrainingPartIsLookedAt() {
    float[][] x = {{0}, {2}, {1000}, {-1000}};
    Dataset data = Dataset.of(x, new int[] {0, 1, 0, 1});
    Split split = data.standardize().splitLast(.5, .25, .25);
    Scaler.Standard fitted = new Scaler.Standard(new float[] {1}, new float[] {1});
    assertThat(split.scaler()).isEqualTo(Scaler.identity().then(fitted));
    assertThat(split.validation().features(0)).containsExactly(999);
    assertThat(split.test().features(0)).containsExactly(-1001);
  }

  @Test
  void constantColumnBecomesZero() {
    Dataset data = Dataset.of(new float[][] {{.1f, 1}, {.1f, 3}, {.1f, 5}}, new int[] {0, 0, 0});
    for (Scaling scaling : List.of(data.standardize(), data.minMax())) {
      Split split = scaling.asTraining();
      assertThat(split.train().features(2)[0]).isZero();
      assertThat(split.train().features(2)[1]).isGreaterThan(0);
    }
  }

  @Test
  void minMaxMapsToUnitInterval() {
    Dataset data = Dataset.of(new float[][] {{-2}, {0}, {2}}, new int[] {0, 0, 0});
    Dataset scaled = data.minMax().asTraining().train();
    assertThat(scaled.features(0)).containsExactly(0);
    assertThat(scaled.features(1)).containsExactly(.5f);
    assertThat(scaled.features(2)).containsExactly(1);
  }

  @Test
  void scalersChainInOrder() {
    Split split = Embedded.digits().divideBy(16).standardize().split(1);
    float[] raw = Embedded.digits().features(3);
    float[] byHand = raw.clone();
    split.scaler().apply(byHand, 0, 64);
    Split later = Embedded.digits().split(1).divideBy(16).standardize();
    assertThat(later.scaler()).isEqualTo(split.scaler());
    Scaler.Chain chain = (Scaler.Chain) split.scaler();
    assertThat(chain.scalers()).hasSize(2).first().isEqualTo(new Scaler.DivideBy(16));
    assertThat(split.withTest(Embedded.digits()).test().features(3)).containsExactly(byHand);
  }

  @Property(tries = 200)
  void mapsLoseNothing(@ForAll @Size(3) List<Float> a, @ForAll @Size(3) List<Float> b) {
    Scaler scaler =
        new Scaler.Standard(floats(a), floats(b))
            .then(new Scaler.MinMax(floats(b), floats(a)))
            .then(new Scaler.DivideBy(.3f));
    assertThat(Scaler.fromMap(scaler.toMap())).isEqualTo(scaler);
  }

  private static float[] floats(List<Float> list) {
    float[] floats = new float[list.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = list.get(i);
    }
    return floats;
  }

  @Test
  void badMaps() {
    assertThatThrownBy(() -> Scaler.fromMap(Map.of("kind", "log")))
        .isInstanceOf(JacobiException.class)
        .hasMessage("scaler: unknown kind \"log\", expected standard, minmax, divide or chain");
    assertThatThrownBy(() -> Scaler.fromMap(Map.of())).isInstanceOf(JacobiException.class);
    assertThatThrownBy(() -> Scaler.fromMap(Map.of("kind", "standard", "mean", List.of(1))))
        .isInstanceOf(JacobiException.class)
        .hasMessage("scaler: std is null, expected a list");
    assertThatThrownBy(
            () -> Scaler.fromMap(Map.of("kind", "minmax", "min", List.of("x"), "max", List.of(1))))
        .isInstanceOf(JacobiException.class)
        .hasMessage("scaler: min holds x, expected a finite number");
    assertThatThrownBy(
            () -> Scaler.fromMap(Map.of("kind", "minmax", "min", List.of(), "max", List.of(1))))
        .isInstanceOf(JacobiException.class)
        .hasMessage("scaler minmax: arrays of 0 and 1 numbers differ");
  }

  @Test
  void wrongNumberOfFeatures() {
    Scaler scaler = new Scaler.Standard(new float[64], new float[64]);
    assertThatThrownBy(() -> scaler.apply(new float[4], 0, 4))
        .isInstanceOf(JacobiException.class)
        .hasMessage("scaler standard: fitted on 64 features, applied to 4");
  }
}
