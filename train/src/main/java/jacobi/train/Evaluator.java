package jacobi.train;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.data.Batch;
import jacobi.data.Dataset;
import jacobi.nn.Module;
import jacobi.nn.Phase;
import jacobi.nn.loss.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
  private final Map<List<Integer>, Pass> passes = new HashMap<>();
  private final Compiled predict;

  private record Pass(Feed feed, Compiled run) {}

  Evaluator(Module net, Loss loss, List<Metric> metrics) {
    this.net = net;
    this.loss = loss;
    this.decision = Decision.of(loss);
    this.metrics = List.copyOf(metrics);
    this.predict =
        Jacobi.compiled(x -> Phase.inference(() -> decision.probabilities(net.apply(x))));
  }

  /** Mean loss and metrics over all examples. */
  public Scores evaluate(Dataset data) {
    double[] sums = new double[metrics.size() + 1];
    long seen = 0;
    for (Batch b : data.batches(BATCH).epoch(0)) {
      List<Tensor> r = scores(data, b);
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
      float[] all =
          predict
              .call(Tensor.of(b.features(), Feed.shape(b.size(), data.featureShape())))
              .toFloats();
      int width = all.length / b.size();
      for (int i = 0; i < b.size(); i++) {
        rows.add(Arrays.copyOfRange(all, i * width, (i + 1) * width));
      }
    }
    return rows.toArray(float[][]::new);
  }

  private List<Tensor> scores(Dataset data, Batch b) {
    int[] shape = Feed.shape(b.size(), data.featureShape());
    Pass pass =
        passes.computeIfAbsent(Arrays.stream(shape).boxed().toList(), k -> pass(data, b.size()));
    pass.feed().load(b);
    return pass.run().callAll();
  }

  private Pass pass(Dataset data, int size) {
    Feed feed = new Feed(data, decision, size);
    return new Pass(feed, Jacobi.compiledAll(a -> Phase.inference(() -> scores(feed))));
  }

  private List<Tensor> scores(Feed feed) {
    Tensor y = net.apply(feed.features());
    List<Tensor> results = new ArrayList<>();
    results.add(loss.apply(y, feed.target()));
    metrics.forEach(m -> results.add(m.each().apply(y, feed.target()).mean()));
    return results;
  }
}
