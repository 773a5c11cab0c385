package jacobi.runtime;

import jacobi.graph.JacobiException;
import jacobi.graph.Precision;
import java.util.Locale;

/**
 * What a user can set: system properties, or environment variables of the same name in capitals.
 */
final class Settings {
  private Settings() {}

  /** {@code jacobi.backend}: auto (default), or the name of a backend. */
  static String backend() {
    return get("jacobi.backend", "auto");
  }

  /** {@code jacobi.device}: cpu (default), best, or the name of a device. */
  static String device() {
    return get("jacobi.device", Devices.CPU);
  }

  /** {@code jacobi.precision}: float32 (default), tf32 or bfloat16. */
  static Precision precision() {
    return Precision.of(get("jacobi.precision", Precision.FLOAT32.toString()));
  }

  /** {@code jacobi.threads}: threads that compute; default, the processors there are. */
  static int threads() {
    String text = get("jacobi.threads", "");
    if (text.isEmpty()) {
      return Runtime.getRuntime().availableProcessors();
    }
    try {
      int n = Integer.parseInt(text);
      if (n > 0) {
        return n;
      }
    } catch (NumberFormatException e) {
      throw new JacobiException("jacobi.threads is '" + text + "', expected a number from 1", e);
    }
    throw new JacobiException("jacobi.threads is " + text + ", expected a number from 1");
  }

  /**
   * {@code jacobi.memory}: most bytes of native memory, as 512m or 4g; default, as much as the Java
   * heap may have.
   */
  static long memoryLimit() {
    String text = get("jacobi.memory", "").toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return Math.max(1L << 30, Runtime.getRuntime().maxMemory());
    }
    char unit = text.charAt(text.length() - 1);
    int shift = unit == 'g' ? 30 : unit == 'm' ? 20 : unit == 'k' ? 10 : 0;
    try {
      return Long.parseLong(shift == 0 ? text : text.substring(0, text.length() - 1)) << shift;
    } catch (NumberFormatException e) {
      throw new JacobiException(
          "jacobi.memory is '" + text + "', expected bytes, or a number with k, m or g", e);
    }
  }

  private static String get(String name, String missing) {
    String value = System.getProperty(name);
    if (value == null) {
      value = System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_'));
    }
    return value == null || value.isBlank() ? missing : value.strip();
  }
}
