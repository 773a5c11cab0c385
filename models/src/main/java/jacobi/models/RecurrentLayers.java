package jacobi.models;

import jacobi.graph.Shape;
import jacobi.nn.Activation;
import jacobi.nn.Gru;
import jacobi.nn.Lstm;
import jacobi.nn.Module;
import jacobi.nn.Recurrent;
import jacobi.nn.Rnn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Layers that go through a sequence step by step. */
final class RecurrentLayers {
  static final Map<String, LayerKind> KINDS = kinds();

  private RecurrentLayers() {}

  private static Map<String, LayerKind> kinds() {
    Map<String, LayerKind> kinds = new TreeMap<>();
    kinds.put("rnn", new LayerKind("units", RecurrentLayers::rnn));
    kinds.put("lstm", new LayerKind("units", RecurrentLayers::lstm));
    kinds.put("gru", new LayerKind("units", RecurrentLayers::gru));
    return kinds;
  }

  private static Module rnn(SpecNode s, Shape in) {
    String name = s.oneOf("activation", "tanh", List.of("tanh", "relu", "sigmoid", "identity"));
    Rnn rnn = Rnn.of(in.dim(-1), s.integer("units", 1)).activation(name, Activation.named(name));
    return common(s.flag("identityStart", false) ? rnn.identityStart() : rnn, s);
  }

  private static Module lstm(SpecNode s, Shape in) {
    Lstm lstm = Lstm.of(in.dim(-1), s.integer("units", 1)).forgetBias(s.number("forgetBias", 1));
    String form = s.oneOf("form", "standard", List.of("standard", "squashed-product"));
    return common(form.equals("standard") ? lstm : lstm.squashedProduct(), s);
  }

  private static Module gru(SpecNode s, Shape in) {
    return common(Gru.of(in.dim(-1), s.integer("units", 1)), s);
  }

  private static <R extends Recurrent<R>> Module common(Recurrent<R> layer, SpecNode s) {
    R r =
        layer
            .layers(s.integer("layers", 1, 1))
            .dropout(s.number("dropout", 0))
            .truncated(s.integer("truncate", 0, 0));
    if (s.has("stateInit")) {
      r = r.stateWeights(InitializerKinds.of(s, "stateInit"));
    }
    if (s.flag("bidirectional", false)) {
      r = r.bidirectional();
    }
    return s.oneOf("output", "each", List.of("each", "last")).equals("last") ? r.last() : r;
  }
}
