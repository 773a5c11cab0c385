package jacobi.cuda.source;

import java.util.List;

/**
 * CUDA C that does one task, whole and by itself.
 *
 * <p>All its entries take the same parameters, each 8 bytes: the address of every operand's buffer
 * in the order of {@link jacobi.backend.Task#operands}, then that of the scratch memory if {@code
 * scratchBytes} is not 0, then that of the {@link Fault} record if {@code faults}. Equal tasks have
 * equal code, so that it is compiled once.
 *
 * @param code what to compile, without any include
 * @param launches what to run, one after the other
 * @param scratchBytes scratch memory that one run needs
 * @param faults whether it may report a fault
 */
public record KernelSource(String code, List<Launch> launches, long scratchBytes, boolean faults) {
  public KernelSource {
    launches = List.copyOf(launches);
  }

  /**
   * One run of an entry. How many blocks and threads there are follows from the task alone, never
   * from the GPU, so that results have the same bits on all of one kind.
   *
   * @param entry name of an {@code extern "C" __global__} function
   * @param blocks blocks along x
   * @param threads threads of a block, along x
   */
  public record Launch(String entry, int blocks, int threads) {}
}
