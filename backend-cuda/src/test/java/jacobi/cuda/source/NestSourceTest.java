package jacobi.cuda.source;

import org.junit.jupiter.api.Test;

/** CUDA C of random loop nests, run on the simulated device, against the reference. */
class NestSourceTest {
  private static final int NESTS = 60;

  @Test
  void exactArithmeticGivesTheSameValues() {
    for (long seed = 0; seed < NESTS; seed++) {
      TaskRun.check(RandomNests.make(seed, true), seed, 0);
    }
  }

  @Test
  void functionsAreAccurate() {
    for (long seed = 0; seed < NESTS; seed++) {
      TaskRun.check(RandomNests.make(seed, false), seed, 2e-6);
    }
  }
}
