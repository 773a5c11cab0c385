package jacobi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SequencesTest {

  /** Sequence i has the features 100 i + step, and that of the step as its target. */
  private static float[][][] counting(int... lengths) {
    float[][][] all = new float[lengths.length][][];
    for (int i = 0; i < lengths.length; i++) {
      int first = 100 * i;
      all[i] =
          IntStream.range(0, lengths[i])
              .mapToObj(t -> new float[] {first + t})
              .toArray(float[][]::new);
    }
    return all;
  }

  private static int[] lengths(int count, int longest, long seed) {
    return new SplittableRandom(seed).ints(count, 1, longest + 1).toArray();
  }

  @Test
  void shorterOnesHaveZerosBehindThem() {
    Dataset data = Sequences.of(counting(2, 3, 1), new int[] {1, 0, 2});
    assertThat(data.featureShape()).isEqualTo(Shape.of(3, 1));
    assertThat(data.hasLengths()).isTrue();
    Batch b = data.batch(0, 1, 2);
    assertThat(b.features().shape()).isEqualTo(Shape.of(3, 3, 1));
    assertThat(b.features().toFloats()).containsExactly(0, 1, 0, 100, 101, 102, 200, 0, 0);
    assertThat(b.lengths().orElseThrow().dtype()).isEqualTo(DType.INT32);
    assertThat(b.lengths().orElseThrow().toInts()).containsExactly(2, 3, 1);
    assertThat(b.targets().toInts()).containsExactly(1, 0, 2);
    assertThat(b.targetCount()).isEqualTo(3);
    // As long as the longest of the batch.
    assertThat(data.batch(2, 0).features().toFloats()).containsExactly(200, 0, 0, 1);
    assertThat(data.features(2)).containsExactly(200);
  }

  @Test
  void aClassEachStep() {
    Dataset data = Sequences.of(counting(2, 3), new int[][] {{1, 0}, {2, 2, 1}});
    assertThat(data.targets()).isEqualTo(new Targets.EachStep(Targets.Classes.numbered(3)));
    assertThat(data.classCounts()).containsExactly(1, 2, 2);
    Batch b = data.batch(0, 1);
    assertThat(b.targets().shape()).isEqualTo(Shape.of(2, 3));
    assertThat(b.targets().toInts()).containsExactly(1, 0, 0, 2, 2, 1);
    assertThat(b.targetCount()).isEqualTo(5);
    assertThatThrownBy(() -> data.label(0)).hasMessageContaining("not a class each");
  }

  @Test
  void valuesEachStepAndAltogether() {
    float[][][] each = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}, {9, 10}}};
    Batch b = Sequences.of(counting(2, 3), each).batch(1, 0);
    assertThat(b.targets().shape()).isEqualTo(Shape.of(2, 3, 2));
    assertThat(b.targets().toFloats()).containsExactly(5, 6, 7, 8, 9, 10, 1, 2, 3, 4, 0, 0);
    assertThat(b.targetCount()).isEqualTo(5);
    Batch one = Sequences.of(counting(2, 3), new float[][] {{1, 2}, {3, 4}}).batch(1, 0);
    assertThat(one.targets().toFloats()).containsExactly(3, 4, 1, 2);
    assertThat(one.targetCount()).isEqualTo(2);
    assertThat(Sequences.of(counting(2, 3)).batch(0).targets().shape()).isEqualTo(Shape.of(1, 0));
  }

  /** An example as a batch holds it: its number, its length and its features, without padding. */
  private static List<List<Float>> unpadded(Iterable<Batch> batches) {
    List<List<Float>> all = new ArrayList<>();
    for (Batch b : batches) {
      int[] lengths = b.lengths().orElseThrow().toInts();
      float[] x = b.features().toFloats();
      int steps = b.features().dim(1);
      for (int i = 0; i < lengths.length; i++) {
        List<Float> one = new ArrayList<>();
        for (int t = 0; t < steps; t++) {
          if (t < lengths[i]) {
            one.add(x[i * steps + t]);
          } else {
            assertThat(x[i * steps + t]).as("padding").isZero();
          }
        }
        all.add(one);
      }
    }
    return all;
  }

  @Property(tries = 100)
  void bucketsHoldEverySequenceOnce(
      @ForAll @IntRange(min = 1, max = 80) int count,
      @ForAll @IntRange(min = 1, max = 20) int longest,
      @ForAll @IntRange(min = 1, max = 9) int batchSize,
      @ForAll @IntRange(min = 1, max = 6) int buckets,
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 1000) int epoch) {
    int[] lengths = lengths(count, longest, seed);
    Dataset data = Sequences.of(counting(lengths));
    Batches batches = data.batches(batchSize).buckets(buckets).shuffled(seed);
    List<List<Float>> read = unpadded(batches.epoch(epoch));
    List<List<Float>> sorted = new ArrayList<>(read);
    sorted.sort((a, b) -> Float.compare(a.getFirst(), b.getFirst()));
    for (int i = 0; i < count; i++) {
      assertThat(sorted.get(i)).hasSize(lengths[i]).first().isEqualTo(100f * i);
    }
    assertThat(sorted).hasSize(count);
    assertThat(unpadded(batches.epoch(epoch))).isEqualTo(read);
    List<Integer> steps = new ArrayList<>();
    int number = 0;
    for (Batch b : batches.epoch(epoch)) {
      steps.add(b.features().dim(1));
      assertThat(b.size()).isLessThanOrEqualTo(batchSize);
      number++;
    }
    assertThat(number).isEqualTo(batches.perEpoch());
    assertThat(steps.stream().distinct().count()).isLessThanOrEqualTo(buckets);
    int total = Arrays.stream(lengths).sum();
    int padded = 0;
    for (Batch b : batches.epoch(epoch)) {
      padded += b.size() * b.features().dim(1);
    }
    assertThat(padded).isBetween(total, count * Arrays.stream(lengths).max().orElseThrow());
    if (buckets >= 20) {
      assertThat(padded).isEqualTo(total);
    }
  }

  @Test
  void bucketsSaveZerosAndMixTheirOrder() {
    int[] lengths = IntStream.range(0, 64).map(i -> 1 + i % 16).toArray();
    Batches batches = Sequences.of(counting(lengths)).batches(4).buckets(4).shuffled(3);
    List<Integer> steps = new ArrayList<>();
    batches.epoch(1).forEach(b -> steps.add(b.features().dim(1)));
    assertThat(steps).hasSize(16).containsOnly(4, 8, 12, 16);
    assertThat(steps).isNotEqualTo(steps.stream().sorted().toList());
    List<Integer> next = new ArrayList<>();
    batches.epoch(2).forEach(b -> next.add(b.features().dim(1)));
    assertThat(next).isNotEqualTo(steps);
    List<Integer> rest = new ArrayList<>();
    batches.epoch(1, 10).forEach(b -> rest.add(b.features().dim(1)));
    assertThat(rest).isEqualTo(steps.subList(10, 16));
  }

  @Test
  void withoutBucketsAllBatchesHaveOneShape() {
    Dataset data = Sequences.of(counting(1, 2, 3, 4, 5));
    for (Batch b : data.batches(1).epoch(0)) {
      assertThat(b.features().shape()).isEqualTo(Shape.of(1, 5, 1));
    }
    // A part is as long as its own longest.
    Batch first = data.range(0, 3).batches(3).epoch(0).iterator().next();
    assertThat(first.features().shape()).isEqualTo(Shape.of(3, 3, 1));
  }

  @Test
  void scalingIsByFeatureAndSeesNoPadding() {
    float[][][] x = {{{0, 10}, {2, 30}}, {{4, 20}}};
    Split split = Sequences.of(x, new int[] {0, 1}).standardize().asTraining();
    float[] scaled = split.train().features(1);
    float deviation = (float) Math.sqrt(8 / 3.0);
    assertThat(scaled[0]).isEqualTo(2 / deviation);
    assertThat(scaled[1]).isZero();
    Batch b = split.train().batch(0, 1);
    assertThat(Arrays.copyOfRange(b.features().toFloats(), 6, 8)).containsExactly(0, 0);
    assertThat(Sequences.of(x, new int[] {0, 1}).minMax().asTraining().train().features(0))
        .containsExactly(0, 0, .5f, 1);
  }

  @Test
  void partsMayDifferInTheirLongest() {
    Dataset train = Sequences.of(counting(2, 3), new int[] {0, 1});
    Dataset test = Sequences.of(counting(5, 1), new int[] {0, 1});
    assertThat(train.asTraining().withTest(test).test().length(0)).isEqualTo(5);
    float[][][] wide = {{{1, 2}}, {{3, 4}}};
    assertThatThrownBy(() -> train.asTraining().withTest(Sequences.of(wide, new int[] {0, 1})))
        .isInstanceOf(JacobiException.class);
  }

  @Test
  void mistakes() {
    assertThatThrownBy(() -> Sequences.of(counting(2, 0, 1)))
        .isInstanceOf(JacobiException.class)
        .hasMessage("array: sequence 1 has no steps");
    assertThatThrownBy(() -> Sequences.of(counting(2, 1), new int[] {0}))
        .hasMessage("array: 2 sequences but 1 targets");
    assertThatThrownBy(() -> Sequences.of(counting(2, 1), new int[][] {{0, 1}, {1, 1}}))
        .hasMessage("array: sequence 1 has 1 steps but 2 targets");
    assertThatThrownBy(() -> Sequences.of(counting(2, 1)).reshape(1, 2))
        .hasMessageContaining("sequences of different length cannot become [1, 2]");
    assertThatThrownBy(() -> Sequences.of(counting(2, 1)).batches(1).buckets(0))
        .hasMessage("buckets 0, expected at least 1");
  }
}
