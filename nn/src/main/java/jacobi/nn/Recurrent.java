package jacobi.nn;

import jacobi.Jacobi;
import jacobi.Scan;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.nn.init.Initializer;
import jacobi.nn.init.Initializers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What recurrent layers have in common. They map [batch, steps, features] to [batch, steps, units],
 * the output after each step, or with {@link #last} to [batch, units], the output after the last
 * one; bidirectional ones to twice as many units, those of the forward direction first.
 *
 * <p>Where sequences differ in length ({@link Lengths}), the steps behind a sequence's end change
 * neither its state nor anything else and put out zeros; the last output is that at its own end,
 * and the backward direction begins there.
 *
 * <p>The first state is zeros, or within {@link States} the one of the application before.
 *
 * <p>Parameters of layer k have PyTorch's names and layouts: {@code weight_ih_lk} [gates·units,
 * inputs], {@code weight_hh_lk} [gates·units, units], {@code bias_lk} [gates·units]; those of the
 * backward direction end in {@code _reverse}. There is one bias, not PyTorch's two, which are only
 * ever added: it is their sum. All start uniformly in ±1/sqrt(units), as there.
 *
 * @param <S> the kind of layer
 */
public abstract sealed class Recurrent<S extends Recurrent<S>> extends Module
    permits Rnn, Lstm, Gru {
  /**
   * What all have to set.
   *
   * @param truncated steps that gradients flow back at most; 0 for all
   */
  record Settings(
      int in,
      int units,
      int layers,
      boolean bidirectional,
      double dropout,
      boolean last,
      int truncated,
      Optional<Initializer> stateWeights) {
    Settings {
      if (in < 1 || units < 1 || layers < 1 || truncated < 0) {
        throw new JacobiException(
            "[Recurrent] features, units and layers must be at least 1, steps to truncate at"
                + " positive: %d, %d, %d, %d".formatted(in, units, layers, truncated));
      }
    }

    static Settings of(int in, int units) {
      return new Settings(in, units, 1, false, 0, false, 0, Optional.empty());
    }

    int directions() {
      return bidirectional ? 2 : 1;
    }
  }

  /** The parameters of one layer in one direction. */
  record Weights(Parameter input, Parameter state, Parameter bias, Optional<Parameter> extra) {

    /** The part of all gates that needs no state: x W^T + b. */
    Tensor ofInput(Tensor x) {
      return x.matmul(input.value().transpose()).add(bias.value());
    }

    Tensor ofState(Tensor s) {
      return s.matmul(state.value().transpose());
    }
  }

  /**
   * Output and state.
   *
   * @param output what {@link Module#apply} gives
   * @param state the state at the end of each sequence, to go on from
   */
  public record Result(Tensor output, State state) {}

  /**
   * What a layer remembers: for each layer, and in it for each direction, one tensor [batch, units]
   * or, for an Lstm, two (s, then c).
   */
  public record State(List<Tensor> tensors) {
    public State {
      tensors = List.copyOf(tensors);
    }

    /** The same values as constants: no gradient flows further back. */
    public State detach() {
      return new State(tensors.stream().map(Tensor::detach).toList());
    }
  }

  private final Settings settings;
  private final int carries;
  private final List<Weights> weights = new ArrayList<>();
  private final Dropout dropout;

  Recurrent(Settings settings, int gates, int carries, Initializer bias, int extra) {
    this.settings = settings;
    this.carries = carries;
    this.dropout = Dropout.of(settings.dropout());
    int units = settings.units();
    Initializer uniform = uniform(units);
    for (int layer = 0; layer < settings.layers(); layer++) {
      int in = layer == 0 ? settings.in() : units * settings.directions();
      for (int d = 0; d < settings.directions(); d++) {
        String end = "_l" + layer + (d == 0 ? "" : "_reverse");
        weights.add(
            new Weights(
                parameter("weight_ih" + end, uniform, gates * units, in),
                parameter(
                    "weight_hh" + end,
                    settings.stateWeights().orElse(uniform),
                    gates * units,
                    units),
                parameter("bias" + end, bias, gates * units),
                extra == 0
                    ? Optional.empty()
                    : Optional.of(parameter("bias_hn" + end, uniform, extra))));
      }
    }
  }

  static Initializer uniform(int units) {
    double bound = 1 / Math.sqrt(Math.max(1, units));
    return Initializers.uniform(-bound, bound);
  }

  final Settings settings() {
    return settings;
  }

  /** Layers times directions. */
  final int weightSets() {
    return weights.size();
  }

  /** How many tensors a state has. */
  final int stateSize() {
    return weights.size() * carries;
  }

  abstract S with(Settings changed);

  /**
   * What a step gives.
   *
   * @param carries the next ones, of which the first is the output
   * @param kept what the gradient of the step needs and would otherwise have to compute again
   */
  record Stepped(List<Tensor> carries, List<Tensor> kept) {}

  abstract Stepped step(Weights w, Tensor x, List<Tensor> carries);

  // --- variants ---------------------------------------------------------------------------------

  /** The same, not initialised, with several layers: each reads the outputs of the one before. */
  public S layers(int layers) {
    Settings s = settings;
    return with(
        new Settings(
            s.in,
            s.units,
            layers,
            s.bidirectional,
            s.dropout,
            s.last,
            s.truncated,
            s.stateWeights));
  }

  /** The same, not initialised, with each layer reading the sequence from both ends. */
  public S bidirectional() {
    Settings s = settings;
    return with(
        new Settings(
            s.in, s.units, s.layers, true, s.dropout, s.last, s.truncated, s.stateWeights));
  }

  /** The same, not initialised, with dropout between layers while training. */
  public S dropout(double p) {
    Settings s = settings;
    return with(
        new Settings(
            s.in, s.units, s.layers, s.bidirectional, p, s.last, s.truncated, s.stateWeights));
  }

  /** The same, not initialised, giving the last output of each sequence only. */
  public S last() {
    Settings s = settings;
    return with(
        new Settings(
            s.in,
            s.units,
            s.layers,
            s.bidirectional,
            s.dropout,
            true,
            s.truncated,
            s.stateWeights));
  }

  /**
   * The same, not initialised, with truncated backpropagation through time: gradients do not flow
   * back over the beginning of each run of {@code steps} steps; 0 for no limit.
   */
  public S truncated(int steps) {
    Settings s = settings;
    return with(
        new Settings(
            s.in, s.units, s.layers, s.bidirectional, s.dropout, s.last, steps, s.stateWeights));
  }

  /** The same, not initialised, with other first values of the weights from state to state. */
  public S stateWeights(Initializer initializer) {
    Settings s = settings;
    return with(
        new Settings(
            s.in,
            s.units,
            s.layers,
            s.bidirectional,
            s.dropout,
            s.last,
            s.truncated,
            Optional.of(initializer)));
  }

  // --- running ----------------------------------------------------------------------------------

  /** The state before the first step if none is given: zeros. */
  public State initialState(int batch) {
    List<Tensor> zeros = new ArrayList<>();
    for (int i = 0; i < stateSize(); i++) {
      zeros.add(Jacobi.zeros(batch, settings.units()));
    }
    return new State(zeros);
  }

  @Override
  protected Tensor forward(Tensor x) {
    check(x);
    Optional<States> carried = Module.isForShapes() ? Optional.empty() : States.current();
    if (carried.isPresent() && settings.bidirectional()) {
      throw new JacobiException(
          "[%s] reads sequences from both ends and cannot go on from one batch to the next"
              .formatted(this));
    }
    return carried.isPresent()
        ? carried.get().carry(this, x)
        : run(x, initialState(x.dim(0))).output();
  }

  /** Goes on from a state. */
  public Result run(Tensor x, State initial) {
    return run(x, initial, List.of());
  }

  /**
   * As {@link #run(Tensor, State)}.
   *
   * @param nudges added to the first layer's carries after each step, each [steps, batch, units];
   *     may be empty
   */
  Result run(Tensor x, State initial, List<Tensor> nudges) {
    check(x);
    if (initial.tensors().size() != stateSize()) {
      throw new JacobiException(
          "[%s] a state has %d tensors, got %d"
              .formatted(this, stateSize(), initial.tensors().size()));
    }
    int steps = x.dim(1);
    Optional<Tensor> mask = Lengths.mask(steps).map(m -> m.transpose().reshape(steps, x.dim(0), 1));
    Tensor at = x.permute(1, 0, 2);
    List<Tensor> last = new ArrayList<>();
    List<Tensor> ends = List.of();
    for (int layer = 0; layer < settings.layers(); layer++) {
      Tensor in = layer == 0 ? at : dropout.apply(at);
      List<Tensor> outputs = new ArrayList<>();
      ends = new ArrayList<>();
      for (int d = 0; d < settings.directions(); d++) {
        int n = layer * settings.directions() + d;
        Scan scan =
            scan(
                weights.get(n),
                in,
                initial.tensors().subList(n * carries, (n + 1) * carries),
                mask,
                layer == 0 && d == 0 ? nudges : List.of(),
                d == 1);
        outputs.add(scan.states().getFirst());
        for (int c = 0; c < carries; c++) {
          last.add(scan.last(c));
        }
        ends.add(scan.last(0));
      }
      Tensor all = join(outputs);
      at = mask.map(m -> m.where(all, Jacobi.full(0, all.dtype()))).orElse(all);
    }
    Tensor output = settings.last() ? join(ends) : at.permute(1, 0, 2);
    return new Result(output, new State(last));
  }

  private Scan scan(
      Weights w,
      Tensor in,
      List<Tensor> initial,
      Optional<Tensor> mask,
      List<Tensor> nudges,
      boolean reverse) {
    List<Tensor> sequences = new ArrayList<>(List.of(in));
    mask.ifPresent(sequences::add);
    sequences.addAll(nudges);
    if (settings.truncated() > 0) {
      sequences.add(cuts(in.dim(0), reverse));
    }
    boolean training = Phase.current() instanceof Phase.Training;
    return Jacobi.scan(
        initial,
        sequences,
        reverse,
        (state, parts) -> {
          List<Tensor> before = new ArrayList<>(state);
          if (settings.truncated() > 0) {
            before.replaceAll(s -> parts.getLast().where(s.detach(), s));
          }
          Stepped stepped = step(w, parts.getFirst(), before);
          List<Tensor> after = new ArrayList<>(stepped.carries());
          for (int i = 0; i < after.size(); i++) {
            if (mask.isPresent()) {
              after.set(i, parts.get(1).where(after.get(i), before.get(i)));
            }
            if (!nudges.isEmpty()) {
              after.set(i, after.get(i).add(parts.get((mask.isPresent() ? 2 : 1) + i)));
            }
          }
          return new Scan.Next(after, training ? stepped.kept() : List.of());
        });
  }

  /** Where a run of steps begins, but for the first. */
  private Tensor cuts(int steps, boolean reverse) {
    Tensor i = Jacobi.arange(steps);
    Tensor begins = i.sub(i.div(settings.truncated()).mul(settings.truncated())).eq(0);
    Tensor cuts = begins.and(i.gt(0));
    return reverse ? cuts.flip(0) : cuts;
  }

  private static Tensor join(List<Tensor> directions) {
    return directions.size() == 1
        ? directions.getFirst()
        : directions.getFirst().concat(-1, directions.getLast());
  }

  private void check(Tensor x) {
    if (x.rank() != 3 || x.dim(2) != settings.in()) {
      throw wrongShape("[batch, steps, " + settings.in() + "]", x.shape());
    }
    if (x.dim(1) == 0) {
      throw wrongShape("sequences of at least one step", x.shape());
    }
    if (x.dtype() != DType.FLOAT32) {
      throw new JacobiException("[" + this + "] expected float32, got " + x.dtype());
    }
  }

  @Override
  public String toString() {
    return "%s(%d -> %d%s%s%s)"
        .formatted(
            getClass().getSimpleName(),
            settings.in(),
            settings.units() * settings.directions(),
            settings.layers() == 1 ? "" : ", " + settings.layers() + " layers",
            settings.bidirectional() ? ", bidirectional" : "",
            settings.last() ? ", last" : "");
  }
}
