package jacobi.backend;

import java.lang.foreign.MemorySegment;

/** Native memory by address. All kernels written in Java read and write through {@link #ALL}. */
public final class Memory {
  private Memory() {}

  /**
   * The whole address space as one segment. As a constant with constant bounds it costs a kernel
   * nothing, where a segment for each buffer would add checks and depend on what else runs in the
   * process (the JIT profiles segment kinds per call site in the JDK, not per kernel). The
   * compiler's verifier checks every view against its buffer instead.
   */
  @SuppressWarnings("restricted")
  public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
}
