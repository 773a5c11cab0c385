package jacobi.train;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.data.Batch;
import jacobi.data.Batches;
import jacobi.data.Dataset;
import jacobi.data.Targets;
import jacobi.nn.Lengths;
import jacobi.nn.Module;
import jacobi.nn.Phase;
import jacobi.nn.States;
import jacobi.nn.loss.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Applies a network for inference, batch by batch: for scores, or for its predictions. Where
 * examples go on where the one before ended ({@link Dataset#continues}), recurrent layers carry
 * their state along; then a batch is at most 32 rows, each at least 16 examples long, so that few
 * examples begin without what came before them.
 */
public final class Evaluator {
  private static final int BATCH = 256;
  private static final int COLUMNS = 32;
  private static final int LEAST_IN_COLUMN = 16;

  private final Module net;
  private final Loss loss;
  private final Decision decision;
  private final List<Metric> metrics;
  private final Functions separate = new Functions(Optional.empty());
  private final Functions continuing = new Functions(Optional.of(States.of(COLUMNS)));

  /** What runs on batches, with states carried from batch to batch where examples go on. */
  private final class Functions {
    private final Optional<States> states;

    /** By the number of classes to count, 0 for none: loss, metrics, and then predicted classes. */
    private final Map<Integer, Compiled> scores = new ConcurrentHashMap<>();

    private final Compiled predict;
    private final Compiled losses;

    Functions(Optional<States> states) {
      this.states = states;
      this.predict =
          Jacobi.compiledAll(
              a -> infer(a.stream().skip(1).findFirst(), () -> predictions(a.get(0))));
      this.losses =
          Jacobi.compiledAll(
              a -> infer(TrainingStep.lengths(a), () -> List.of(losses(a.get(0), a.get(1)))));
    }

    Compiled scores(int classes) {
      return scores.computeIfAbsent(
          classes,
          n ->
              Jacobi.compiledAll(
                  a ->
                      infer(
                          TrainingStep.lengths(a),
                          () -> Evaluator.this.scores(a.get(0), a.get(1), n))));
    }

    private List<Tensor> infer(Optional<Tensor> lengths, Supplier<List<Tensor>> body) {
      return States.with(states, () -> Lengths.with(lengths, () -> Phase.inference(body)));
    }
  }

  /**
   * What is measured besides the loss unless one says otherwise: accuracy, where targets are
   * classes.
   */
  public static List<Metric> metricsFor(Targets targets, Loss loss) {
    return targets.one() instanceof Targets.Classes
        ? List.of(Metric.accuracy(Decision.of(loss)))
        : List.of();
  }

  /** Makes an evaluator; the metrics are in addition to the {@link Loss#plain} loss. */
  public Evaluator(Module net, Loss loss, List<Metric> metrics) {
    this.net = net;
    this.loss = loss.plain();
    this.decision = Decision.of(loss);
    this.metrics = List.copyOf(metrics);
  }

  /** The functions for this data, at its beginning. */
  private Functions begin(Dataset data) {
    Functions f = data.continues() ? continuing : separate;
    f.states.ifPresent(States::restart);
    return f;
  }

  private static Batches batches(Dataset data) {
    int columns = Math.clamp(data.size() / LEAST_IN_COLUMN, 1, COLUMNS);
    return data.batches(data.continues() ? columns : BATCH);
  }

  /**
   * Mean loss and metrics over all examples, or all their steps where each has a target; and which
   * classes were taken for which.
   */
  public Scores evaluate(Dataset data) {
    Optional<Confusion> confusion =
        countsClasses(data) ? Optional.of(new Confusion(data.classNames())) : Optional.empty();
    int classes = confusion.map(c -> c.names().size()).orElse(0);
    Compiled scores = begin(data).scores(classes);
    double[] sums = new double[metrics.size() + 1];
    long seen = 0;
    for (Batch b : batches(data).epoch(0)) {
      List<Tensor> r = scores.callAll(b.arguments());
      confusion.ifPresent(c -> count(c, b, r.getLast().toInts()));
      for (int i = 0; i < sums.length; i++) {
        sums[i] += r.get(i).item() * b.targetCount();
      }
      seen += b.targetCount();
    }
    Map<String, Double> means = new LinkedHashMap<>();
    for (int i = 0; i < metrics.size(); i++) {
      means.put(metrics.get(i).name(), sums[i + 1] / seen);
    }
    means.putAll(Scores.ofTokens(sums[0] / seen, data));
    return new Scores(sums[0] / seen, means, confusion);
  }

  /** Whether it is counted which classes were taken for which: where accuracy is measured too. */
  private boolean countsClasses(Dataset data) {
    return data.targets().one() instanceof Targets.Classes
        && data.charactersPerTarget().isEmpty()
        && metrics.stream().anyMatch(m -> m.name().equals(Metric.ACCURACY));
  }

  private static void count(Confusion confusion, Batch b, int[] predicted) {
    int[] truth = b.targets().toInts();
    int steps = truth.length / b.size();
    int[] lengths = b.lengths().map(Tensor::toInts).orElse(new int[0]);
    for (int i = 0; i < truth.length; i++) {
      if (lengths.length == 0 || i % steps < lengths[i / steps]) {
        confusion.add(truth[i], predicted[i]);
      }
    }
  }

  /**
   * Probabilities of the classes, or values, for each example: [examples, outputs]. Where there are
   * outputs for each step, those of all steps, one behind the other: [examples, steps outputs], as
   * many steps as each example has.
   */
  public float[][] predict(Dataset data) {
    float[][] rows = new float[data.size()][];
    Compiled predict = begin(data).predict;
    Batches batches = batches(data);
    Iterator<int[]> order = batches.order(0).iterator();
    for (Batch b : batches.epoch(0)) {
      Tensor y =
          b.lengths().isPresent()
              ? predict.call(b.features(), b.lengths().get())
              : predict.call(b.features());
      float[] all = y.toFloats();
      int width = all.length / b.size();
      int[] examples = order.next();
      for (int i = 0; i < b.size(); i++) {
        int real =
            data.hasLengths() && y.rank() >= 3
                ? width / y.dim(1) * data.length(examples[i])
                : width;
        rows[examples[i]] = Arrays.copyOfRange(all, i * width, i * width + real);
      }
    }
    return rows;
  }

  /**
   * The loss of each example, or of each of its steps where each has a target, as many as the
   * example has: in the order of the data, one behind the other. Of classes, the negative logarithm
   * of the probability of the right one.
   */
  public double[] losses(Dataset data) {
    int[] first = new int[data.size() + 1];
    boolean steps = data.targets() instanceof Targets.EachStep;
    for (int i = 0; i < data.size(); i++) {
      first[i + 1] = Math.addExact(first[i], steps ? data.length(i) : 1);
    }
    double[] all = new double[first[data.size()]];
    Compiled losses = begin(data).losses;
    Batches batches = batches(data);
    Iterator<int[]> order = batches.order(0).iterator();
    for (Batch b : batches.epoch(0)) {
      float[] found = losses.call(b.arguments()).toFloats();
      int width = found.length / b.size();
      int[] examples = order.next();
      for (int i = 0; i < b.size(); i++) {
        for (int t = 0; t < first[examples[i] + 1] - first[examples[i]]; t++) {
          all[first[examples[i]] + t] = found[i * width + t];
        }
      }
    }
    return all;
  }

  private Tensor losses(Tensor x, Tensor given) {
    return loss.none().apply(net.apply(x), decision.target(given));
  }

  private List<Tensor> predictions(Tensor x) {
    return List.of(decision.probabilities(net.apply(x)));
  }

  private List<Tensor> scores(Tensor x, Tensor given, int classes) {
    Tensor y = net.apply(x);
    Tensor target = decision.target(given);
    List<Tensor> results = new ArrayList<>();
    results.add(loss.apply(y, target));
    metrics.forEach(m -> results.add(m.mean(y, target)));
    if (classes > 0) {
      results.add(decision.predicted(y, classes));
    }
    return results;
  }
}
