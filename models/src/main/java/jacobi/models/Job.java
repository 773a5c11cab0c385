package jacobi.models;

import jacobi.data.Augmentation;
import jacobi.data.Dataset;
import jacobi.data.Encoding;
import jacobi.data.Split;
import jacobi.data.Targets;
import jacobi.graph.Shape;
import jacobi.nn.Module;
import jacobi.nn.loss.Loss;
import jacobi.nn.loss.Penalty;
import jacobi.nn.optim.Adagrad;
import jacobi.nn.optim.Adam;
import jacobi.nn.optim.AdamW;
import jacobi.nn.optim.GradientTransform;
import jacobi.nn.optim.Optimizer;
import jacobi.nn.optim.RmsProp;
import jacobi.nn.optim.Schedule;
import jacobi.nn.optim.Sgd;
import jacobi.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A specification made into parts.
 *
 * @param name short, for titles
 * @param lossPlan the loss, and what of it depends on the training part
 * @param schedule the learning rate, for a number of steps that training takes at most
 * @param seed of everything random
 */
public record Job(
    String name,
    DataSource data,
    Augmentation augmentation,
    NetworkPlan network,
    LossPlan lossPlan,
    Optimizer optimizer,
    LongFunction<Schedule> schedule,
    TrainingPlan training,
    long seed) {

  /** How long and in what portions to train; see {@link Trainer} for the meaning of each. */
  public record TrainingPlan(
      int epochs,
      int batch,
      int buckets,
      int patience,
      double minLossChange,
      double minGradientNorm,
      Penalty penalty) {}

  private static final List<String> OPTIMIZERS =
      List.of("sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop", "adagrad");

  static Job of(SpecNode spec) {
    String name = spec.text("name");
    spec.text("about", "");
    DataSource data = DataSource.of(spec.child("data"));
    Augmentation augmentation = spec.make("augment", () -> Augmentations.of(spec));
    NetworkPlan network = NetworkPlan.of(spec);
    LossPlan loss = spec.make("loss", () -> LossPlan.of(spec));
    Optimizer optimizer = spec.make("optimizer", () -> optimizer(spec));
    SpecNode training = spec.child("training");
    TrainingPlan plan =
        new TrainingPlan(
            training.integer("epochs", 1, 10),
            training.integer("batch", 0, 32),
            training.integer("buckets", 1, 1),
            training.integer("patience", 0, 0),
            training.number("minLossChange", 0),
            training.number("minGradientNorm", 0),
            Penalty.of(training.atLeast0("l1"), training.atLeast0("l2")));
    long seed = training.integer("seed", 0, 0);
    LongFunction<Schedule> schedule =
        training.make("schedule", () -> schedule(training, optimizer.learningRate()));
    Optimizer clipped = clipped(training, optimizer);
    training.done();
    spec.done();
    if (plan.patience() > 0 && !data.mayHaveValidation()) {
      throw training.wrong("patience", "needs a validation part: set data.split.validation");
    }
    if (!data.source().ngrams().isEmpty() && !data.mayHaveValidation()) {
      throw spec.child("data")
          .wrong("ngrams", "needs a validation part: set data.split.validation");
    }
    return new Job(name, data, augmentation, network, loss, clipped, schedule, plan, seed);
  }

  private static Optimizer optimizer(SpecNode spec) {
    SpecNode.Kind kind = spec.kind("optimizer", "rate");
    SpecNode s = kind.settings();
    Optimizer o =
        switch (kind.name()) {
          case "sgd" -> Sgd.of(s.number("rate", 0.01));
          case "momentum" -> Sgd.of(s.number("rate", 0.01)).momentum(s.number("momentum", 0.9));
          case "nesterov" -> Sgd.of(s.number("rate", 0.01)).nesterov(s.number("momentum", 0.9));
          case "adam" ->
              Adam.of(s.number("rate", 1e-3))
                  .betas(s.number("beta1", 0.9), s.number("beta2", 0.999));
          case "adamw" -> AdamW.of(s.number("rate", 1e-3), s.number("decay", 0.01));
          case "rmsprop" -> RmsProp.of(s.number("rate", 0.01));
          case "adagrad" -> Adagrad.of(s.number("rate", 0.01));
          default -> throw unknown(spec, "optimizer", kind.name(), OPTIMIZERS);
        };
    s.done();
    return o;
  }

  private static Optimizer clipped(SpecNode training, Optimizer o) {
    double norm = training.number("clipNorm", 0);
    double value = training.number("clipValue", 0);
    Optimizer result = norm > 0 ? o.with(GradientTransform.clipByNorm(norm)) : o;
    return value > 0 ? result.with(GradientTransform.clipByValue(value)) : result;
  }

  private static LongFunction<Schedule> schedule(SpecNode training, double rate) {
    if (!training.has("schedule")) {
      return all -> Schedule.constant(rate);
    }
    SpecNode.Kind kind = training.kind("schedule", "steps");
    SpecNode s = kind.settings();
    int warmUp = s.integer("warmUp", 0, 0);
    LongFunction<Schedule> base =
        switch (kind.name()) {
          case "constant" -> all -> Schedule.constant(rate);
          case "decay" -> {
            Schedule decay = Schedule.decay(rate, s.number("beta"), s.number("floor", 0));
            yield all -> decay;
          }
          case "step" -> {
            Schedule step = Schedule.step(rate, s.number("factor", 0.1), s.integer("steps", 1));
            yield all -> step;
          }
          case "linear" -> {
            double floor = s.number("floor", 0);
            int steps = s.integer("steps", 1, 0);
            yield all ->
                Schedule.linear(rate, floor, steps > 0 ? steps : Math.max(1, all - warmUp));
          }
          case "cosine" -> {
            double floor = s.number("floor", 0);
            int steps = s.integer("steps", 1, 0);
            yield all ->
                Schedule.cosine(rate, floor, steps > 0 ? steps : Math.max(1, all - warmUp));
          }
          default ->
              throw unknown(
                  training,
                  "schedule",
                  kind.name(),
                  List.of("constant", "decay", "step", "linear", "cosine"));
        };
    s.done();
    return warmUp > 0 ? all -> base.apply(all).warmUp(warmUp) : base;
  }

  static jacobi.graph.JacobiException unknown(
      SpecNode spec, String key, String name, List<String> known) {
    return spec.wrong(
        key,
        "'"
            + name
            + "' is not known, did you mean '"
            + jacobi.data.Nearest.to(name, known)
            + "'? There are "
            + String.join(", ", known));
  }

  /** Reads the data, cut into parts and scaled, the training part changed at random if asked. */
  public Split load(Optional<Path> dataDir) throws IOException {
    Split parts = data.load(dataDir, seed);
    return augmentation.equals(Augmentation.NONE) ? parts : parts.augment(augmentation, seed);
  }

  /** Reads the data, cut into the same parts, but not scaled. */
  public Split loadRaw(Optional<Path> dataDir) throws IOException {
    return data.parts(dataDir, seed);
  }

  /** Orders of the n-gram models to hold a language model against; empty for none. */
  public List<Integer> ngrams() {
    return data.source().ngrams();
  }

  /**
   * The network for examples such as these, to be trained: files of word vectors that it starts
   * with are read.
   */
  public Module build(Dataset examples, Optional<Path> dataDir) {
    return VectorFiles.with(
        dataDir,
        examples.encoding(),
        () -> build(examples.featureShape(), examples.targets(), examples.encoding()));
  }

  /**
   * The network for examples of a shape, targets, and how text became such examples; to be looked
   * at, or to be given its parameters.
   */
  public Module build(Shape example, Targets targets, Optional<Encoding> encoding) {
    return network.build(example, targets, encoding, loss());
  }

  /** The loss without weights of classes, which only training sees. */
  public Loss loss() {
    return lossPlan.loss();
  }

  /**
   * A trainer with this job's settings.
   *
   * @param train the training part
   */
  public Trainer trainer(Module net, Dataset train) {
    int examples = train.size();
    if (examples == 0) {
      throw new jacobi.graph.JacobiException(
          name + ": there is no example to train on; data.source: none is only to be inspected");
    }
    int stepsPerEpoch = training.batch() == 0 ? 1 : Math.ceilDiv(examples, training.batch());
    return Trainer.of(net, lossPlan.training().apply(train), optimizer)
        .schedule(schedule.apply((long) stepsPerEpoch * training.epochs()))
        .epochs(training.epochs())
        .batchSize(training.batch())
        .buckets(training.buckets())
        .patience(training.patience())
        .stopWhenLossChangesLess(training.minLossChange())
        .stopWhenGradientBelow(training.minGradientNorm())
        .penalty(training.penalty())
        .seed(seed);
  }
}
