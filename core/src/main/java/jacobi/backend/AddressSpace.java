package jacobi.backend;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the addresses that kernels get point into, and the order in which things happen there.
 *
 * <p>A space may do what it is asked for later, but always as if in the order in which it was asked
 * for: a kernel's run, a write and a free come after everything before them. Only {@link #read}
 * waits. Several threads may use a space at once; what one of them asks for stays in its order.
 */
public interface AddressSpace {

  /** Short lower-case name, as users write it in settings: "cpu", "cuda:0". */
  String name();

  /** Most bytes that may be allocated at once. */
  long capacity();

  /**
   * Address of new memory with arbitrary content, a multiple of 64; or 0 if there is not so much
   * left.
   */
  long allocate(long bytes);

  /** Gives back what {@link #allocate} returned. */
  void free(long address);

  /** A number for "now": everything asked for so far. Later ones are not smaller. */
  long now();

  /**
   * Copies bytes in; when this returns, {@code from} may change again.
   *
   * @param since when the memory at {@code to} was last in use, by {@link #now}: the copy may be
   *     made before what was asked for after that
   */
  void write(MemorySegment from, long to, long since);

  /** Copies bytes out, after everything asked for so far. */
  void read(long from, MemorySegment to);

  /** Something to keep with a plan, through which its runs go. */
  Runner runner(List<Region> regions);

  /** Runs a plan's steps. Not for several threads at once. */
  interface Runner {

    /**
     * Runs the steps on memory that begins at the given addresses, one for each region. The space
     * may put other addresses in their place, with the same content before and after.
     *
     * @param steps runs kernels of this space on addresses within those it is given
     */
    void run(long[] bases, Consumer<long[]> steps);
  }

  /** What a region of memory is to the steps of a plan. */
  enum Use {
    /** Read only, unless an output lies at the same address. */
    INPUT,
    /** Written whole. */
    OUTPUT,
    /** Written before it is read; nobody needs its content afterwards. */
    WORK,
    /** Read only, and at the same address from run to run. */
    PREPARED
  }

  /** Memory that all runs of a plan use in the same way. */
  record Region(Use use, long bytes) {}
}
