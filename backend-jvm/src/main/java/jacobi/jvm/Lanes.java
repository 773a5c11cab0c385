package jacobi.jvm;

import jacobi.graph.JacobiException;

/** Which vector width the kernels of this package use. */
final class Lanes {
  /**
   * Width in bits that kernels are to use: 0 (plain loops), 128, 256 or 512. By default the
   * machine's own.
   */
  static final String PROPERTY = "jacobi.vector.bits";

  private static final int PREFERRED = preferred();
  private static final long NANOSECONDS_OF_SLOW_FMA = 200;
  private static final boolean FMA = measureFma();

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

  /**
   * Whether a fused multiply-add is one instruction. Elsewhere the library computes it with big
   * decimals, which takes microseconds, and a product had better round twice; no method says so,
   * hence the clock. The best of several tries tells nanoseconds from microseconds on any machine,
   * however busy.
   */
  static boolean hasFma() {
    return FMA;
  }

  private static boolean measureFma() {
    long best = Long.MAX_VALUE;
    double x = 1;
    for (int trial = 0; trial < 20; trial++) {
      long start = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        x = Math.fma(x, 0.9999999, 1e-9);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    return x > 0 && best < 50 * NANOSECONDS_OF_SLOW_FMA;
  }

  /** Vector registers: x86 has half of them before AVX-512. */
  static int registers(int bits) {
    return bits == 512 || System.getProperty("os.arch").equals("aarch64") ? 32 : 16;
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
