package jacobi.bench;

import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.nn.Module;
import jacobi.nn.Parameter;
import java.util.ArrayList;
import java.util.List;

/** A workload's network with given numbers, and its batch, as Jacobi has them. */
public record JacobiNet(Module module, Tensor x, Tensor labels) {

  /** With the numbers of a seed. */
  public static JacobiNet of(Workload workload, long seed) {
    return of(workload, workload.numbers(seed));
  }

  /** With numbers of this workload. */
  public static JacobiNet of(Workload workload, Workload.Numbers numbers) {
    Module module = workload.jacobi();
    List<Parameter> parameters = new ArrayList<>(module.parameters().values());
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).assign(tensor(numbers.parameters().get(i)));
    }
    Tensor x = tensor(numbers.x());
    return new JacobiNet(
        module,
        workload.vocabulary() > 0 ? x.as(DType.INT64) : x,
        Tensor.of(numbers.labels(), workload.labels()));
  }

  private static Tensor tensor(Workload.Values v) {
    return Tensor.of(v.values(), v.shape());
  }
}
