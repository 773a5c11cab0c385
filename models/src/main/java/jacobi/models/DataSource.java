package jacobi.models;

import jacobi.data.Split;
import jacobi.data.text.TokenEncoding;
import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The data of a specification: where from, how cut into parts, under what shape, how scaled. */
record DataSource(
    Source source, SplitPlan plan, Optional<int[]> shape, String scale, double divisor) {
  private static final List<String> SCALES = List.of("none", "standardize", "min-max", "divide");

  static DataSource of(SpecNode s) {
    Source source = Sources.of(s);
    SplitPlan plan = SplitPlan.of(s, source);
    Optional<int[]> shape = s.has("shape") ? Optional.of(s.shape("shape")) : Optional.empty();
    SpecNode.Kind kind =
        s.has("scale") ? s.kind("scale", "by") : new SpecNode.Kind("none", s.child("scale"));
    String scale = kind.name();
    double divisor = scale.equals("divide") ? kind.settings().number("by") : 1;
    kind.settings().done();
    if (!SCALES.contains(scale)) {
      throw Job.unknown(s, "scale", scale, SCALES);
    }
    s.done();
    return new DataSource(source, plan, shape, scale, divisor);
  }

  /** Whether there is a validation part, as far as can be said without reading the data. */
  boolean mayHaveValidation() {
    return plan.validation() > 0 || source.mayHaveValidation();
  }

  /** The parts, not scaled. */
  Split parts(Optional<Path> dataDir, long seed) throws IOException {
    Split parts = source.parts(dataDir, plan, seed);
    return shape.isPresent() ? parts.reshape(shape.get()) : parts;
  }

  /** The parts, scaled. */
  Split load(Optional<Path> dataDir, long seed) throws IOException {
    Split parts = parts(dataDir, seed);
    boolean tokens = parts.train().encoding().filter(TokenEncoding.class::isInstance).isPresent();
    if (tokens && !scale.equals("none")) {
      throw new JacobiException("data.scale: ids of tokens are names, which nothing can scale");
    }
    return switch (scale) {
      case "standardize" -> parts.standardize();
      case "min-max" -> parts.minMax();
      case "divide" -> parts.divideBy((float) divisor);
      case "none" -> parts;
      default -> throw new JacobiException("scale " + scale);
    };
  }
}
