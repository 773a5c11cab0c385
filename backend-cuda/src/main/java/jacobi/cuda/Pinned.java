package jacobi.cuda;

import jacobi.cuda.driver.Driver;
import java.lang.foreign.MemorySegment;

/**
 * Host memory that the GPU copies by itself, in equal slots that are used in turn. Each has an
 * event, to be recorded behind the copy from or to it.
 */
final class Pinned {
  private final Driver driver;
  private final MemorySegment[] slots;
  private final long[] events;
  private final long bytes;
  private int next;

  @SuppressWarnings("restricted")
  Pinned(Driver driver, int count, long bytes) {
    this.driver = driver;
    this.bytes = bytes;
    this.slots = new MemorySegment[count];
    this.events = new long[count];
    MemorySegment all =
        MemorySegment.ofAddress(driver.allocateHost(count * bytes)).reinterpret(count * bytes);
    for (int i = 0; i < count; i++) {
      slots[i] = all.asSlice(i * bytes, bytes);
      events[i] = driver.createEvent();
    }
  }

  /** The slot to use next. */
  int next() {
    int slot = next;
    next = (next + 1) % slots.length;
    return slot;
  }

  int count() {
    return slots.length;
  }

  /** Size of a slot. */
  long bytes() {
    return bytes;
  }

  MemorySegment memory(int slot) {
    return slots[slot];
  }

  long event(int slot) {
    return events[slot];
  }

  /** Waits until the last copy of a slot is done. */
  void await(int slot) {
    driver.synchronizeEvent(events[slot]);
  }
}
