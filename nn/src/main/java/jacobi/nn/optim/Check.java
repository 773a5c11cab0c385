package jacobi.nn.optim;

import jacobi.graph.JacobiException;

/** Ranges of settings. */
final class Check {
  private Check() {}

  static void notNegative(String where, String what, double value) {
    if (!(value >= 0)) {
      throw new JacobiException("[" + where + "] " + what + " must not be negative, got " + value);
    }
  }

  static void positive(String where, String what, double value) {
    if (!(value > 0)) {
      throw new JacobiException("[" + where + "] " + what + " must be positive, got " + value);
    }
  }

  static void fraction(String where, String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new JacobiException("[" + where + "] " + what + " must lie in [0, 1), got " + value);
    }
  }
}
