package jacobi.runtime;

import jacobi.backend.Kernel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads that run the pieces of a kernel. How a kernel is cut does not depend on how many there
 * are, and pieces are independent, so results do not either. Idle workers spin for a moment, since
 * the next kernel of a training step comes within microseconds, then sleep.
 */
public final class Workers {
  private static final int SPINS = 20_000;

  private static final class Job {
    final Kernel kernel;
    final long[] addresses;
    final int pieces;
    final AtomicInteger next = new AtomicInteger();
    final AtomicInteger done = new AtomicInteger();
    final AtomicReference<Throwable> failure = new AtomicReference<>();

    Job(Kernel kernel, long[] addresses) {
      this.kernel = kernel;
      this.addresses = addresses;
      this.pieces = kernel.pieces();
    }

    void work() {
      for (int i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
        try {
          kernel.run(addresses, i);
        } catch (Throwable t) {
          failure.compareAndSet(null, t);
        }
        done.incrementAndGet();
      }
    }
  }

  private final class Worker extends Thread {
    volatile boolean asleep;

    Worker(int i) {
      super("jacobi-worker-" + i);
      setDaemon(true);
    }

    @Override
    public void run() {
      Job last = null;
      while (true) {
        Job j = job;
        for (int spin = 0; j == last && spin < SPINS; spin++) {
          Thread.onSpinWait();
          j = job;
        }
        if (j == last) {
          asleep = true;
          j = job;
          if (j == last) {
            LockSupport.park(Workers.this);
          }
          asleep = false;
          continue;
        }
        last = j;
        if (j != null) {
          j.work();
        }
      }
    }
  }

  private final Worker[] workers;
  private final ReentrantLock busy = new ReentrantLock();
  private volatile Job job;

  /**
   * Starts the threads.
   *
   * @param threads how many run at once, the caller's included
   */
  public Workers(int threads) {
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
      workers[i].start();
    }
  }

  public int threads() {
    return workers.length + 1;
  }

  /** Runs a kernel; returns when all of it is done. */
  void run(Kernel kernel, long[] addresses) {
    int pieces = kernel.pieces();
    if (pieces == 1 || workers.length == 0 || !busy.tryLock()) {
      for (int i = 0; i < pieces; i++) {
        kernel.run(addresses, i);
      }
    } else {
      try {
        share(new Job(kernel, addresses));
      } finally {
        busy.unlock();
      }
    }
    kernel.finish(addresses);
  }

  private void share(Job j) {
    job = j;
    for (int i = 0; i < workers.length && i < j.pieces - 1; i++) {
      if (workers[i].asleep) {
        LockSupport.unpark(workers[i]);
      }
    }
    j.work();
    for (int spin = 0; j.done.get() < j.pieces; spin++) {
      if (spin < SPINS) {
        Thread.onSpinWait();
      } else {
        // Another process has the worker's processor: let it go on.
        LockSupport.parkNanos(1);
      }
    }
    // Sleeping workers must not keep operands reachable through a finished job.
    job = null;
    Throwable t = j.failure.get();
    if (t instanceof RuntimeException e) {
      throw e;
    }
    if (t instanceof Error e) {
      throw e;
    }
  }
}
