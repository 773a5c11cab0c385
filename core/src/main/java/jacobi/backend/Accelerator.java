package jacobi.backend;

import jacobi.graph.Precision;

/**
 * A kind of processor with memory of its own. Found with {@link java.util.ServiceLoader}; opened
 * only when a user asks for it by name, or for the best there is.
 */
public interface Accelerator {

  /** Short lower-case name, as users write it in settings: "cuda". */
  String name();

  /**
   * Empty if there is one here that works; else one line that says what is missing. Never throws.
   */
  String unavailable();

  /** How many there are; 0 where {@link #unavailable} says why. */
  int count();

  /** The memory of one of them, from 0; the same object each time. */
  AddressSpace space(int index);

  /** What makes kernels for {@link #space} of the same index; it claims every task there is. */
  Backend backend(int index, Precision precision);
}
