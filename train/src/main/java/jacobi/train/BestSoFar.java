package jacobi.train;

import jacobi.Tensor;
import jacobi.nn.Module;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parameters of the epoch with the least validation loss. Taking them copies nothing: tensors
 * keep their values.
 */
final class BestSoFar {
  private final Module net;
  private final Map<String, Tensor> values = new LinkedHashMap<>();
  private double loss = Double.POSITIVE_INFINITY;
  private int epoch;

  BestSoFar(Module net) {
    this.net = net;
  }

  void offer(Epoch e) {
    double l = e.validation().orElseThrow().loss();
    if (l < loss) {
      loss = l;
      epoch = e.number();
      net.parameters().forEach((path, p) -> values.put(path, p.value()));
    }
  }

  /** The best epoch; 0 before any. */
  int epoch() {
    return epoch;
  }

  void restore() {
    values.forEach((path, value) -> net.parameters().get(path).assign(value));
  }
}
