package jacobi.cuda;

import jacobi.cuda.driver.Driver;
import jacobi.cuda.driver.Gpu;

/**
 * When the GPU has done how much of what was asked of it: so that a copy waits for the work that
 * used its memory, and not for what was asked since. To be called exclusively.
 */
final class Marks {
  private static final int COUNT = 16;

  private final Gpu gpu;
  private final long[] events = new long[COUNT];

  /** What had been asked when the event was recorded; -1 if it never was. */
  private final long[] asked = new long[COUNT];

  private int last = COUNT - 1;

  Marks(Gpu gpu) {
    this.gpu = gpu;
    for (int i = 0; i < COUNT; i++) {
      events[i] = gpu.driver().createEvent();
      asked[i] = -1;
    }
  }

  /** Marks now. */
  void mark() {
    if (asked[last] < gpu.asked()) {
      last = (last + 1) % COUNT;
      gpu.driver().record(events[last], gpu.stream());
      asked[last] = gpu.asked();
    }
  }

  /** Makes another stream wait until all is done that had been asked at a time. */
  void waitFor(long stream, long since) {
    Driver driver = gpu.driver();
    int best = earliest(since);
    if (best < 0) {
      mark();
      best = last;
    }
    driver.waitFor(stream, events[best]);
  }

  /** The earliest mark that is not before a time, or -1. */
  private int earliest(long since) {
    int best = -1;
    for (int i = 0; i < COUNT; i++) {
      if (asked[i] >= since && (best < 0 || asked[i] < asked[best])) {
        best = i;
      }
    }
    return best;
  }
}
