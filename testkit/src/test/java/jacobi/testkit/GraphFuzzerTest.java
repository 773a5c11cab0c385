package jacobi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Random graphs on every backend against the reference. A failure says how to replay it. */
class GraphFuzzerTest {
  private static final long SEED = Long.getLong("jacobi.fuzz.seed", 1);
  private static final int COUNT = Integer.getInteger("jacobi.fuzz.count", 2000);

  @Test
  void everyBackendComputesWhatTheReferenceDoes() {
    List<Backends.Setting> settings = Backends.settings();
    assertThat(settings).hasSizeGreaterThan(2);
    check(COUNT, settings);
  }

  @Test
  void plainLoopsComputeWhatTheReferenceDoes() {
    Backends.withVectors(0, settings -> check((COUNT + 3) / 4, settings));
  }

  @Test
  void narrowVectorsComputeWhatTheReferenceDoes() {
    Backends.withVectors(128, settings -> check((COUNT + 3) / 4, settings));
  }

  private static void check(int count, List<Backends.Setting> settings) {
    LongStream.range(SEED, SEED + count)
        .parallel()
        .forEach(seed -> assertThat(GraphFuzzer.check(seed, settings)).isEmpty());
  }
}
