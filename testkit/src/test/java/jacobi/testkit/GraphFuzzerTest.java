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
    LongStream.range(SEED, SEED + COUNT)
        .parallel()
        .forEach(seed -> assertThat(GraphFuzzer.check(seed, settings)).isEmpty());
  }
}
