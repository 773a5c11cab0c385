package jacobi.nn.optim;

import jacobi.Gradients;
import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.Variable;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.nn.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  private record Slotted(Variable value, List<Variable> slots) {}

  OptimizerState(Optimizer rule, Map<String, Parameter> all) {
    this.rule = rule;
    this.learningRate = rule.learningRate();
    this.rate = Variable.of("learning_rate", Jacobi.scalar(learningRate));
    this.step = Variable.of("step", Jacobi.full(0, DType.INT64));
    all.forEach(
        (path, p) -> {
          if (p.isTrainable()) {
            parameters.put(path, new Slotted(p.variable(), slots(path, p.variable())));
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
    apply(Jacobi.grad(loss, values()));
  }

  /** Changes the parameters by one step along gradients of a loss with respect to their values. */
  public void apply(Gradients gradients) {
    apply(values().stream().map(gradients::of).toList());
  }

  /** Changes the parameters by one step along gradients, one for each in order. */
  public void apply(List<Tensor> gradients) {
    if (gradients.size() != parameters.size()) {
      throw new JacobiException(
          "[optimizer] there are "
              + parameters.size()
              + " parameters and "
              + gradients.size()
              + " gradients");
    }
    List<Tensor> transformed = rule.gradientTransform().apply(values(), gradients);
    Map<Variable, Tensor> next = new LinkedHashMap<>();
    Tensor now = step.value().add(1);
    next.put(step, now);
    int i = 0;
    for (Slotted p : parameters.values()) {
      List<Tensor> slots = new ArrayList<>();
      p.slots().forEach(s -> slots.add(s.value()));
      Optimizer.Update u =
          rule.update(
              p.value().value(), transformed.get(i++), slots, rate.value(), now.as(DType.FLOAT32));
      next.put(p.value(), u.parameter());
      for (int s = 0; s < slots.size(); s++) {
        next.put(p.slots().get(s), u.slots().get(s));
      }
    }
    Variable.assignAll(next);
  }
}
