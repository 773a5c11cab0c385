package jacobi.train;

import jacobi.data.Dataset;
import jacobi.data.Scaler;
import jacobi.data.Targets;
import jacobi.nn.Module;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A trained network with how it came about. */
public final class Fit {
  private final Module net;
  private final Evaluator evaluator;
  private final List<Epoch> history;
  private final StopReason reason;
  private final Scaler scaler;
  private final Targets targets;
  private final long seed;
  private final double seconds;

  Fit(
      Module net,
      Evaluator evaluator,
      List<Epoch> history,
      StopReason reason,
      Scaler scaler,
      Targets targets,
      long seed,
      double seconds) {
    this.net = net;
    this.evaluator = evaluator;
    this.history = List.copyOf(history);
    this.reason = reason;
    this.scaler = scaler;
    this.targets = targets;
    this.seed = seed;
    this.seconds = seconds;
  }

  public Module net() {
    return net;
  }

  /** One entry an epoch. */
  public List<Epoch> history() {
    return history;
  }

  /** Why it stopped. */
  public StopReason reason() {
    return reason;
  }

  /** How long training took. */
  public double seconds() {
    return seconds;
  }

  public long seed() {
    return seed;
  }

  /**
   * How features were scaled: what data from outside the split must go through ({@link
   * Dataset#scaled}).
   */
  public Scaler scaler() {
    return scaler;
  }

  /** Loss and metrics on data scaled like the training part; the parts of a split are. */
  public Scores evaluate(Dataset data) {
    return evaluator.evaluate(data);
  }

  /**
   * Probabilities of the classes, or values, for each example: [examples, outputs]; of data scaled
   * like the training part.
   */
  public float[][] predict(Dataset data) {
    return evaluator.predict(data);
  }

  /** The loss of each example, or of each of its steps; of data scaled like the training part. */
  public double[] losses(Dataset data) {
    return evaluator.losses(data);
  }

  /**
   * Saves the parameters, the scaling and the targets as a model folder; {@link Weights#load}
   * brings the parameters back.
   */
  public void save(Path folder) throws IOException {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("network", net.describe().lines().toList());
    about.put("scaler", scaler.toMap());
    if (targets.one() instanceof Targets.Classes c) {
      about.put("classes", c.names());
    }
    Weights.save(net, about, folder);
  }
}
