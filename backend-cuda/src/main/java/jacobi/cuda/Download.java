package jacobi.cuda;

import jacobi.cuda.driver.Driver;
import jacobi.cuda.driver.Gpu;
import java.lang.foreign.MemorySegment;

/** Copies from the GPU, behind all that was asked of it. */
final class Download {
  private static final int SLOTS = 2;
  private static final long SLOT_BYTES = 4 << 20;

  private final Gpu gpu;
  private final Driver driver;
  private final FaultRecord faults;
  private final Pinned ring;
  private final long end;

  Download(Gpu gpu, FaultRecord faults) {
    this.gpu = gpu;
    this.driver = gpu.driver();
    this.faults = faults;
    this.ring = new Pinned(driver, SLOTS, SLOT_BYTES);
    this.end = driver.createEvent();
  }

  /** Waits until the bytes are there; then throws if a kernel had found something wrong. */
  synchronized void read(long from, MemorySegment to) {
    Parts parts = new Parts(from, to);
    // What other threads ask for after this must not come between the parts. But it need not wait
    // with us if all parts have room.
    gpu.exclusively(
        () -> {
          parts.askForAll();
          faults.askFor();
          driver.record(end, gpu.stream());
        });
    gpu.attached(
        () -> {
          parts.takeAll();
          driver.synchronizeEvent(end);
          return true;
        });
    faults.check();
  }

  /** The parts of one copy. */
  private final class Parts {
    private final long from;
    private final MemorySegment to;
    private final int[] slots = new int[SLOTS];
    private final long count;
    private long asked;
    private long taken;

    Parts(long from, MemorySegment to) {
      this.from = from;
      this.to = to;
      this.count = Math.ceilDiv(to.byteSize(), SLOT_BYTES);
    }

    private long bytes(long part) {
      return Math.min(SLOT_BYTES, to.byteSize() - part * SLOT_BYTES);
    }

    void askForAll() {
      while (asked < count) {
        if (asked - taken == SLOTS) {
          take();
        }
        int slot = ring.next();
        slots[(int) (asked % SLOTS)] = slot;
        driver.copyOut(
            ring.memory(slot).address(), from + asked * SLOT_BYTES, bytes(asked), gpu.stream());
        driver.record(ring.event(slot), gpu.stream());
        asked++;
      }
    }

    void takeAll() {
      while (taken < asked) {
        take();
      }
    }

    private void take() {
      int slot = slots[(int) (taken % SLOTS)];
      ring.await(slot);
      MemorySegment.copy(ring.memory(slot), 0, to, taken * SLOT_BYTES, bytes(taken));
      taken++;
    }
  }
}
