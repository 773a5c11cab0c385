package jacobi.cuda.sim;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.cuda.driver.Cuda;
import jacobi.cuda.driver.CudaException;
import jacobi.cuda.driver.Driver;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the simulated driver does what makes mistakes show. */
@SuppressWarnings("restricted")
class SimulatedCudaTest {
  private static final int COUNT = 64;
  private static final long BYTES = (long) COUNT * Float.BYTES;
  private static final String CODE =
      "extern \"C\" __global__ void twice(const float* x, float* y) {"
          + " y[threadIdx.x] = 2 * x[threadIdx.x]; }";

  private Driver driver;
  private long first;
  private long second;
  private long x;
  private long y;
  private long host;

  @BeforeEach
  void open() {
    SimulatedCuda.assumeSimulated();
    driver = cuda().driver();
    driver.setCurrent(driver.primaryContext(driver.device(0)));
    first = driver.createStream();
    second = driver.createStream();
    x = driver.allocate(BYTES);
    y = driver.allocate(BYTES);
    host = driver.allocateHost(BYTES);
  }

  @AfterEach
  void close() {
    if (driver != null) {
      SimulatedCuda.heal();
      SimulatedCuda.order(SimulatedCuda.Order.LATE);
      driver.free(x);
      driver.free(y);
    }
  }

  private static Cuda cuda() {
    return switch (Cuda.availability()) {
      case Cuda.Availability.Available(Cuda cuda) -> cuda;
      case Cuda.Availability.Unavailable(String reason) -> throw new AssertionError(reason);
    };
  }

  private static MemorySegment floats(long address) {
    return MemorySegment.ofAddress(address).reinterpret(BYTES);
  }

  private void launch(long stream, long... values) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] image = cuda().nvrtc().compile(CODE, 90);
      MemorySegment copy = arena.allocate(image.length).copyFrom(MemorySegment.ofArray(image));
      long function = driver.function(driver.loadModule(copy), "twice");
      MemorySegment parameters = arena.allocateFrom(JAVA_LONG, values);
      MemorySegment addresses = arena.allocate(JAVA_LONG, values.length);
      for (int i = 0; i < values.length; i++) {
        addresses.setAtIndex(JAVA_LONG, i, parameters.address() + (long) i * Long.BYTES);
      }
      driver.launch(function, 1, COUNT, stream, addresses.address());
    }
  }

  private float result(long stream) {
    driver.copyOut(host, y, BYTES, stream);
    driver.synchronize(stream);
    return floats(host).getAtIndex(JAVA_FLOAT, COUNT - 1);
  }

  private void copyIn(float value, long stream) {
    floats(host).setAtIndex(JAVA_FLOAT, COUNT - 1, value);
    driver.copyIn(x, host, BYTES, stream);
  }

  @Test
  void aStreamIsInOrder() {
    copyIn(5, first);
    launch(first, x, y);

    assertThat(result(first)).isEqualTo(10);
  }

  @Test
  void whoDoesNotWaitForTheOtherStreamReadsWhatWasThere() {
    copyIn(5, second);
    launch(first, x, y);

    assertThat(result(first)).isNaN();
  }

  @Test
  void whoWaitsReadsWhatIsThere() {
    copyIn(5, second);
    long event = driver.createEvent();
    driver.record(event, second);
    driver.waitFor(first, event);
    launch(first, x, y);

    assertThat(result(first)).isEqualTo(10);
  }

  @Test
  void pinnedMemoryIsReadLate() {
    copyIn(5, first);
    floats(host).setAtIndex(JAVA_FLOAT, COUNT - 1, 7);
    launch(first, x, y);

    assertThat(result(first)).isEqualTo(14);
  }

  @Test
  void aGraphIsReplayed() {
    driver.beginCapture(first);
    launch(first, x, y);
    long graph = driver.endCapture(first);
    long executable = driver.instantiate(graph);
    driver.destroyGraph(graph);
    copyIn(5, first);
    driver.launchGraph(executable, first);
    assertThat(result(first)).isEqualTo(10);
    copyIn(6, first);
    driver.launchGraph(executable, first);
    driver.destroyExecutable(executable);

    assertThat(result(first)).isEqualTo(12);
  }

  @Test
  void waitingBreaksACapture() {
    driver.beginCapture(first);

    assertThatThrownBy(() -> driver.synchronize(first))
        .isInstanceOf(CudaException.class)
        .hasMessageContaining("STREAM_CAPTURE_UNSUPPORTED");
    assertThatThrownBy(() -> driver.endCapture(first))
        .isInstanceOf(CudaException.class)
        .hasMessageContaining("STREAM_CAPTURE_INVALIDATED");
  }

  @Test
  void aKernelThatFailsIsToldLater() {
    SimulatedCuda.fail(0, 719);
    launch(first, x, y);

    assertThatThrownBy(() -> driver.synchronize(first)).hasMessageContaining("LAUNCH_FAILED");
    assertThatThrownBy(() -> driver.synchronize(second)).hasMessageContaining("LAUNCH_FAILED");
  }

  @Test
  void memoryThatIsNotThere() {
    launch(first, x + 4096, y);

    assertThatThrownBy(() -> driver.synchronize(first)).hasMessageContaining("ILLEGAL_ADDRESS");
    assertThat(SimulatedCuda.said()).contains("twice: parameter 0");
  }

  @Test
  void whoWritesBesideItsMemory() {
    copyIn(5, first);
    launch(first, x, y + 4);

    assertThatThrownBy(() -> driver.synchronize(first)).hasMessageContaining("ILLEGAL_ADDRESS");
    assertThat(SimulatedCuda.said()).contains("wrote where nothing is allocated");
  }

  @Test
  void memoryEnds() {
    SimulatedCuda.memory(SimulatedCuda.used() + 1000);
    long none = driver.allocate(1001);
    SimulatedCuda.memory(2L << 30);

    assertThat(none).isZero();
  }
}
