package jacobi.data;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Batches of examples that go on where the one before ended. */
class ContinuingBatchesTest {

  /** Example i has the feature i twice; the last one has it once. */
  private record Counting(int size) implements Dataset {
    @Override
    public String name() {
      return "counting";
    }

    @Override
    public Shape featureShape() {
      return Shape.of(2);
    }

    @Override
    public boolean continues() {
      return true;
    }

    @Override
    public boolean hasLengths() {
      return true;
    }

    @Override
    public int length(int index) {
      return index == size - 1 ? 1 : 2;
    }

    @Override
    public Targets targets() {
      return new Targets.EachStep(Targets.Classes.numbered(2));
    }

    @Override
    public void copyFeatures(int index, float[] into, int offset) {
      for (int t = 0; t < length(index); t++) {
        into[offset + t] = index;
      }
    }

    @Override
    public int label(int index) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void copyLabels(int index, int[] into, int offset) {
      into[offset] = 1;
    }

    @Override
    public void copyValues(int index, float[] into, int offset) {
      throw new UnsupportedOperationException();
    }
  }

  private static List<List<Integer>> read(Batches batches, long epoch) {
    List<List<Integer>> all = new ArrayList<>();
    for (Batch b : batches.epoch(epoch)) {
      float[] x = b.features().toFloats();
      all.add(IntStream.range(0, b.size()).mapToObj(i -> (int) x[2 * i]).toList());
    }
    return all;
  }

  @Test
  void columnsAreRunsOfNeighbours() {
    Batches batches = new Counting(10).batches(4);
    assertThat(read(batches, 0))
        .containsExactly(List.of(0, 3, 6, 8), List.of(1, 4, 7, 9), List.of(2, 5));
    assertThat(read(batches.dropLast(), 0)).hasSize(2);
    assertThat(read(new Counting(2).batches(4), 0)).containsExactly(List.of(0, 1));
    assertThat(read(new Counting(10).range(0, 0).batches(4), 0)).isEmpty();
  }

  @Property(tries = 100)
  void eachRowGoesOnAndEveryExampleComesOnce(
      @ForAll @IntRange(min = 1, max = 200) int size,
      @ForAll @IntRange(min = 1, max = 50) int batchSize,
      @ForAll long seed,
      @ForAll long epoch) {
    Batches batches = new Counting(size).batches(batchSize).shuffled(seed).buckets(2);
    List<List<Integer>> read = read(batches, epoch);
    assertThat(read).hasSize(batches.perEpoch());
    assertThat(read.stream().flatMap(List::stream).sorted())
        .containsExactlyElementsOf(IntStream.range(0, size).boxed().toList());
    for (int t = 1; t < read.size(); t++) {
      for (int b = 0; b < read.get(t).size(); b++) {
        assertThat(read.get(t).get(b)).isEqualTo(read.get(t - 1).get(b) + 1);
      }
    }
  }

  @Test
  void onlyTheBatchWithAShorterEndHasLengths() {
    List<Boolean> lengths = new ArrayList<>();
    for (Batch b : new Counting(10).batches(4).epoch(0)) {
      lengths.add(b.lengths().isPresent());
    }
    assertThat(lengths).containsExactly(false, true, false);
  }

  @Test
  void viewsGoOnWhereTheirExamplesAreNeighbours() {
    Counting data = new Counting(10);
    assertThat(data.range(3, 8).continues()).isTrue();
    assertThat(data.splitLast(.5, .2, .3).test().continues()).isTrue();
    assertThat(data.select(1, 3).continues()).isFalse();
    assertThat(data.range(3, 8).select(4, 3).continues()).isFalse();
    assertThat(read(data.range(3, 8).batches(2), 0))
        .containsExactly(List.of(3, 6), List.of(4, 7), List.of(5));
  }
}
