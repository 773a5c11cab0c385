package jacobi.cli;

import jacobi.train.Callback;
import java.util.concurrent.CountDownLatch;

/**
 * Lets a command finish in order when the process is asked to end, by Ctrl-C or otherwise: training
 * stops at its next step, and the process ends once this is closed.
 */
final class Interruption implements Callback, AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt, "jacobi-interruption");
  private volatile boolean asked;

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void interrupt() {
    asked = true;
    try {
      closed.await();
    } catch (InterruptedException e) {
      // Nobody has this thread to interrupt it; if someone did, the process would just end.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean stop() {
    return asked;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, so the hook runs or will, and now finds nothing to wait for.
      asked = true;
    }
  }
}
