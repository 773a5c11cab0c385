package jacobi.models;

import jacobi.data.Encoding;
import jacobi.data.Targets;
import jacobi.data.text.TokenEncoding;
import jacobi.graph.Shape;
import jacobi.nn.Embedding;
import jacobi.nn.Module;
import jacobi.nn.Sequential;
import jacobi.nn.loss.Loss;
import jacobi.train.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The layers of a specification, whose input sizes follow from the data. */
final class NetworkPlan {
  /** Bound while specifications are checked without data. */
  private static final ScopedValue<Boolean> CHECKING = ScopedValue.newInstance();

  /** Bound while layers are made for data. */
  private static final ScopedValue<Needs> NEEDS = ScopedValue.newInstance();

  private static final int ANY_VOCABULARY = 1 << 20;

  /**
   * What layers take from the data where their settings do not say it.
   *
   * @param tokens how many there are; empty if the data is no text
   * @param outputs how many the network has to put out
   * @param embeddings those made so far, in their order
   */
  private record Needs(OptionalInt tokens, int outputs, List<Embedding> embeddings) {}

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
    // Any width will do to find mistakes that have nothing to do with the data.
    ScopedValue.where(CHECKING, true).run(() -> sequence(spec, "network", layers, Shape.of(1, 4)));
    return new NetworkPlan(spec, layers);
  }

  /** Whether layers are made only to find mistakes, for an input of any width. */
  static boolean isChecking() {
    return CHECKING.isBound();
  }

  /** How many tokens a layer is for: as its settings say, else as many as the data has. */
  static int vocabulary(SpecNode settings) {
    if (settings.has("vocabulary")) {
      return settings.integer("vocabulary", 1);
    }
    return isChecking()
        ? ANY_VOCABULARY
        : NEEDS
            .get()
            .tokens()
            .orElseThrow(
                () ->
                    settings.wrong(
                        "vocabulary", "is missing: the data is no text that would say it"));
  }

  /** How many outputs the data and the loss need. */
  static int outputs() {
    return isChecking() ? 1 : NEEDS.get().outputs();
  }

  /** The network's first embedding, for an output layer that shares its vectors. */
  static Embedding embedding(SpecNode settings, String key) {
    if (isChecking()) {
      return Embedding.of(1, 4);
    }
    List<Embedding> made = NEEDS.get().embeddings();
    if (made.isEmpty()) {
      throw settings.wrong(key, "is true, but there is no embedding before this layer");
    }
    return made.getFirst();
  }

  Module build(Shape example, Targets targets, Optional<Encoding> encoding, Loss loss) {
    int[] first = new int[example.rank() + 1];
    first[0] = 1;
    for (int i = 0; i < example.rank(); i++) {
      first[i + 1] = example.dim(i);
    }
    OptionalInt tokens =
        encoding.isPresent() && encoding.get() instanceof TokenEncoding t
            ? OptionalInt.of(t.tokenizer().size())
            : OptionalInt.empty();
    int outputs = outputs(targets, loss);
    Built built =
        ScopedValue.where(NEEDS, new Needs(tokens, outputs, new ArrayList<>()))
            .call(() -> sequence(spec, "network", layers, Shape.of(first)));
    checkOutput(example, built.out(), targets, loss, outputs);
    return built.net();
  }

  /** Layers one after the other, and the shape the last puts out. */
  record Built(Sequential net, Shape out) {}

  /**
   * The layers of a list.
   *
   * @param key where the list is in {@code spec}
   * @param in shape of the first layer's input, [1, …]
   */
  static Built sequence(SpecNode spec, String key, List<?> layers, Shape in) {
    List<Module> modules = new ArrayList<>();
    Shape at = in;
    for (int i = 0; i < layers.size(); i++) {
      String place = key + "[" + i + "]";
      Module made = layer(spec, place, layers.get(i), at);
      modules.add(made);
      if (CHECKING.isBound()) {
        continue;
      }
      if (made instanceof Embedding e) {
        NEEDS.get().embeddings().add(e);
      }
      // One that is thrown away: applying a layer names its parameters by where it is by then.
      Module probe = layer(spec, place, layers.get(i), at);
      Shape input = at;
      at = spec.make(place, () -> probe.outputShape(input));
    }
    return new Built(Sequential.of(modules), at);
  }

  private int outputs(Targets targets, Loss loss) {
    if (targets.one() instanceof Targets.Classes c
        && Decision.of(loss) == Decision.BINARY
        && c.count() != 2) {
      throw spec.wrong("loss", loss + " is for 2 classes, the data has " + c.count());
    }
    return targets.one() instanceof Targets.Values v
        ? Math.toIntExact(v.shape().size())
        : Decision.of(loss) == Decision.CLASSES ? classes(targets) : 1;
  }

  private void checkOutput(Shape example, Shape out, Targets targets, Loss loss, int wanted) {
    boolean eachStep = targets instanceof Targets.EachStep;
    boolean fits =
        out.rank() == (eachStep ? 3 : 2)
            && out.dim(-1) == wanted
            && (!eachStep || out.dim(1) == example.dim(0));
    if (!fits) {
      String what =
          (targets.one() instanceof Targets.Classes c && wanted == c.count()
                  ? wanted + " outputs, one for each class"
                  : wanted + (wanted == 1 ? " output" : " outputs"))
              + (eachStep ? ", at each of " + example.dim(0) + " steps" : "");
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

  private static int classes(Targets targets) {
    return targets.one() instanceof Targets.Classes c ? c.count() : 0;
  }

  /** The layer that {@code written} asks for, for inputs of shape [batch, …]. */
  private static Module layer(SpecNode spec, String key, Object written, Shape in) {
    return spec.make(
        key,
        () -> {
          SpecNode.Kind kind = spec.kindOf(key, written, Layers.mainSetting(written));
          LayerKind layer =
              Layers.find(kind.name())
                  .orElseThrow(() -> Job.unknown(spec, key, kind.name(), Layers.names()));
          Module m = layer.maker().make(kind.settings(), in);
          kind.settings().done();
          return m;
        });
  }
}
