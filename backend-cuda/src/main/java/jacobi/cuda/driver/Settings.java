package jacobi.cuda.driver;

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

  private static boolean isOn(String name) {
    return !System.getProperty(name, "true").equalsIgnoreCase("false");
  }
}
