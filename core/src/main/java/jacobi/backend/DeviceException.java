package jacobi.backend;

import jacobi.graph.JacobiException;

/**
 * A device failed at what it was asked for. The message says what that was; whoever knows which
 * memory is live adds it.
 */
public class DeviceException extends JacobiException {
  private static final long serialVersionUID = 1L;

  public DeviceException(String message) {
    super(message);
  }

  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
