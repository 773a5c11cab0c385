package jacobi.nn.optim;

import jacobi.Gradients;
import jacobi.Jacobi;
import jacobi.Lookup;
import jacobi.Tensor;
import jacobi.Variable;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What an optimiser remembers of a network while it trains: the learning rate, how many steps were
 * made, and its slots for each parameter. All are variables, so that steps can be compiled and
 * neither a schedule nor the count of steps compiles them again.
 */
public final class OptimizerState {
  private final Optimizer rule;
  private final Variable rate;
  private final Variable step;
  private final Map<String, Slotted> parameters = new LinkedHashMap<>();
  private double learningRate;

  private record Slotted(Variable value, boolean sparse, List<Variable> slots) {}

  OptimizerState(Optimizer rule, Map<String, Parameter> all) {
    this.rule = rule;
    this.learningRate = rule.learningRate();
    this.rate = Variable.of("learning_rate", Jacobi.scalar(learningRate));
    this.step = Variable.of("step", Jacobi.full(0, DType.INT64));
    all.forEach(
        (path, p) -> {
          if (p.isTrainable()) {
            parameters.put(
                path, new Slotted(p.variable(), p.isSparse(), slots(path, p.variable())));
          }
        });
  }

  private List<Variable> slots(String path, Variable p) {
    return rule.slots().stream()
        .map(slot -> Variable.of(path + "." + slot, Jacobi.full(0, p.dtype(), p.shape().dims())))
        .toList();
  }

  /** The learning rate of the next steps. */
  public double learningRate() {
    return learningRate;
  }

  /** Sets the learning rate of the next steps. */
  public void learningRate(double value) {
    if (value != learningRate) {
      learningRate = value;
      rate.write(new float[] {(float) value});
    }
  }

  /** Steps made so far. */
  public long steps() {
    return (long) step.value().item();
  }

  /** The parameters this changes, by path. */
  public List<String> paths() {
    return List.copyOf(parameters.keySet());
  }

  /**
   * Everything that must be kept to go on later as if never stopped, by name: {@code step} and
   * {@code PATH.SLOT}.
   */
  public Map<String, Variable> variables() {
    Map<String, Variable> all = new LinkedHashMap<>();
    all.put(step.name(), step);
    parameters.values().forEach(p -> p.slots().forEach(s -> all.put(s.name(), s)));
    return Collections.unmodifiableMap(all);
  }

  /** The present values of the parameters this changes. */
  public List<Tensor> values() {
    return parameters.values().stream().map(p -> p.value().value()).toList();
  }

  /** Changes the parameters by one step that makes a scalar loss smaller. */
  public void minimize(Tensor loss) {
    apply(gradients(loss));
  }

  /**
   * The gradients of a scalar loss for a step, of sparse parameters those of the rows it looks up.
   */
  public ParameterGradients gradients(Tensor loss) {
    List<Optional<List<Lookup>>> lookups =
        parameters.values().stream()
            .map(
                p ->
                    p.sparse()
                        ? Lookup.of(loss, p.value().value())
                        : Optional.<List<Lookup>>empty())
            .toList();
    List<Tensor> values = values();
    List<Tensor> wanted = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Tensor value = values.get(i);
      lookups
          .get(i)
          .ifPresentOrElse(
              found -> found.forEach(l -> wanted.add(l.rows())), () -> wanted.add(value));
    }
    Gradients gradients = Jacobi.grad(loss, wanted);
    return new ParameterGradients(
        IntStream.range(0, values.size())
            .mapToObj(
                i ->
                    lookups
                        .get(i)
                        .map(found -> ParameterGradients.ofRows(found, gradients))
                        .orElseGet(() -> whole(gradients.of(values.get(i)))))
            .toList());
  }

  private static ParameterGradients.One whole(Tensor gradient) {
    return new ParameterGradients.One(gradient, Optional.empty());
  }

  /** Changes the parameters by one step along gradients of a loss with respect to their values. */
  public void apply(Gradients gradients) {
    apply(values().stream().map(gradients::of).toList());
  }

  /** Changes the parameters by one step along gradients of their shapes, one for each in order. */
  public void apply(List<Tensor> gradients) {
    apply(new ParameterGradients(gradients.stream().map(OptimizerState::whole).toList()));
  }

  /**
   * Changes the parameters by one step. Of a sparse parameter's gradient, transformations and the
   * rule see rows: of the gradient, of the parameter and of what is remembered for it.
   */
  public void apply(ParameterGradients gradients) {
    if (gradients.all().size() != parameters.size()) {
      throw new JacobiException(
          "[optimizer] there are "
              + parameters.size()
              + " parameters and "
              + gradients.all().size()
              + " gradients");
    }
    List<Tensor> values = new ArrayList<>();
    Iterator<ParameterGradients.One> given = gradients.all().iterator();
    for (Slotted p : parameters.values()) {
      values.add(
          given.next().rows().map(ParameterGradients.Rows::values).orElseGet(p.value()::value));
    }
    Iterator<ParameterGradients.One> transformed =
        gradients
            .with(rule.gradientTransform().apply(values, gradients.tensors()))
            .all()
            .iterator();
    Map<Variable, Tensor> next = new LinkedHashMap<>();
    Tensor now = step.value().add(1);
    next.put(step, now);
    for (Slotted p : parameters.values()) {
      ParameterGradients.One g = transformed.next();
      g.rows()
          .ifPresentOrElse(
              rows -> updateRows(p, g.gradient(), rows, now, next),
              () -> update(p, g.gradient(), now, next));
    }
    Variable.assignAll(next);
  }

  private void update(Slotted p, Tensor gradient, Tensor now, Map<Variable, Tensor> next) {
    List<Tensor> slots = p.slots().stream().map(Variable::value).toList();
    Optimizer.Update u =
        rule.update(p.value().value(), gradient, slots, rate.value(), now.as(DType.FLOAT32));
    next.put(p.value(), u.parameter());
    for (int s = 0; s < slots.size(); s++) {
      next.put(p.slots().get(s), u.slots().get(s));
    }
  }

  /** Adds to each row what the rule changes it by, where its index comes first. */
  private void updateRows(
      Slotted p,
      Tensor gradient,
      ParameterGradients.Rows rows,
      Tensor now,
      Map<Variable, Tensor> next) {
    List<Tensor> slots = p.slots().stream().map(s -> s.value().gather(rows.at())).toList();
    Optimizer.Update u =
        rule.update(rows.values(), gradient, slots, rate.value(), now.as(DType.FLOAT32));
    next.put(p.value(), moved(p.value(), rows, rows.values(), u.parameter()));
    for (int s = 0; s < slots.size(); s++) {
      Variable slot = p.slots().get(s);
      next.put(slot, moved(slot, rows, slots.get(s), u.slots().get(s)));
    }
  }

  private static Tensor moved(
      Variable table, ParameterGradients.Rows rows, Tensor from, Tensor to) {
    int[] column = new int[from.rank()];
    Arrays.fill(column, 1);
    column[0] = from.dim(0);
    Tensor change = rows.first().reshape(column).where(to.sub(from), Jacobi.full(0, from.dtype()));
    return table.value().scatterAdd(rows.at(), change);
  }
}
