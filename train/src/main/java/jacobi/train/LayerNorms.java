package jacobi.train;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.nn.Module;
import jacobi.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums up a step's gradients layer by layer: a layer is what holds parameters of its own. */
final class LayerNorms {
  /** For each layer, the positions of its parameters among the trainable ones. */
  private final Map<String, List<Integer>> layers = new LinkedHashMap<>();

  LayerNorms(Module net) {
    int i = 0;
    for (Map.Entry<String, Parameter> e : net.parameters().entrySet()) {
      if (e.getValue().isTrainable()) {
        layers.computeIfAbsent(layer(e.getKey()), _ -> new ArrayList<>()).add(i++);
      }
    }
  }

  private static String layer(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }

  /** Sums of squares, [layers], of the gradients of the trainable parameters in order. */
  Tensor squares(List<Tensor> gradients) {
    if (layers.isEmpty()) {
      return Jacobi.zeros(0);
    }
    return Jacobi.stack(
        layers.values().stream()
            .map(
                of ->
                    of.stream()
                        .map(i -> gradients.get(i).square().sum())
                        .reduce(Tensor::add)
                        .orElseThrow())
            .toList());
  }

  int size() {
    return layers.size();
  }

  /** Roots of the mean squares by layer, from the sums of a number of steps. */
  Map<String, Double> named(double[] sums, int steps) {
    Map<String, Double> norms = new LinkedHashMap<>();
    int i = 0;
    for (String layer : layers.keySet()) {
      norms.put(layer, Math.sqrt(sums[i++] / steps));
    }
    return norms;
  }
}
