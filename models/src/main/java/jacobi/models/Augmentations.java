package jacobi.models;

import jacobi.data.Augmentation;
import java.util.Map;

/** The key {@code augment} of a specification. */
final class Augmentations {
  private Augmentations() {}

  /** True, false (or nothing), or amounts. */
  static Augmentation of(SpecNode spec) {
    if (spec.raw("augment").filter(v -> v instanceof Map).isEmpty()) {
      return spec.flag("augment", false) ? Augmentation.DIGITS : Augmentation.NONE;
    }
    SpecNode s = spec.child("augment");
    Augmentation how =
        Augmentation.NONE
            .rotate(s.number("rotate", 0))
            .shift(s.number("shift", 0))
            .scale(s.number("scale", 0))
            .noise(s.number("noise", 0))
            .flip(s.flag("flip", false));
    s.done();
    return how;
  }
}
