package jacobi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AugmentationTest {

  private static float[] image(int height, int width, int channels, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] pixels = new float[height * width * channels];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble(-1, 1);
    }
    return pixels;
  }

  private static float[] apply(Affine affine, float[] from, int height, int width, int channels) {
    float[] into = new float[from.length];
    Arrays.fill(into, Float.NaN);
    affine.apply(from, height, width, channels, into, 0);
    return into;
  }

  @Property(tries = 200)
  void turningByNothingIsTheIdentity(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll long seed) {
    float[] x = image(height, width, channels, seed);
    assertThat(apply(Affine.of(0, 1, 0, 0, false), x, height, width, channels)).isEqualTo(x);
  }

  @Property(tries = 200)
  void wholeShiftsAreExact(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = -4, max = 4) int right,
      @ForAll @IntRange(min = -4, max = 4) int down,
      @ForAll long seed) {
    float[] x = image(height, width, channels, seed);
    float[] expected = new float[x.length];
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        int fromI = i - down;
        int fromJ = j - right;
        boolean inside = fromI >= 0 && fromI < height && fromJ >= 0 && fromJ < width;
        for (int k = 0; k < channels && inside; k++) {
          expected[(i * width + j) * channels + k] = x[(fromI * width + fromJ) * channels + k];
        }
      }
    }
    assertThat(apply(Affine.of(0, 1, right, down, false), x, height, width, channels))
        .isEqualTo(expected);
  }

  @Property(tries = 100)
  void mirroringTwiceIsTheIdentity(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll long seed) {
    float[] x = image(height, width, 2, seed);
    Affine mirror = Affine.of(0, 1, 0, 0, true);
    float[] once = apply(mirror, x, height, width, 2);
    assertThat(once[0]).isEqualTo(x[(width - 1) * 2]);
    assertThat(apply(mirror, once, height, width, 2)).isEqualTo(x);
  }

  @Test
  void aQuarterTurnIsClockwise() {
    float[] turned =
        apply(Affine.of(Math.PI / 2, 1, 0, 0, false), new float[] {1, 2, 3, 4}, 2, 2, 1);
    float[] expected = {3, 1, 4, 2};
    for (int i = 0; i < 4; i++) {
      assertThat(turned[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @Test
  void twiceTheSizeInterpolatesBetweenPixels() {
    float[] grown = apply(Affine.of(0, 2, 0, 0, false), new float[] {0, 4, 8}, 1, 3, 1);
    assertThat(grown).containsExactly(2, 4, 6);
  }

  @Test
  void halfAPixelIsTheMeanOfTwo() {
    float[] moved = apply(Affine.of(0, 1, 0.5, 0, false), new float[] {2, 4, 8}, 1, 3, 1);
    assertThat(moved).containsExactly(1, 3, 6);
  }

  private static Dataset digits() {
    return Embedded.digits().reshape(8, 8, 1).range(0, 40);
  }

  private static final Augmentation ALL = new Augmentation(20, 2, 0.3, 0.1, true);

  private static List<float[]> features(Dataset data) {
    return IntStream.range(0, data.size()).mapToObj(data::features).toList();
  }

  @Test
  void nothingChangesNothing() {
    Dataset same = digits().asTraining().augment(Augmentation.NONE, 1).train();
    assertThat(features(same)).usingRecursiveComparison().isEqualTo(features(digits()));
  }

  @Test
  void dependsOnSeedEpochAndExampleAlone() {
    Dataset train = digits().asTraining().augment(ALL, 1).train();
    List<float[]> third = features(train.inEpoch(3));
    assertThat(features(train.inEpoch(4)).get(7)).isNotEqualTo(third.get(7));
    assertThat(features(train.inEpoch(3))).usingRecursiveComparison().isEqualTo(third);
    Dataset other = digits().asTraining().augment(ALL, 2).train();
    assertThat(other.inEpoch(3).features(7)).isNotEqualTo(third.get(7));
    // Read in another order, and through views.
    assertThat(train.inEpoch(3).features(39)).isEqualTo(third.get(39));
    assertThat(train.select(39, 7).inEpoch(3).features(1)).isEqualTo(third.get(7));
    Dataset scaled = train.scaled(new Scaler.DivideBy(2)).inEpoch(3);
    assertThat(scaled.features(7)[9]).isEqualTo(third.get(7)[9] / 2);
  }

  @Test
  void batchesAreThoseOfTheirEpochOnAnyThread() {
    Batches batches = digits().asTraining().augment(ALL, 1).train().batches(8).shuffled(5);
    List<float[]> ahead = read(batches.prefetch(4).epoch(2));
    assertThat(read(batches.prefetch(0).epoch(2))).usingRecursiveComparison().isEqualTo(ahead);
    assertThat(read(batches.epoch(2, 3))).usingRecursiveComparison().isEqualTo(ahead.subList(3, 5));
    assertThat(read(batches.epoch(1)).getFirst()).isNotEqualTo(ahead.getFirst());
  }

  private static List<float[]> read(Iterable<Batch> batches) {
    List<float[]> all = new java.util.ArrayList<>();
    batches.forEach(b -> all.add(b.features().toFloats()));
    return all;
  }

  @Test
  void onlyTheTrainingPartChanges() {
    Split raw = Embedded.digits().reshape(8, 8, 1).split(.6, .2, .2, 1);
    Split split = raw.augment(ALL, 1);
    assertThat(split.train().features(0)).isNotEqualTo(raw.train().features(0));
    assertThat(split.train().label(0)).isEqualTo(raw.train().label(0));
    assertThat(split.validation()).isSameAs(raw.validation());
    assertThat(split.test()).isSameAs(raw.test());
  }

  @Test
  void amountsAreBounds() {
    // A single bright pixel in the middle moves by what shift allows and no further.
    float[] x = new float[81];
    x[40] = 1;
    int[] seen = new int[81];
    for (int key = 0; key < 2000; key++) {
      float[] y = new float[81];
      Augmentation.NONE.shift(2).apply(x, Shape.of(9, 9, 1), Permutation.mix(key), y, 0);
      for (int i = 0; i < 81; i++) {
        seen[i] += y[i] > 0.5 ? 1 : 0;
      }
    }
    for (int i = 0; i < 81; i++) {
      boolean near = Math.abs(i / 9 - 4) <= 2 && Math.abs(i % 9 - 4) <= 2;
      assertThat(seen[i] > 0).as("pixel %s", i).isEqualTo(near);
    }
  }

  @Test
  void noiseHasItsDeviationAndWorksOnRows() {
    float[] zeros = new float[100_000];
    float[] y = new float[zeros.length];
    Augmentation.NONE.noise(0.5).apply(zeros, Shape.of(zeros.length), 42, y, 0);
    double mean = IntStream.range(0, y.length).mapToDouble(i -> y[i]).average().orElseThrow();
    double square =
        IntStream.range(0, y.length).mapToDouble(i -> y[i] * y[i]).average().orElseThrow();
    assertThat(mean).isCloseTo(0, within(0.01));
    assertThat(Math.sqrt(square)).isCloseTo(0.5, within(0.01));
    Dataset rows = Embedded.iris().asTraining().augment(Augmentation.NONE.noise(0.1), 1).train();
    assertThat(rows.features(0)).isNotEqualTo(Embedded.iris().features(0));
  }

  @Test
  void mistakes() {
    assertThatThrownBy(() -> Embedded.digits().asTraining().augment(Augmentation.DIGITS, 1))
        .isInstanceOf(JacobiException.class)
        .hasMessage(
            "augment: needs images [height, width, channels], but digits has examples of shape"
                + " [64]; data.shape says how rows of numbers are images");
    assertThatThrownBy(() -> Augmentation.NONE.rotate(-1))
        .hasMessage("augment: rotate is -1.0, expected 0 or more");
    assertThatThrownBy(() -> Augmentation.NONE.scale(1))
        .hasMessage("augment: scale is 1.0, expected below 1");
  }
}
