package jacobi.train;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.data.Batch;
import jacobi.data.Dataset;
import jacobi.data.Targets;
import jacobi.nn.Module;
import jacobi.nn.Phase;
import jacobi.nn.loss.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Applies a network for inference, batch by batch: for scores, or for its predictions. */
public final class Evaluator {
  private static final int BATCH = 256;

  private final Module net;
  private final Loss loss;
  private final Decision decision;
  private final List<Metric> metrics;
  private final Compiled scores;
  private final Compiled predict;

  /**
   * What is measured besides the loss unless one says otherwise: accuracy, where targets are
   * classes.
   */
  public static List<Metric> metricsFor(Targets targets, Loss loss) {
    return targets instanceof Targets.Classes
        ? List.of(Metric.accuracy(Decision.of(loss)))
        : List.of();
  }

  /** Makes an evaluator; the metrics are in addition to the {@link Loss#plain} loss. */
  public Evaluator(Module net, Loss loss, List<Metric> metrics) {
    this.net = net;
    this.loss = loss.plain();
    this.decision = Decision.of(loss);
    this.metrics = List.copyOf(metrics);
    this.scores = Jacobi.compiledAll(a -> Phase.inference(() -> scores(a.get(0), a.get(1))));
    this.predict =
        Jacobi.compiled(x -> Phase.inference(() -> decision.probabilities(net.apply(x))));
  }

  /** Mean loss and metrics over all examples. */
  public Scores evaluate(Dataset data) {
    double[] sums = new double[metrics.size() + 1];
    long seen = 0;
    for (Batch b : data.batches(BATCH).epoch(0)) {
      List<Tensor> r = scores.callAll(b.features(), b.targets());
      for (int i = 0; i < sums.length; i++) {
        sums[i] += r.get(i).item() * b.size();
      }
      seen += b.size();
    }
    Map<String, Double> means = new LinkedHashMap<>();
    for (int i = 0; i < metrics.size(); i++) {
      means.put(metrics.get(i).name(), sums[i + 1] / seen);
    }
    return new Scores(sums[0] / seen, means);
  }

  /** Probabilities of the classes, or values, for each example: [examples, outputs]. */
  public float[][] predict(Dataset data) {
    List<float[]> rows = new ArrayList<>();
    for (Batch b : data.batches(BATCH).epoch(0)) {
      float[] all = predict.call(b.features()).toFloats();
      int width = all.length / b.size();
      for (int i = 0; i < b.size(); i++) {
        rows.add(Arrays.copyOfRange(all, i * width, (i + 1) * width));
      }
    }
    return rows.toArray(float[][]::new);
  }

  private List<Tensor> scores(Tensor x, Tensor given) {
    Tensor y = net.apply(x);
    Tensor target = decision.target(given);
    List<Tensor> results = new ArrayList<>();
    results.add(loss.apply(y, target));
    metrics.forEach(m -> results.add(m.each().apply(y, target).mean()));
    return results;
  }
}
