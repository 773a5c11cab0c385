package jacobi.cli;

import jacobi.models.text.Generator;
import jacobi.models.text.LanguageTask;
import jacobi.nn.Module;
import jacobi.plot.Report;
import jacobi.train.Callback;
import jacobi.train.Epoch;
import java.util.ArrayList;
import java.util.List;

/** What a language model writes after each epoch, always from the same seed. */
final class Samples implements Callback {
  private static final int CHARACTERS = 200;
  private static final int TOKENS = 40;
  private static final int LAST_TIMES = 5;

  /** Longer runs show so many epochs, evenly chosen. */
  private static final int MOST = 20;

  private final Generator generator;
  private final int tokens;
  private final int every;
  private final List<Report.Sample> samples = new ArrayList<>();

  /**
   * @param epochs how many there are at most
   */
  Samples(LanguageTask task, Module net, int epochs) {
    this.generator = task.generator(task.model(net)).temperature(.8);
    this.tokens = task.isOfCharacters() ? CHARACTERS : TOKENS;
    this.every = Math.ceilDiv(epochs, MOST);
  }

  @Override
  public void onEpoch(Epoch epoch) {
    if (epoch.number() % every == 0 || epoch.number() == 1) {
      samples.add(new Report.Sample("epoch " + epoch.number(), generator.generate("", tokens)));
    }
  }

  /** Those of the epochs, and a longer one of the network as it is now. */
  List<Report.Sample> withLast() {
    List<Report.Sample> all = new ArrayList<>(samples);
    all.add(new Report.Sample("in the end", generator.generate("", LAST_TIMES * tokens)));
    return all;
  }
}
