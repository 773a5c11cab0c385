package jacobi.train;

import jacobi.data.Batch;
import jacobi.data.Batches;
import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.graph.JacobiException;
import jacobi.nn.Module;
import jacobi.nn.States;
import jacobi.nn.loss.Loss;
import jacobi.nn.loss.Penalty;
import jacobi.nn.optim.Optimizer;
import jacobi.nn.optim.Schedule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fits networks. Settings are given one by one and return the trainer:
 *
 * <pre>{@code
 * Fit fit = Trainer.of(net, crossEntropy(), Adam.of(1e-3)).epochs(100).patience(5).fit(data);
 * }</pre>
 *
 * <p>Where examples go on where the one before ended ({@link Dataset#continues}), recurrent layers
 * carry their state from batch to batch ({@link States}), from zeros at the start of each epoch;
 * gradients stay within a batch.
 *
 * <p>Results depend on the seed, the data and the settings only: neither on the number of threads
 * nor on time.
 */
public final class Trainer {
  /** Measuring all gradients at every step would cost a tenth of small networks' time. */
  private static final int STEPS_PER_WATCH = 16;

  private final Module net;
  private final Loss loss;
  private final Optimizer optimizer;
  private final List<Metric> metrics = new ArrayList<>();
  private final List<Callback> callbacks = new ArrayList<>();
  private Schedule schedule;
  private Penalty penalty = Penalty.none();
  private int epochs = 10;
  private int batchSize = 32;
  private int buckets = 1;
  private int patience;
  private double minLossChange;
  private double minGradientNorm;
  private long seed;
  private boolean initialize = true;

  private Trainer(Module net, Loss loss, Optimizer optimizer) {
    this.net = net;
    this.loss = loss;
    this.optimizer = optimizer;
    this.schedule = Schedule.constant(optimizer.learningRate());
  }

  public static Trainer of(Module net, Loss loss, Optimizer optimizer) {
    return new Trainer(net, loss, optimizer);
  }

  /** At most so many passes over the training part; default 10. */
  public Trainer epochs(int n) {
    epochs = atLeast(1, n, "epochs");
    return this;
  }

  /**
   * Examples a step, default 32; 0 means all at once (full-batch gradient descent), 1 is stochastic
   * gradient descent.
   */
  public Trainer batchSize(int n) {
    batchSize = atLeast(0, n, "batch size");
    return this;
  }

  /**
   * Puts sequences of similar length in one batch; default 1, all lengths in any batch. See {@link
   * Batches#buckets}.
   */
  public Trainer buckets(int n) {
    buckets = atLeast(1, n, "buckets");
    return this;
  }

  /**
   * Stops when the validation loss has not fallen for so many epochs, and returns to the parameters
   * of the best one. 0, the default: never.
   */
  public Trainer patience(int n) {
    patience = atLeast(0, n, "patience");
    return this;
  }

  /** Stops when the training loss of two epochs differs by less; default 0: never. */
  public Trainer stopWhenLossChangesLess(double by) {
    minLossChange = by;
    return this;
  }

  /** Stops when the norm of all gradients together falls below; default 0: never. */
  public Trainer stopWhenGradientBelow(double norm) {
    minGradientNorm = norm;
    return this;
  }

  /** Seed of initial values, shuffling and dropout; default 0. */
  public Trainer seed(long s) {
    seed = s;
    return this;
  }

  /** Goes on from the network's present parameters instead of initialising them. */
  public Trainer keepParameters() {
    initialize = false;
    return this;
  }

  /** The learning rate by step; default, the optimiser's own, always. */
  public Trainer schedule(Schedule s) {
    schedule = s;
    return this;
  }

  /**
   * What training adds to the loss for large weights; default, nothing. The training loss includes
   * it, evaluation does not.
   */
  public Trainer penalty(Penalty p) {
    penalty = p;
    return this;
  }

  /** Adds {@code l1 Σ|w|} over the weights to the training loss. */
  public Trainer l1(double factor) {
    return penalty(new Penalty(factor, penalty.l2(), penalty.on()));
  }

  /** Adds {@code l2 Σw²} over the weights to the training loss. */
  public Trainer l2(double factor) {
    return penalty(new Penalty(penalty.l1(), factor, penalty.on()));
  }

  /**
   * A measure for validation and evaluation besides the loss; accuracy is there for classes without
   * asking.
   */
  public Trainer metric(Metric m) {
    metrics.add(m);
    return this;
  }

  public Trainer callback(Callback c) {
    callbacks.add(c);
    return this;
  }

  private static int atLeast(int least, int n, String what) {
    if (n < least) {
      throw new JacobiException("[trainer] " + what + " must be at least " + least + ", got " + n);
    }
    return n;
  }

  /** Trains on a split's training part, watching its validation part if there is one. */
  public Fit fit(Split data) {
    long start = System.nanoTime();
    Dataset train = data.train();
    if (train.size() == 0) {
      throw new JacobiException(
          "[trainer] " + train.name() + ": the training part has no examples");
    }
    if (patience > 0 && data.validation().size() == 0) {
      throw new JacobiException(
          "[trainer] patience needs a validation part, and the split has none");
    }
    if (initialize) {
      net.init(seed);
    }
    List<Metric> measured = metricsFor(train);
    Evaluator evaluator = new Evaluator(net, loss, measured);
    int rows = batchSize == 0 ? train.size() : Math.min(batchSize, train.size());
    Optional<States> states = train.continues() ? Optional.of(States.of(rows)) : Optional.empty();
    TrainingStep step = new TrainingStep(net, loss, penalty, optimizer, seed, measured, states);
    Batches batches = Batches.of(train, rows).buckets(buckets).shuffled(seed).prefetch(4);
    List<Epoch> history = new ArrayList<>();
    BestSoFar best = new BestSoFar(net);
    Optional<StopReason> stop = Optional.empty();
    for (int e = 1; e <= epochs && stop.isEmpty(); e++) {
      long began = System.nanoTime();
      Pass pass = pass(e, batches, step, measured);
      step.checkParameters(e);
      Optional<Scores> validation =
          data.validation().size() == 0
              ? Optional.empty()
              : Optional.of(evaluator.evaluate(data.validation()));
      Epoch epoch =
          new Epoch(
              e,
              pass.scores(),
              validation,
              (System.nanoTime() - began) / 1e9,
              step.learningRate(),
              pass.gradientNorms());
      stop = pass.stop().or(() -> stopAfter(epoch, history, best));
      history.add(epoch);
      callbacks.forEach(c -> c.onEpoch(epoch));
    }
    if (patience > 0) {
      best.restore();
    }
    return new Fit(
        net,
        evaluator,
        history,
        stop.orElse(StopReason.EPOCHS),
        data.scaler(),
        train.targets(),
        seed,
        (System.nanoTime() - start) / 1e9);
  }

  private List<Metric> metricsFor(Dataset train) {
    List<Metric> all = new ArrayList<>(Evaluator.metricsFor(train.targets(), loss));
    all.addAll(metrics);
    return all;
  }

  private record Pass(
      Scores scores, Map<String, Double> gradientNorms, Optional<StopReason> stop) {}

  private Pass pass(int epoch, Batches batches, TrainingStep step, List<Metric> measured) {
    double sum = 0;
    double[] metricSums = new double[measured.size()];
    double[] squares = new double[step.norms().size()];
    long seen = 0;
    int watches = 0;
    int i = 0;
    Optional<StopReason> stop = Optional.empty();
    step.restart();
    for (Batch b : batches.epoch(epoch)) {
      int number = ++i;
      boolean watched = minGradientNorm > 0 || number % STEPS_PER_WATCH == 1;
      TrainingStep.Result r = step.run(b, schedule, epoch, number, watched);
      sum += r.loss() * b.targetCount();
      addTo(metricSums, r.metrics(), (double) b.targetCount());
      if (watched) {
        addTo(squares, r.squares(), 1);
        watches++;
      }
      seen += b.targetCount();
      callbacks.forEach(c -> c.onStep(epoch, number, batches.perEpoch(), r.loss(), b.size()));
      if (minGradientNorm > 0 && r.gradientNorm() < minGradientNorm) {
        stop = Optional.of(StopReason.GRADIENT);
      } else if (callbacks.stream().anyMatch(Callback::stop)) {
        stop = Optional.of(StopReason.REQUEST);
      }
      if (stop.isPresent()) {
        break;
      }
    }
    Map<String, Double> means = new LinkedHashMap<>();
    for (int m = 0; m < metricSums.length; m++) {
      means.put(measured.get(m).name(), metricSums[m] / seen);
    }
    means.putAll(Scores.ofTokens(sum / seen, batches.data()));
    return new Pass(new Scores(sum / seen, means), step.norms().named(squares, watches), stop);
  }

  private static void addTo(double[] sums, double[] values, double times) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += values[i] * times;
    }
  }

  private Optional<StopReason> stopAfter(Epoch epoch, List<Epoch> before, BestSoFar best) {
    if (epoch.validation().isPresent() && patience > 0) {
      best.offer(epoch);
      if (epoch.number() - best.epoch() >= patience) {
        return Optional.of(StopReason.VALIDATION);
      }
    }
    if (minLossChange > 0
        && !before.isEmpty()
        && Math.abs(before.getLast().train().loss() - epoch.train().loss()) < minLossChange) {
      return Optional.of(StopReason.LOSS_CHANGE);
    }
    return Optional.empty();
  }
}
