package jacobi.models;

import jacobi.graph.Shape;
import jacobi.models.text.SkipGram;
import jacobi.nn.BatchNorm;
import jacobi.nn.Branches;
import jacobi.nn.ClusterPool;
import jacobi.nn.Embedding;
import jacobi.nn.LayerNorm;
import jacobi.nn.Module;
import jacobi.nn.Residual;
import jacobi.nn.SparseLinear;
import jacobi.nn.init.Initializer;
import jacobi.nn.init.Initializers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Normalisation, embeddings, other patterns of connections, residual blocks, branches. */
final class BlockLayers {
  static final Map<String, LayerKind> KINDS =
      Map.of(
          "batch-norm", new LayerKind("momentum", BlockLayers::batchNorm),
          "layer-norm", new LayerKind("epsilon", BlockLayers::layerNorm),
          "embedding", new LayerKind("size", (s, in) -> embedding(s)),
          "skip-gram", new LayerKind("size", (s, in) -> skipGram(s)),
          "sparse-linear", new LayerKind("units", BlockLayers::sparseLinear),
          "cluster-pool", new LayerKind("clusters", BlockLayers::clusterPool),
          "branches", new LayerKind("of", BlockLayers::branches),
          "residual", new LayerKind("layers", BlockLayers::residual));

  private BlockLayers() {}

  private static Module batchNorm(SpecNode s, Shape in) {
    return BatchNorm.of(in.dim(-1))
        .momentum(s.number("momentum", 0.1))
        .epsilon(s.number("epsilon", 1e-5));
  }

  private static Module layerNorm(SpecNode s, Shape in) {
    return LayerNorm.of(in.dim(-1)).epsilon(s.number("epsilon", 1e-5));
  }

  private static Module embedding(SpecNode s) {
    int vocabulary = NetworkPlan.vocabulary(s);
    int size = s.integer("size", 1);
    Initializer init = s.has("init") ? InitializerKinds.of(s, "init") : Initializers.normal(0, 1);
    if (s.has("vectors")) {
      init = VectorFiles.initializer(s, size, init);
    }
    Embedding e = Embedding.of(vocabulary, size).weights(init);
    if (s.has("padding")) {
      e = e.padding(s.integer("padding", 0));
    }
    if (s.flag("sparse", false)) {
      e = e.sparse();
    }
    e.weight().trainable(!s.flag("frozen", false));
    return e;
  }

  private static Module skipGram(SpecNode s) {
    int vocabulary = NetworkPlan.vocabulary(s);
    return SkipGram.of(vocabulary, s.integer("size", 1));
  }

  private static Module sparseLinear(SpecNode s, Shape in) {
    int units = s.integer("units", 1);
    int inputs = s.integer("inputs", 1);
    if (NetworkPlan.isChecking()) {
      return SparseLinear.of(inputs, units, inputs);
    }
    return SparseLinear.of(in.dim(-1), units, inputs);
  }

  private static Module clusterPool(SpecNode s, Shape in) {
    List<String> kinds = List.of("max", "mean", "learned");
    ClusterPool.Kind kind =
        ClusterPool.Kind.valueOf(s.oneOf("function", "max", kinds).toUpperCase(Locale.ROOT));
    if (s.raw("clusters").orElse(0) instanceof List<?> list) {
      for (Object c : list) {
        if (!(c instanceof Integer i && i >= 0)) {
          throw s.wrong("clusters", "has " + c + ", expected whole numbers from 0");
        }
      }
      return ClusterPool.of(kind, list.stream().mapToInt(c -> (Integer) c).toArray());
    }
    int clusters = s.integer("clusters", 1);
    int n = NetworkPlan.isChecking() ? clusters : in.dim(-1);
    return ClusterPool.neighbours(kind, n, clusters);
  }

  private static Module residual(SpecNode s, Shape in) {
    Module inner = NetworkPlan.sequence(s, "layers", layers(s, "layers"), in).net();
    return s.has("projection")
        ? Residual.of(
            inner, NetworkPlan.sequence(s, "projection", layers(s, "projection"), in).net())
        : Residual.of(inner);
  }

  private static Module branches(SpecNode s, Shape in) {
    List<Module> branches = new ArrayList<>();
    List<?> lists = layers(s, "of");
    for (int i = 0; i < lists.size(); i++) {
      String key = "of[" + i + "]";
      List<?> list = lists.get(i) instanceof List<?> l ? l : List.of(lists.get(i));
      branches.add(NetworkPlan.sequence(s, key, list, in).net());
    }
    return Branches.of(branches);
  }

  private static List<?> layers(SpecNode s, String key) {
    List<?> layers = s.list(key);
    if (layers.isEmpty()) {
      throw s.wrong(key, "has no layers");
    }
    return layers;
  }
}
