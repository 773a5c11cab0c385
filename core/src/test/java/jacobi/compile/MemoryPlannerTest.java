package jacobi.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryPlannerTest {

  /** Largest first, each as low as those allow that live at the same time, all looked at anew. */
  private static long[] simple(List<MemoryPlanner.Request> requests) {
    long[] offsets = new long[requests.size()];
    List<Integer> placed = new ArrayList<>();
    IntStream.range(0, offsets.length)
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer i) -> -requests.get(i).bytes())
                .thenComparingInt(i -> i))
        .forEach(
            i -> {
              MemoryPlanner.Request r = requests.get(i);
              long at = 0;
              for (boolean moved = true; moved; ) {
                moved = false;
                for (int p : placed) {
                  MemoryPlanner.Request q = requests.get(p);
                  boolean together = q.first() <= r.last() && r.first() <= q.last();
                  if (together && at < offsets[p] + q.bytes() && offsets[p] < at + r.bytes()) {
                    at = (offsets[p] + q.bytes() + 63) / 64 * 64;
                    moved = true;
                  }
                }
              }
              offsets[i] = at;
              placed.add(i);
            });
    return offsets;
  }

  @Test
  void placesAsTheSimpleVersionDoes() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new SplittableRandom(seed);
      List<MemoryPlanner.Request> requests = new ArrayList<>();
      int count = random.nextInt(1, 60);
      for (int i = 0; i < count; i++) {
        int first = random.nextInt(30);
        long bytes = random.nextInt(1, 6) * (random.nextBoolean() ? 1000L : 64L);
        requests.add(new MemoryPlanner.Request(bytes, first, first + random.nextInt(10)));
      }
      MemoryPlanner.Layout layout = MemoryPlanner.plan(requests);
      assertThat(layout.offsets()).containsExactly(simple(requests));
      for (int i = 0; i < count; i++) {
        assertThat(layout.offsets()[i] + requests.get(i).bytes())
            .isLessThanOrEqualTo(layout.bytes());
      }
    }
  }
}
