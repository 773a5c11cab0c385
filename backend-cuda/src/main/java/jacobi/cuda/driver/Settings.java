package jacobi.cuda.driver;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** System properties that say how this backend works. */
public final class Settings {
  private Settings() {}

  /** {@code jacobi.cuda.check}: whether to wait after each launch; false by default. */
  public static boolean check() {
    return Boolean.getBoolean("jacobi.cuda.check");
  }

  /** {@code jacobi.cuda.graphs}: whether runs are captured and replayed; true by default. */
  public static boolean graphs() {
    return isOn("jacobi.cuda.graphs");
  }

  /** {@code jacobi.cuda.libraries}: whether to use cuBLASLt and cuDNN; true by default. */
  public static boolean libraries() {
    return isOn("jacobi.cuda.libraries");
  }

  /**
   * {@code jacobi.cuda.cache}: the folder that keeps compiled kernels, "none" to keep none; by
   * default jacobi/cuda in what the platform calls the user's cache.
   */
  public static Optional<Path> cache() {
    String chosen = System.getProperty("jacobi.cuda.cache", "");
    if (chosen.equals("none")) {
      return Optional.empty();
    }
    return Optional.of(
        chosen.isEmpty()
            ? userCache(
                System.getProperty("os.name"),
                System.getenv(),
                Path.of(System.getProperty("user.home")))
            : Path.of(chosen));
  }

  static Path userCache(String osName, Map<String, String> environment, Path home) {
    if (osName.startsWith("Windows") && environment.containsKey("LOCALAPPDATA")) {
      return Path.of(environment.get("LOCALAPPDATA"), "jacobi", "cuda");
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base = xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".cache");
    return base.resolve("jacobi").resolve("cuda");
  }

  private static boolean isOn(String name) {
    return !System.getProperty(name, "true").equalsIgnoreCase("false");
  }
}
