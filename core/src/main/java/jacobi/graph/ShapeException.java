package jacobi.graph;

/**
 * Shapes, axes or element types that do not fit, found when the operation is written, not when it
 * runs. The message ends with the line of the user's own code that led here, where there is one.
 */
public final class ShapeException extends JacobiException {
  private static final long serialVersionUID = 1L;

  public ShapeException(String message) {
    super(message + userLine());
  }

  private static String userLine() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(f -> !isLibrary(f.getClassName()))
                    .findFirst()
                    .filter(f -> !isRunner(f.getClassName()))
                    .map(f -> " (at " + f.getFileName() + ":" + f.getLineNumber() + ")")
                    .orElse(""));
  }

  private static boolean isLibrary(String name) {
    return name.startsWith("jacobi.") || name.startsWith("java.") || name.startsWith("jdk.");
  }

  private static boolean isRunner(String name) {
    return name.startsWith("org.junit.") || name.startsWith("picocli.");
  }
}
