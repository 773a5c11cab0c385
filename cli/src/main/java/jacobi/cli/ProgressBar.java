package jacobi.cli;

import jacobi.train.Callback;
import jacobi.train.Epoch;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One line of a terminal, drawn again and again: how far training is, the loss, the last validation
 * metric, examples a second and the time left.
 */
final class ProgressBar implements Callback {
  private static final String CLEAR_LINE = "\r\033[K";
  private static final int WIDTH = 20;
  private static final long NANOS_BETWEEN_DRAWINGS = 100_000_000;

  /** How much a step counts towards the loss that is shown, so that it does not flicker. */
  private static final double NEWEST = 0.05;

  private final PrintWriter out;
  private final int epochs;
  private final LongSupplier nanoTime;
  private final long started;
  private long drawn;
  private long examples;
  private double loss = Double.NaN;
  private String metric = "";

  /**
   * A bar for so many epochs.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  ProgressBar(PrintWriter out, int epochs, LongSupplier nanoTime) {
    this.out = out;
    this.epochs = epochs;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.drawn = started - NANOS_BETWEEN_DRAWINGS;
  }

  @Override
  public void onStep(int epoch, int step, int steps, double stepLoss, int size) {
    examples += size;
    loss = Double.isNaN(loss) ? stepLoss : loss + NEWEST * (stepLoss - loss);
    long now = nanoTime.getAsLong();
    if (now - drawn >= NANOS_BETWEEN_DRAWINGS) {
      drawn = now;
      double fraction = (epoch - 1 + (double) step / steps) / epochs;
      out.print(CLEAR_LINE + line(epoch, fraction, (now - started) / 1e9));
      out.flush();
    }
  }

  @Override
  public void onEpoch(Epoch e) {
    loss = e.train().loss();
    e.validation()
        .ifPresent(
            v -> {
              Map.Entry<String, Double> last = v.toMap().entrySet().stream().toList().getLast();
              metric = "  " + last.getKey() + " " + Text.number(last.getValue());
            });
  }

  private String line(int epoch, double fraction, double seconds) {
    int full = (int) (fraction * WIDTH);
    return String.format(
        Locale.ROOT,
        "epoch %d/%d [%s%s]  loss %s%s  %s/s  %s left",
        epoch,
        epochs,
        "=".repeat(full),
        " ".repeat(WIDTH - full),
        Text.number(loss),
        metric,
        Text.count(Math.round(examples / Math.max(seconds, 1e-3))),
        left(seconds * (1 - fraction) / fraction));
  }

  private static String left(double seconds) {
    Duration d = Duration.ofSeconds(Math.round(seconds));
    return d.toHours() > 0
        ? String.format(
            Locale.ROOT, "%d:%02d:%02d", d.toHours(), d.toMinutesPart(), d.toSecondsPart())
        : String.format(Locale.ROOT, "%d:%02d", d.toMinutes(), d.toSecondsPart());
  }

  /** Takes the bar away. */
  void clear() {
    out.print(CLEAR_LINE);
    out.flush();
  }
}
