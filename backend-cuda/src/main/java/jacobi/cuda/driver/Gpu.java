package jacobi.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One GPU: its context, and the stream on which all its kernels run in the order in which they are
 * launched.
 */
public final class Gpu {
  private static final int REMEMBERED = 4;
  private static final int TENS = 10;

  private final Cuda cuda;
  private final Driver driver;
  private final long context;
  private final long stream;
  private final String name;
  private final int capability;
  private final boolean check = Settings.check();
  private final ReentrantLock lock = new ReentrantLock();

  /** What was launched last, in a ring. */
  private final Object[] recent = new Object[REMEMBERED];

  /** Where in the ring the next one goes. */
  private int next;

  private volatile long asked;
  private MemorySegment parameters = parameters(64);

  /**
   * Opens a GPU.
   *
   * @param index from 0
   */
  public Gpu(Cuda cuda, int index) {
    this.cuda = cuda;
    this.driver = cuda.driver();
    int device = driver.device(index);
    this.name = driver.deviceName(device);
    this.capability =
        driver.attribute(device, Driver.COMPUTE_CAPABILITY_MAJOR) * TENS
            + driver.attribute(device, Driver.COMPUTE_CAPABILITY_MINOR);
    cuda.nvrtc().requireSupport(capability);
    this.context = driver.primaryContext(device);
    driver.setCurrent(context);
    this.stream = driver.createStream();
  }

  public Cuda cuda() {
    return cuda;
  }

  public Driver driver() {
    return driver;
  }

  /** The stream of all kernels. */
  public long stream() {
    return stream;
  }

  /** As NVIDIA calls it: "NVIDIA H100 80GB HBM3". */
  public String name() {
    return name;
  }

  /** 10 x major + minor number of its compute capability. */
  public int capability() {
    return capability;
  }

  /** How much has been asked of the stream so far. */
  public long asked() {
    return asked;
  }

  /** Whether {@link #launch} waits until the kernel has run, so that errors are of that one. */
  public boolean isChecking() {
    return check;
  }

  /**
   * Does something with the GPU that no other thread may come between. The GPU's context is
   * current; what fails says what was launched last.
   */
  public <T> T exclusively(Supplier<T> work) {
    lock.lock();
    try {
      return lock.getHoldCount() == 1 ? attached(work) : work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Like {@link #exclusively(Supplier)}. */
  public void exclusively(Runnable work) {
    exclusively(
        () -> {
          work.run();
          return true;
        });
  }

  /** Does something with the GPU while other threads may do so too. */
  public <T> T attached(Supplier<T> work) {
    try {
      driver.setCurrent(context);
      return work.get();
    } catch (CudaException e) {
      throw e.during(launchedLast());
    }
  }

  /** Notes that something was asked of the stream. To be called exclusively. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  public void count() {
    asked++;
  }

  /**
   * Launches a kernel.
   *
   * @param what what it does, by its {@code toString}
   * @param arguments its parameters, 8 bytes each
   */
  public void launch(Object what, long function, int blocks, int threads, long[] arguments) {
    exclusively(
        () -> {
          begin(what);
          int n = arguments.length;
          if (n * 2L * Long.BYTES > parameters.byteSize()) {
            parameters = parameters(n * 2);
          }
          long slots = parameters.byteSize() / Long.BYTES / 2;
          for (int i = 0; i < n; i++) {
            parameters.setAtIndex(JAVA_LONG, slots + i, arguments[i]);
          }
          driver.launch(function, blocks, threads, stream, parameters.address());
          end();
        });
  }

  /**
   * Asks a library to launch kernels on the stream.
   *
   * @param what what they do, by its {@code toString}
   */
  public void launch(Object what, Runnable call) {
    exclusively(
        () -> {
          begin(what);
          call.run();
          end();
        });
  }

  private void begin(Object what) {
    synchronized (recent) {
      recent[next] = what;
      next = (next + 1) % REMEMBERED;
    }
  }

  private void end() {
    count();
    if (check) {
      driver.synchronize(stream);
    }
  }

  private String launchedLast() {
    List<String> lines = new ArrayList<>();
    synchronized (recent) {
      for (int i = 0; i < REMEMBERED; i++) {
        Object what = recent[(next + i) % REMEMBERED];
        if (what != null) {
          lines.add(what.toString());
        }
      }
    }
    return lines.isEmpty() ? "" : "launched last: " + String.join(", ", lines);
  }

  /** Room for so many parameters: first the address of each, then the values. */
  private static MemorySegment parameters(int count) {
    MemorySegment all = Arena.ofAuto().allocate(JAVA_LONG, 2L * count);
    for (int i = 0; i < count; i++) {
      all.setAtIndex(JAVA_LONG, i, all.address() + (count + i) * (long) Long.BYTES);
    }
    return all;
  }
}
