package jacobi.models;

import jacobi.nn.init.Initializer;
import jacobi.nn.init.Initializers;
import java.util.List;

/** Initialisers by the names a specification has for them. */
final class InitializerKinds {
  private static final List<String> NAMES =
      List.of(
          "zeros",
          "uniform",
          "normal",
          "glorot-uniform",
          "glorot-normal",
          "he-uniform",
          "he-normal",
          "orthogonal");

  private InitializerKinds() {}

  /** The initialiser at a key. */
  static Initializer of(SpecNode s, String key) {
    SpecNode.Kind kind = s.kind(key, "scale");
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
          default -> throw Job.unknown(s, key, kind.name(), NAMES);
        };
    k.done();
    return init;
  }
}
