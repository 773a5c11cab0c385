package jacobi.train;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.Variable;
import jacobi.data.Batch;
import jacobi.graph.DType;
import jacobi.nn.Lengths;
import jacobi.nn.Module;
import jacobi.nn.Parameter;
import jacobi.nn.Phase;
import jacobi.nn.States;
import jacobi.nn.loss.Loss;
import jacobi.nn.loss.Penalty;
import jacobi.nn.optim.Optimizer;
import jacobi.nn.optim.OptimizerState;
import jacobi.nn.optim.ParameterGradients;
import jacobi.nn.optim.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Forward, backward and update as one compiled function for each shape of a batch (the last batch
 * of an epoch may be smaller, and buckets of sequences differ in length).
 */
final class TrainingStep {
  private final Module net;
  private final Loss loss;
  private final Penalty penalty;
  private final OptimizerState optimizer;
  private final Variable key;
  private final List<Metric> metrics;
  private final LayerNorms norms;
  private final Optional<States> states;
  private final Compiled step;
  private final Compiled watchedStep;
  private long steps;

  /**
   * What a step found.
   *
   * @param metrics of this step's batch, in the order in which they were asked for
   * @param squares sums of squares of the gradient by layer, as in {@link #norms}; empty unless the
   *     step was watched
   */
  record Result(double loss, double[] metrics, double[] squares) {
    /** Of all gradients together. */
    double gradientNorm() {
      return Math.sqrt(Arrays.stream(squares).sum());
    }
  }

  TrainingStep(
      Module net,
      Loss loss,
      Penalty penalty,
      Optimizer optimizer,
      long seed,
      List<Metric> metrics,
      Optional<States> states) {
    this.net = net;
    this.states = states;
    this.loss = loss;
    this.penalty = penalty;
    this.metrics = List.copyOf(metrics);
    this.norms = new LayerNorms(net);
    this.optimizer = optimizer.attach(net);
    this.key = Variable.of("key", Jacobi.full((double) (seed & 0xffff_ffffL), DType.INT64));
    this.step = compiled(false);
    this.watchedStep = compiled(true);
  }

  private Compiled compiled(boolean watched) {
    return Jacobi.compiledAll(
        a ->
            States.with(
                states, () -> Lengths.with(lengths(a), () -> step(a.get(0), a.get(1), watched))));
  }

  /** The lengths among the arguments that {@link Batch#arguments} gives. */
  static Optional<Tensor> lengths(List<Tensor> arguments) {
    return arguments.stream().skip(2).findFirst();
  }

  /** Which layers the squares of a result are of. */
  LayerNorms norms() {
    return norms;
  }

  double learningRate() {
    return optimizer.learningRate();
  }

  /** Begins at the beginning of data that continues. */
  void restart() {
    states.ifPresent(States::restart);
  }

  /**
   * Makes a step.
   *
   * @param watched whether the gradients are measured too, which reads them all once more
   */
  Result run(Batch b, Schedule schedule, int epoch, int number, boolean watched) {
    optimizer.learningRate(schedule.at(steps++));
    List<Tensor> r = (watched ? watchedStep : step).callAll(b.arguments());
    double l = r.getFirst().item();
    if (!Double.isFinite(l)) {
      throw notFinite(l, b, epoch, number);
    }
    double[] measured =
        r.subList(1, metrics.size() + 1).stream().mapToDouble(Tensor::item).toArray();
    return new Result(l, measured, watched ? r.getLast().toDoubles() : new double[0]);
  }

  private List<Tensor> step(Tensor x, Tensor given, boolean watched) {
    Tensor now = key.value().add(1);
    key.assign(now);
    Tensor target = Decision.of(loss).target(given);
    List<Tensor> results = new ArrayList<>();
    Tensor l =
        Phase.training(
            RandomKey.of(now),
            () -> {
              Tensor y = net.apply(x);
              metrics.forEach(m -> results.add(m.mean(y, target)));
              return penalty.addTo(loss.apply(y, target), net);
            });
    // A loss that is not finite must leave the parameters as they are, to find out where it began.
    Tensor finite = l.sub(l).eq(0);
    Tensor zero = Jacobi.full(0, DType.FLOAT32);
    ParameterGradients gradients = optimizer.gradients(l).map(g -> finite.where(g, zero));
    optimizer.apply(gradients);
    results.addFirst(l);
    if (watched) {
      results.add(norms.squares(gradients.tensors()));
    }
    return results;
  }

  private NotFiniteException notFinite(double l, Batch b, int epoch, int number) {
    String where = "epoch " + epoch + ", step " + number;
    Optional<String> parameter = lastBadParameter();
    if (parameter.isPresent()) {
      return new NotFiniteException(
          "the gradient stopped being finite just before "
              + where
              + ": it appeared in "
              + parameter.get()
              + ". A smaller learning rate or gradient clipping may help.");
    }
    Optional<String> layer =
        States.with(
            states, () -> Lengths.with(b.lengths(), () -> net.firstNotFinite(b.features())));
    return new NotFiniteException(
        "the loss is "
            + l
            + " at "
            + where
            + ": "
            + layer
                .map(
                    path ->
                        "the output of layer "
                            + describe(path)
                            + " is the first that is not finite")
                .orElse(
                    "all layers put out finite numbers, so it is the loss " + loss + " itself"));
  }

  /**
   * Throws if a parameter is not finite, as it is when the gradient of an epoch's last step was
   * not.
   */
  void checkParameters(int epoch) {
    lastBadParameter()
        .ifPresent(
            p -> {
              throw new NotFiniteException(
                  "the gradient stopped being finite in epoch " + epoch + ": it appeared in " + p);
            });
  }

  /**
   * The last parameter that is not finite. Gradients flow from the last layer to the first and a
   * NaN spreads with them, so it is there that it began.
   */
  private Optional<String> lastBadParameter() {
    Map<String, Parameter> all = net.parameters();
    all.values().removeIf(p -> !p.isTrainable());
    Tensor[] bad =
        all.values().stream()
            .map(p -> p.value().sub(p.value()).eq(0).not().sum())
            .toArray(Tensor[]::new);
    Jacobi.eval(bad);
    Optional<String> last = Optional.empty();
    int i = 0;
    for (String path : all.keySet()) {
      if (bad[i++].item() > 0) {
        last =
            Optional.of(
                "layer "
                    + describe(path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "")
                    + ", parameter "
                    + path);
      }
    }
    return last;
  }

  private String describe(String path) {
    return path.isEmpty() ? "the network " + net : path + " (" + net.find(path) + ")";
  }
}
