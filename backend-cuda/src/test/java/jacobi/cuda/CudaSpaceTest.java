package jacobi.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.backend.Kernel;
import jacobi.cuda.driver.CudaException;
import jacobi.cuda.sim.SimulatedCuda;
import jacobi.cuda.sim.SimulatedCuda.Order;
import jacobi.cuda.source.Fault;
import jacobi.graph.JacobiException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * That what is asked of a GPU's memory happens as if in order. The simulated GPU does it as late as
 * it may, or one stream's work at once.
 */
class CudaSpaceTest {
  private static final int COUNT = HandWritten.COUNT;
  private static final long BYTES = COUNT * Float.BYTES;

  private final List<Long> allocated = new ArrayList<>();
  private CudaSpace space;

  @BeforeEach
  void open() {
    CudaAccelerator accelerator = SimulatedCuda.accelerator();
    space = (CudaSpace) accelerator.space(0);
  }

  @AfterEach
  void free() {
    if (space != null) {
      allocated.forEach(space::free);
    }
  }

  private long allocate(long bytes) {
    long address = space.allocate(bytes);
    assertThat(address).isNotZero().matches(a -> a % 64 == 0);
    allocated.add(address);
    return address;
  }

  private static MemorySegment numbers(float first, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = first + i;
    }
    return MemorySegment.ofArray(numbers);
  }

  private float[] read(long address, int count) {
    float[] numbers = new float[count];
    space.read(address, MemorySegment.ofArray(numbers));
    return numbers;
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void aKernelReadsWhatWasWrittenBefore(Order order) {
    SimulatedCuda.assumeSimulated();
    SimulatedCuda.order(order);
    long x = allocate(BYTES);
    long y = allocate(BYTES);
    Kernel copy = HandWritten.copy(space);
    for (int step = 0; step < 20; step++) {
      space.write(numbers(step, COUNT), x, space.now());
      copy.run(new long[] {x, y}, 0);
      assertThat(read(y, COUNT)).isEqualTo(numbers(step, COUNT).toArray(JAVA_FLOAT));
    }
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void aWriteWaitsForTheKernelsBefore(Order order) {
    SimulatedCuda.assumeSimulated();
    SimulatedCuda.order(order);
    long x = allocate(BYTES);
    Kernel copy = HandWritten.copy(space);
    List<Long> results = new ArrayList<>();
    for (int step = 0; step < 200; step++) {
      space.write(numbers(step, COUNT), x, space.now());
      long y = allocate(BYTES);
      copy.run(new long[] {x, y}, 0);
      results.add(y);
    }
    for (int step = 0; step < 200; step++) {
      assertThat(read(results.get(step), 1)).containsExactly(step);
    }
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void aWriteMayComeBeforeWhatWasAskedSince(Order order) {
    SimulatedCuda.assumeSimulated();
    SimulatedCuda.order(order);
    long[] x = {allocate(BYTES), allocate(BYTES)};
    long[] used = new long[2];
    long y = allocate(BYTES);
    Kernel copy = HandWritten.copy(space);
    var runner = space.runner(List.of());
    for (int step = 0; step < 100; step++) {
      int mine = step % 2;
      space.write(numbers(step, COUNT), x[mine], used[mine]);
      runner.run(new long[0], none -> copy.run(new long[] {x[mine], y}, 0));
      used[mine] = space.now();
      if (step % 7 == 0) {
        assertThat(read(y, 1)).containsExactly(step);
      }
    }
  }

  @Test
  void manyMegabytes() {
    int count = 5_000_001;
    long x = allocate(count * (long) Float.BYTES);
    MemorySegment written = numbers(1, count);

    space.write(written, x, space.now());

    assertThat(Arrays.equals(read(x, count), written.toArray(JAVA_FLOAT))).isTrue();
  }

  @Test
  void nothing() {
    long x = allocate(0);

    space.write(numbers(1, 0), x, space.now());

    assertThat(read(x, 0)).isEmpty();
  }

  @Test
  void moreThanThereIs() {
    assertThat(space.allocate(1L << 50)).isZero();
    assertThat(space.capacity()).isPositive();
  }

  @Test
  void anIndexOutsideIsReportedByTheNextReadAndThenForgotten() {
    long index = allocate(Long.BYTES);
    Kernel check = HandWritten.check(space);
    space.write(MemorySegment.ofArray(new long[] {-1}), index, space.now());
    check.run(new long[] {index}, 0);

    assertThatThrownBy(() -> read(index, 1))
        .isInstanceOf(JacobiException.class)
        .hasMessage("[gather] index -1 is outside the 100 rows of a tensor");
    space.write(MemorySegment.ofArray(new long[] {3}), index, space.now());
    check.run(new long[] {index}, 0);
    assertThat(read(index, 0)).isEmpty();
  }

  @Test
  void scratchMemoryOfAnotherFormOfAKernelIsNotTakenForTheFaultRecord() {
    long index = allocate(Long.BYTES);
    long scratch = allocate(Fault.BYTES);
    space.write(MemorySegment.ofArray(new long[] {100}), index, space.now());
    HandWritten.check(space).run(new long[] {index, scratch}, 0);

    assertThatThrownBy(() -> read(index, 1))
        .hasMessage("[gather] index 100 is outside the 100 rows of a tensor");
  }

  @Test
  void aKernelThatFailsIsNamed() {
    SimulatedCuda.assumeSimulated();
    long x = allocate(BYTES);
    long y = allocate(BYTES);
    Kernel copy = HandWritten.copy(space);
    copy.run(new long[] {x, y}, 0);
    read(y, 1);
    SimulatedCuda.fail(0, 700);
    try {
      copy.run(new long[] {x, y}, 0);

      assertThatThrownBy(() -> read(y, 1))
          .isInstanceOf(CudaException.class)
          .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS")
          .hasMessageContaining("-Djacobi.cuda.check=true")
          .hasMessageContaining("launched last: ")
          .hasMessageEndingWith("copy");
    } finally {
      SimulatedCuda.heal();
    }
  }

  @Test
  void severalThreadsAtOnce() throws Exception {
    Kernel copy = HandWritten.copy(space);
    List<Callable<Boolean>> jobs = new ArrayList<>();
    for (int job = 0; job < 4; job++) {
      long x = allocate(BYTES);
      long y = allocate(BYTES);
      int first = job * 1000;
      jobs.add(
          () -> {
            for (int step = 0; step < 100; step++) {
              space.write(numbers(first + step, COUNT), x, space.now());
              copy.run(new long[] {x, y}, 0);
              if (read(y, COUNT)[COUNT - 1] != first + step + COUNT - 1) {
                return false;
              }
            }
            return true;
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(jobs.size())) {
      for (Future<Boolean> result : threads.invokeAll(jobs)) {
        assertThat(result.get()).isTrue();
      }
    }
  }
}
