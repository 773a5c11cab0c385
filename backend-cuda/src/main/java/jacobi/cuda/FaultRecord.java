package jacobi.cuda;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import jacobi.cuda.driver.CudaException;
import jacobi.cuda.driver.Driver;
import jacobi.cuda.driver.Gpu;
import jacobi.cuda.source.Fault;
import jacobi.graph.JacobiException;
import java.lang.foreign.MemorySegment;

/** Where kernels write what they find wrong with their data. */
final class FaultRecord {
  private final Gpu gpu;
  private final Driver driver;
  private final long address;
  private final MemorySegment copy;

  /** Whether any kernel may write here. */
  private volatile boolean used;

  @SuppressWarnings("restricted")
  FaultRecord(Gpu gpu) {
    this.gpu = gpu;
    this.driver = gpu.driver();
    this.address = driver.allocate(Fault.BYTES);
    if (address == 0) {
      throw new CudaException("[cuda] no memory is left on " + gpu.name());
    }
    this.copy =
        MemorySegment.ofAddress(driver.allocateHost(Fault.BYTES))
            .reinterpret(Fault.BYTES)
            .fill((byte) 0);
    driver.zero(address, Fault.BYTES, gpu.stream());
  }

  /** Its address, for a kernel that may write there. */
  long use() {
    used = true;
    return address;
  }

  /** Asks for a copy of what is there. To be called exclusively, before {@link #check}. */
  void askFor() {
    if (used) {
      driver.copyOut(copy.address(), address, Fault.BYTES, gpu.stream());
    }
  }

  /** Throws what the copy says, if anything, and forgets it. */
  void check() {
    long code = copy.getAtIndex(JAVA_LONG, 0);
    if (code == 0) {
      return;
    }
    long first = copy.getAtIndex(JAVA_LONG, 1);
    long second = copy.getAtIndex(JAVA_LONG, 2);
    copy.fill((byte) 0);
    gpu.exclusively(() -> driver.zero(address, Fault.BYTES, gpu.stream()));
    for (Fault fault : Fault.values()) {
      if (fault.code() == code) {
        throw new JacobiException(message(fault, first, second));
      }
    }
    throw new CudaException("[cuda] a kernel reported a fault of unknown code " + code);
  }

  /** As the other backends word it, as far as numbers alone say it. */
  private static String message(Fault fault, long first, long second) {
    return switch (fault) {
      case GATHER_INDEX -> outside("gather", first, second);
      case SCATTER_INDEX -> outside("scatteradd", first, second);
      case DIVISION -> "[div] integer division of " + first + " by zero";
    };
  }

  private static String outside(String op, long index, long rows) {
    return "[" + op + "] index " + index + " is outside the " + rows + " rows of a tensor";
  }
}
