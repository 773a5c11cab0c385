package jacobi.models;

import jacobi.graph.JacobiException;

/** A mistake in a specification; the message names the file and the key. */
final class SpecException extends JacobiException {
  private static final long serialVersionUID = 1L;

  SpecException(String message) {
    super(message);
  }
}
