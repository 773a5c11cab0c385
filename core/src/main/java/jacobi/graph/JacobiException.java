package jacobi.graph;

/**
 * What every error a user can cause derives from: one line that says what is wrong and what was
 * expected.
 */
public class JacobiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JacobiException(String message) {
    super(message);
  }

  public JacobiException(String message, Throwable cause) {
    super(message, cause);
  }
}
