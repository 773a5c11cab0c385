package jacobi.cuda.source;

import jacobi.backend.LoopNest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** CUDA C of the loop nests of networks, run on the simulated device, against the reference. */
class NetworksTest {
  /** More points take the reference too long. */
  private static final int POINTS = 10_000;

  @Test
  void nestsGiveTheReferencesValues() {
    long seed = 0;
    for (Map.Entry<String, List<LoopNest>> network : Networks.nests().entrySet()) {
      for (LoopNest nest : network.getValue()) {
        if (nest.domain().size() <= POINTS) {
          TaskRun.check(nest, seed++, 1e-5);
        }
      }
    }
  }
}
