package jacobi.models;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.data.Targets;
import jacobi.graph.Shape;
import jacobi.nn.Activation;
import jacobi.nn.Dropout;
import jacobi.nn.Flatten;
import jacobi.nn.Linear;
import jacobi.nn.Module;
import jacobi.nn.PRelu;
import jacobi.nn.Sequential;
import jacobi.nn.init.Initializer;
import jacobi.nn.init.Initializers;
import jacobi.nn.loss.Loss;
import jacobi.train.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The layers of a specification, whose input sizes follow from the data. */
final class NetworkPlan {
  private final SpecNode spec;
  private final List<?> layers;

  private NetworkPlan(SpecNode spec, List<?> layers) {
    this.spec = spec;
    this.layers = layers;
  }

  static NetworkPlan of(SpecNode spec) {
    List<?> layers = spec.list("network");
    if (layers.isEmpty()) {
      throw spec.wrong("network", "has no layers");
    }
    NetworkPlan plan = new NetworkPlan(spec, layers);
    for (int i = 0; i < layers.size(); i++) {
      // Any width will do to find mistakes that have nothing to do with the data.
      plan.layer(i, Shape.of(1, 4));
    }
    return plan;
  }

  Module build(Shape example, Targets targets, Loss loss) {
    List<Module> modules = new ArrayList<>();
    int[] first = new int[example.rank() + 1];
    first[0] = 1;
    for (int i = 0; i < example.rank(); i++) {
      first[i + 1] = example.dim(i);
    }
    Shape at = Shape.of(first);
    for (int i = 0; i < layers.size(); i++) {
      modules.add(layer(i, at));
      // One that is thrown away: applying a layer names its parameters by where it is by then.
      Module probe = layer(i, at);
      Tensor x = Jacobi.zeros(at.dims());
      at = spec.make("network[" + i + "]", () -> probe.apply(x).shape());
    }
    checkOutput(at, targets, loss);
    return Sequential.of(modules);
  }

  private void checkOutput(Shape out, Targets targets, Loss loss) {
    int wanted =
        switch (targets) {
          case Targets.Classes c -> Decision.of(loss) == Decision.CLASSES ? c.count() : 1;
          case Targets.Values v -> Math.toIntExact(v.shape().size());
        };
    if (targets instanceof Targets.Classes c
        && Decision.of(loss) == Decision.BINARY
        && c.count() != 2) {
      throw spec.wrong("loss", loss + " is for 2 classes, the data has " + c.count());
    }
    if (out.rank() != 2 || out.dim(1) != wanted) {
      String what =
          targets instanceof Targets.Classes c && wanted == c.count()
              ? wanted + " outputs, one for each class"
              : wanted + (wanted == 1 ? " output" : " outputs");
      throw spec.wrong(
          "network",
          "puts out "
              + (out.rank() == 2 ? out.dim(1) + " numbers" : "shape " + out)
              + " for each example; the data and the loss "
              + loss
              + " need "
              + what);
    }
  }

  private Module layer(int i, Shape in) {
    String key = "network[" + i + "]";
    return spec.make(key, () -> layer(i, key, in));
  }

  private Module layer(int i, String key, Shape in) {
    SpecNode.Kind kind = spec.kindOf(key, layers.get(i), mainSetting(layers.get(i)));
    SpecNode s = kind.settings();
    Module m =
        switch (kind.name()) {
          case "linear" -> linear(s, in);
          case "flatten" -> Flatten.of();
          case "dropout" -> Dropout.of(s.number("rate", 0.5));
          case "leaky-relu" -> Activation.leakyRelu(s.number("alpha", 0.01));
          case "elu" -> Activation.elu(s.number("alpha", 1));
          case "prelu" -> PRelu.of();
          default -> {
            TreeSet<String> known = new TreeSet<>();
            Activation.names().forEach(name -> known.add(name.replace('_', '-')));
            known.addAll(List.of("linear", "flatten", "dropout", "leaky-relu", "elu", "prelu"));
            if (!known.contains(kind.name())) {
              throw Job.unknown(spec, key, kind.name(), List.copyOf(known));
            }
            yield Activation.named(kind.name().replace('-', '_'));
          }
        };
    s.done();
    return m;
  }

  private static String mainSetting(Object layer) {
    if (layer instanceof java.util.Map<?, ?> m && m.size() == 1) {
      return switch (String.valueOf(m.keySet().iterator().next())) {
        case "linear" -> "units";
        case "dropout" -> "rate";
        default -> "alpha";
      };
    }
    return "units";
  }

  private static Module linear(SpecNode s, Shape in) {
    Linear l = Linear.of(in.dim(-1), s.integer("units", 1));
    if (s.has("init")) {
      l = l.weights(initializer(s));
    }
    return s.flag("bias", true) ? l : l.withoutBias();
  }

  private static Initializer initializer(SpecNode s) {
    SpecNode.Kind kind = s.kind("init", "scale");
    SpecNode k = kind.settings();
    Initializer init =
        switch (kind.name()) {
          case "zeros" -> Initializers.zeros();
          case "uniform" -> Initializers.uniform(-k.number("scale", 1), k.number("scale", 1));
          case "normal" -> Initializers.normal(0, k.number("scale", 0.05));
          case "glorot-uniform" -> Initializers.glorotUniform();
          case "glorot-normal" -> Initializers.glorotNormal();
          case "he-uniform" -> Initializers.heUniform();
          case "he-normal" -> Initializers.heNormal();
          case "orthogonal" -> Initializers.orthogonal(k.number("scale", 1));
          default ->
              throw Job.unknown(
                  s,
                  "init",
                  kind.name(),
                  List.of(
                      "zeros",
                      "uniform",
                      "normal",
                      "glorot-uniform",
                      "glorot-normal",
                      "he-uniform",
                      "he-normal",
                      "orthogonal"));
        };
    k.done();
    return init;
  }
}
