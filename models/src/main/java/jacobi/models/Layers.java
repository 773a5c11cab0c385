package jacobi.models;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All kinds of layers, by the name a specification has for them. */
final class Layers {
  private static final Map<String, LayerKind> KINDS = all();

  private Layers() {}

  private static Map<String, LayerKind> all() {
    Map<String, LayerKind> kinds = new TreeMap<>();
    kinds.putAll(BasicLayers.KINDS);
    kinds.putAll(BlockLayers.KINDS);
    kinds.putAll(ConvLayers.KINDS);
    kinds.putAll(RecurrentLayers.KINDS);
    return kinds;
  }

  static Optional<LayerKind> find(String name) {
    return Optional.ofNullable(KINDS.get(name));
  }

  static List<String> names() {
    return List.copyOf(KINDS.keySet());
  }

  /** The main setting of a layer as it is written, {@code linear: 10} say. */
  static String mainSetting(Object written) {
    return written instanceof Map<?, ?> m && m.size() == 1
        ? find(String.valueOf(m.keySet().iterator().next()))
            .map(LayerKind::mainSetting)
            .orElse("units")
        : "units";
  }
}
