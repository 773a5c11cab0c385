package jacobi.graph;

import java.util.Locale;

/**
 * How exactly accelerators multiply float32 in products and convolutions. Sums, and everything
 * between them, are float32 in any case, and so are parameters and their gradients.
 */
public enum Precision {
  /** As they are, 24 bits. */
  FLOAT32,
  /** Rounded to 11 bits where the processor has units for that (NVIDIA's TensorFloat-32). */
  TF32,
  /** Rounded to bfloat16, 8 bits; the range stays that of float32. */
  BFLOAT16;

  /** The one that is written so, in capitals or not. */
  public static Precision of(String text) {
    for (Precision p : values()) {
      if (p.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return p;
      }
    }
    throw new JacobiException("precision '" + text + "', expected one of: float32, tf32, bfloat16");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
