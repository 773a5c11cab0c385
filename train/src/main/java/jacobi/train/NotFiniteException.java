package jacobi.train;

import jacobi.graph.JacobiException;

/** Training met a loss or gradient that is not a finite number. */
public final class NotFiniteException extends JacobiException {
  private static final long serialVersionUID = 1L;

  NotFiniteException(String message) {
    super(message);
  }
}
