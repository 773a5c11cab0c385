package jacobi.bench;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.runtime.Engine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The time below which a workload cannot go: its multiply-adds at the rate of a large product of
 * matrices, and the bytes it must move at the rate of a large copy, both measured in turns with the
 * contestants.
 */
final class Floor {
  /** Rows and columns of the product: large enough for the best rate. */
  private static final int SIZE = 1024;

  /** Larger than caches. */
  private static final long COPIED = 64L << 20;

  /** What one turn measures: each takes some milliseconds. */
  private static final int STEPS = 5;

  private Floor() {}

  /** The two contestants it is measured by. */
  static List<Contestant> contestants(int threads) {
    return List.of(product(threads), copy(threads));
  }

  /**
   * The floor in each round.
   *
   * @param measured of the {@link #contestants}, in their order
   */
  static Compare.Measured of(Workload.Work work, List<Compare.Measured> measured) {
    double multiplyAdds = (double) work.multiplyAdds() / ((long) SIZE * SIZE * SIZE);
    double copies = (double) work.bytes() / COPIED;
    int rounds = measured.getFirst().millis().length;
    var millis = new double[rounds][1];
    for (int r = 0; r < rounds; r++) {
      millis[r][0] =
          multiplyAdds * Compare.percentile(measured.get(0).millis()[r], 50)
              + copies * Compare.percentile(measured.get(1).millis()[r], 50);
    }
    return new Compare.Measured("floor", millis);
  }

  /** A contestant with few steps in its turns. */
  private record Few(String name, Runnable work) implements Contestant {
    @Override
    public void step() {
      work.run();
    }

    @Override
    public double[] turn(int steps) {
      return Contestant.super.turn(Math.min(steps, STEPS));
    }
  }

  private static Contestant product(int threads) {
    // Its own engine: the contestants may leave oneDNN out.
    var engine = new Engine("auto", threads);
    Tensor a = RandomKey.of(1).normal(DType.FLOAT32, SIZE, SIZE);
    Tensor b = RandomKey.of(2).normal(DType.FLOAT32, SIZE, SIZE);
    Compiled product = Jacobi.compiled(Tensor::matmul);
    return new Few(
        "product of %1$d x %1$d x %1$d".formatted(SIZE),
        () -> engine.run(() -> product.call(a, b)));
  }

  private static Contestant copy(int threads) {
    MemorySegment from = Arena.ofAuto().allocate(COPIED, 64);
    MemorySegment to = Arena.ofAuto().allocate(COPIED, 64);
    from.fill((byte) 1);
    return new Few("copy of %d MB".formatted(COPIED >> 20), () -> copy(from, to, threads));
  }

  private static void copy(MemorySegment from, MemorySegment to, int threads) {
    var others = new Thread[threads - 1];
    long part = COPIED / threads;
    for (int i = 0; i < others.length; i++) {
      long at = i * part;
      others[i] = Thread.ofPlatform().start(() -> MemorySegment.copy(from, at, to, at, part));
    }
    long at = others.length * part;
    MemorySegment.copy(from, at, to, at, COPIED - at);
    for (Thread t : others) {
      try {
        t.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
