package jacobi.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.backend.AddressSpace.Region;
import jacobi.backend.AddressSpace.Runner;
import jacobi.backend.AddressSpace.Use;
import jacobi.backend.Kernel;
import jacobi.cuda.sim.SimulatedCuda;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * That replays compute what launches do, whatever moves from run to run. The plan has inputs x and
 * w, outputs y = x + 2 w and w + x, and memory to work in.
 */
class CudaRunnerTest {
  private static final int COUNT = HandWritten.COUNT;
  private static final long BYTES = COUNT * Float.BYTES;
  private static final List<Region> REGIONS =
      List.of(
          new Region(Use.INPUT, BYTES),
          new Region(Use.INPUT, BYTES),
          new Region(Use.OUTPUT, BYTES),
          new Region(Use.OUTPUT, BYTES),
          new Region(Use.WORK, 2 * BYTES),
          new Region(Use.PREPARED, 0));

  private final List<Long> allocated = new ArrayList<>();
  private CudaSpace space;
  private Kernel copy;
  private Kernel add;
  private int asked;

  @BeforeEach
  void open() {
    space = (CudaSpace) SimulatedCuda.accelerator().space(0);
    copy = HandWritten.copy(space);
    add = HandWritten.add(space);
  }

  @AfterEach
  void free() {
    if (space != null) {
      allocated.forEach(space::free);
    }
  }

  private long allocate(long bytes) {
    long address = space.allocate(bytes);
    allocated.add(address);
    return address;
  }

  private void steps(long[] bases) {
    asked++;
    long work = bases[4];
    copy.run(new long[] {bases[0], work}, 0);
    add.run(new long[] {work, bases[1], work + BYTES}, 0);
    add.run(new long[] {work + BYTES, bases[1], work}, 0);
    add.run(new long[] {bases[1], bases[0], bases[3]}, 0);
    copy.run(new long[] {work, bases[2]}, 0);
  }

  private void write(float value, long to) {
    float[] all = new float[COUNT];
    Arrays.fill(all, value);
    space.write(MemorySegment.ofArray(all), to, space.now());
  }

  private float read(long from) {
    float[] all = new float[COUNT];
    space.read(from, MemorySegment.ofArray(all));
    for (float f : all) {
      assertThat(f).isEqualTo(all[0]);
    }
    return all[0];
  }

  private long[] bases(long x, long w, long y, long next, long work) {
    return new long[] {x, w, y, next, work, 0};
  }

  /** A step of training: x and y lie elsewhere each time, w is overwritten. */
  private final class Training {
    private final Runner runner = space.runner(REGIONS);
    private final long[] x = {allocate(BYTES), allocate(BYTES), allocate(BYTES)};
    private final long[] y = {allocate(BYTES), allocate(BYTES)};
    private long w = allocate(BYTES);
    private long next = w;
    private long work = allocate(2 * BYTES);
    private float expected;
    private int step;

    Training() {
      write(0, w);
    }

    void run() {
      run(CudaRunnerTest.this::steps);
    }

    void run(Consumer<long[]> steps) {
      step++;
      long here = x[step % x.length];
      long there = y[step % y.length];
      write(step, here);
      runner.run(bases(here, w, there, next, work), steps);
      assertThat(read(there)).as("y in step %s", step).isEqualTo(step + 2 * expected);
      expected += step;
      assertThat(read(next)).as("w after step %s", step).isEqualTo(expected);
    }
  }

  @Test
  void laterRunsAreReplayed() {
    Training training = new Training();
    for (int i = 0; i < 10; i++) {
      training.run();
    }
    int before = asked;
    for (int i = 0; i < 20; i++) {
      training.run();
    }

    assertThat(asked).isEqualTo(before);
  }

  @Test
  void whatWasSteadyMoves() {
    Training training = new Training();
    for (int i = 0; i < 10; i++) {
      training.run();
    }
    long moved = allocate(BYTES);
    write(training.expected, moved);
    training.w = moved;
    training.next = moved;
    training.work = allocate(2 * BYTES);
    for (int i = 0; i < 10; i++) {
      training.run();
    }
    int before = asked;
    training.run();

    assertThat(asked).as("captured once more").isEqualTo(before);
  }

  @Test
  void whatMovesMayBeOverwritten() {
    Runner runner = space.runner(REGIONS);
    long w = allocate(BYTES);
    long work = allocate(2 * BYTES);
    long next = allocate(BYTES);
    long[] x = {allocate(BYTES), allocate(BYTES)};
    write(5, w);
    for (int step = 0; step < 20; step++) {
      long here = x[step % 2];
      write(step, here);
      runner.run(bases(here, w, here, next, work), this::steps);
      assertThat(read(here)).isEqualTo(step + 10);
      assertThat(read(next)).isEqualTo(step + 5);
    }
    assertThat(asked).isLessThan(10);
  }

  @Test
  void whatMovesMayComeToLieElsewhereThanUsual() {
    Runner runner = space.runner(REGIONS);
    long w = allocate(BYTES);
    long work = allocate(2 * BYTES);
    long next = allocate(BYTES);
    long[] x = {allocate(BYTES), allocate(BYTES)};
    long[] y = {allocate(BYTES), allocate(BYTES)};
    write(5, w);
    for (int step = 0; step < 40; step++) {
      long here = x[step % 2];
      long there = step > 10 && step % 5 == 0 ? here : y[step % 2];
      write(step, here);
      runner.run(bases(here, w, there, next, work), this::steps);
      assertThat(read(there)).as("step %s", step).isEqualTo(step + 10);
      assertThat(read(next)).as("step %s", step).isEqualTo(step + 5);
    }
  }

  @Test
  void whatCannotBeCapturedIsLaunched() {
    Training training = new Training();
    for (int i = 0; i < 20; i++) {
      training.run(
          bases -> {
            steps(bases);
            space.gpu().driver().synchronize(space.gpu().stream());
          });
    }
    int before = asked;
    training.run();

    assertThat(asked).isEqualTo(before + 1);
  }

  @Test
  void otherThreadsMayWriteAndReadMeanwhile() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    long mine = allocate(BYTES);
    CompletableFuture<Integer> other =
        CompletableFuture.supplyAsync(
            () -> {
              int i = 0;
              while (!done.get() || i < 10) {
                write(i, mine);
                assertThat(read(mine)).isEqualTo(i);
                i++;
              }
              return i;
            });
    try {
      for (int plan = 0; plan < 5; plan++) {
        Training training = new Training();
        for (int i = 0; i < 15; i++) {
          training.run();
        }
      }
    } finally {
      done.set(true);
    }
    assertThat(other.get()).isPositive();
  }

  @Test
  void itsMemoryIsFreedWhenNobodyCanUseItAnyMore() throws InterruptedException {
    SimulatedCuda.assumeSimulated();
    List<Training> alive = new ArrayList<>();
    long before = SimulatedCuda.used();
    for (int i = 0; i < 20; i++) {
      Training training = new Training();
      for (int step = 0; step < 10; step++) {
        training.run();
      }
      alive.add(training);
    }
    allocated.forEach(space::free);
    allocated.clear();
    // Runners of other tests may have gone meanwhile.
    assertThat(SimulatedCuda.used()).isGreaterThan(20 * 2 * BYTES);
    assertThat(alive).hasSize(20);
    alive.clear();
    for (int i = 0; i < 100 && SimulatedCuda.used() > before; i++) {
      System.gc();
      Thread.sleep(20);
    }

    assertThat(SimulatedCuda.used()).isLessThanOrEqualTo(before);
  }
}
