package jacobi.jvm;

import jacobi.graph.JacobiException;

/** Which vector width the hand-written kernels use. */
final class Lanes {
  /**
   * Width in bits that kernels are to use: 0 (plain loops), 128, 256 or 512. By default the
   * machine's own.
   */
  static final String PROPERTY = "jacobi.vector.bits";

  private static final int PREFERRED = preferred();

  private Lanes() {}

  /**
   * 0 if kernels are plain loops, because the Vector API is not resolved or {@value #PROPERTY} says
   * so.
   */
  static int bits() {
    String forced = System.getProperty(PROPERTY);
    if (forced == null) {
      return PREFERRED;
    }
    int bits =
        switch (forced) {
          case "0" -> 0;
          case "128" -> 128;
          case "256" -> 256;
          case "512" -> 512;
          default ->
              throw new JacobiException(
                  PROPERTY + " is 0, 128, 256 or 512, not \"" + forced + "\"");
        };
    return available() ? bits : 0;
  }

  /** Whether the incubating Vector API is among the modules of this process. */
  static boolean available() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /** Registers that a tile may fill: half of them are missing on x86 before AVX-512. */
  static int registers(int bits) {
    return bits == 512 || isArm() ? 32 : 16;
  }

  /**
   * Whether a fused multiply-add is one instruction; elsewhere the library emulates it a thousand
   * times slower.
   */
  static boolean hasFma(int bits) {
    return bits >= 256 || isArm();
  }

  static boolean isArm() {
    return System.getProperty("os.arch").equals("aarch64");
  }

  private static int preferred() {
    if (!available()) {
      return 0;
    }
    try {
      Class<?> shape = Class.forName("jdk.incubator.vector.VectorShape");
      Object best = shape.getMethod("preferredShape").invoke(null);
      int bits = (int) shape.getMethod("vectorBitSize").invoke(best);
      return bits >= 128 ? Math.min(512, Integer.highestOneBit(bits)) : 0;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the Vector API of this Java is not the one expected", e);
    }
  }
}
