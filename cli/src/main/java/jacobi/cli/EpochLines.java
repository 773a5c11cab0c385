package jacobi.cli;

import jacobi.train.Callback;
import jacobi.train.Epoch;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a line an epoch. */
final class EpochLines implements Callback {
  private final PrintWriter out;
  private final int epochs;

  EpochLines(PrintWriter out, int epochs) {
    this.out = out;
    this.epochs = epochs;
  }

  @Override
  public void onEpoch(Epoch e) {
    int width = Integer.toString(epochs).length();
    out.println(
        String.format(
            Locale.ROOT,
            "epoch %" + width + "d/%d  loss %s%s  %s",
            e.number(),
            epochs,
            Text.number(e.train().loss()),
            e.validation().map(v -> "  validation " + Text.means(v)).orElse(""),
            Text.seconds(e.seconds())));
  }
}
