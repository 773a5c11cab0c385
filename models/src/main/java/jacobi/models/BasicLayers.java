package jacobi.models;

import jacobi.graph.Shape;
import jacobi.nn.Activation;
import jacobi.nn.Dropout;
import jacobi.nn.Flatten;
import jacobi.nn.Linear;
import jacobi.nn.Module;
import jacobi.nn.PRelu;
import jacobi.nn.TiedLinear;
import java.util.Map;
import java.util.TreeMap;

/** Fully connected layers, activations, dropout. */
final class BasicLayers {
  static final Map<String, LayerKind> KINDS = kinds();

  private BasicLayers() {}

  private static Map<String, LayerKind> kinds() {
    Map<String, LayerKind> kinds = new TreeMap<>();
    for (String name : Activation.names()) {
      kinds.put(name.replace('_', '-'), new LayerKind("alpha", (s, in) -> Activation.named(name)));
    }
    kinds.put(
        "linear", new LayerKind("units", (s, in) -> linear(s, in.dim(-1), s.integer("units", 1))));
    kinds.put("output", new LayerKind("bias", (s, in) -> output(s, in.dim(-1))));
    kinds.put("flatten", new LayerKind("units", (s, in) -> Flatten.of()));
    kinds.put("dropout", new LayerKind("rate", BasicLayers::dropout));
    kinds.put(
        "leaky-relu",
        new LayerKind("alpha", (s, in) -> Activation.leakyRelu(s.number("alpha", 0.01))));
    kinds.put("elu", new LayerKind("alpha", (s, in) -> Activation.elu(s.number("alpha", 1))));
    kinds.put("prelu", new LayerKind("alpha", (s, in) -> PRelu.of()));
    return kinds;
  }

  private static Module output(SpecNode s, int inputs) {
    return s.flag("tied", false)
        ? TiedLinear.of(NetworkPlan.embedding(s, "tied"))
        : linear(s, inputs, NetworkPlan.outputs());
  }

  private static Module dropout(SpecNode s, Shape in) {
    Dropout dropout = Dropout.of(s.number("rate", 0.5));
    return s.flag("whole", false) ? dropout.whole() : dropout;
  }

  private static Module linear(SpecNode s, int inputs, int units) {
    Linear l = Linear.of(inputs, units);
    if (s.has("init")) {
      l = l.weights(InitializerKinds.of(s, "init"));
    }
    return s.flag("bias", true) ? l : l.withoutBias();
  }
}
