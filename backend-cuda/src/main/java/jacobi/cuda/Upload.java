package jacobi.cuda;

import jacobi.cuda.driver.Driver;
import jacobi.cuda.driver.Gpu;
import java.lang.foreign.MemorySegment;

/**
 * Copies to the GPU on a stream of their own, while kernels run. A copy waits for the kernels that
 * used its memory before, and kernels asked for later wait for the copy.
 */
final class Upload {
  private static final int SLOTS = 4;
  private static final long SLOT_BYTES = 4 << 20;

  /** A step's learning rate, keys and labels must not have to wait for room. */
  private static final int SMALL_SLOTS = 128;

  private static final long SMALL_SLOT_BYTES = 8 << 10;

  private final Gpu gpu;
  private final Driver driver;
  private final Marks marks;
  private final long stream;
  private final Pinned large;
  private final Pinned small;

  Upload(Gpu gpu, Marks marks) {
    this.gpu = gpu;
    this.driver = gpu.driver();
    this.marks = marks;
    this.stream = driver.createStream();
    this.large = new Pinned(driver, SLOTS, SLOT_BYTES);
    this.small = new Pinned(driver, SMALL_SLOTS, SMALL_SLOT_BYTES);
  }

  /** Copies after what was asked for up to {@code since}, see {@link Gpu#asked}. */
  synchronized void write(MemorySegment from, long to, long since) {
    long bytes = from.byteSize();
    if (bytes == 0) {
      return;
    }
    gpu.exclusively(() -> marks.waitFor(stream, since));
    // Kernels may be launched meanwhile: filling a slot, or waiting for one, takes long.
    long copied = gpu.attached(() -> copy(from, to));
    gpu.exclusively(
        () -> {
          driver.waitFor(gpu.stream(), copied);
          gpu.count();
        });
  }

  /** The event behind the copy. */
  private long copy(MemorySegment from, long to) {
    Pinned ring = from.byteSize() <= small.bytes() ? small : large;
    long event = 0;
    for (long done = 0; done < from.byteSize(); done += ring.bytes()) {
      long part = Math.min(ring.bytes(), from.byteSize() - done);
      int slot = ring.next();
      ring.await(slot);
      MemorySegment.copy(from, done, ring.memory(slot), 0, part);
      driver.copyIn(to + done, ring.memory(slot).address(), part, stream);
      event = ring.event(slot);
      driver.record(event, stream);
    }
    return event;
  }
}
