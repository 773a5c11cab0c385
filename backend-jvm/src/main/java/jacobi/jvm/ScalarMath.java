package jacobi.jvm;

import jacobi.backend.Erf;
import jacobi.graph.JacobiException;

/** What generated code calls because the JVM has no instruction for it. */
final class ScalarMath {
  private ScalarMath() {}

  static int divide(int a, int b) {
    if (b == 0) {
      throw byZero(a);
    }
    return a / b;
  }

  static long divide(long a, long b) {
    if (b == 0) {
      throw byZero(a);
    }
    return a / b;
  }

  static float pow(float a, float b) {
    return (float) Math.pow(a, b);
  }

  static float sqrt(float a) {
    return (float) Math.sqrt(a);
  }

  static float floor(float a) {
    return (float) Math.floor(a);
  }

  static float ceil(float a) {
    return (float) Math.ceil(a);
  }

  static float rint(float a) {
    return (float) Math.rint(a);
  }

  static float sin(float a) {
    return (float) Math.sin(a);
  }

  static float cos(float a) {
    return (float) Math.cos(a);
  }

  static float erf(float a) {
    return (float) Erf.erf(a);
  }

  static double erf(double a) {
    return Erf.erf(a);
  }

  private static JacobiException byZero(long a) {
    return new JacobiException("[div] integer division of " + a + " by zero");
  }
}
