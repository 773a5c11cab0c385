package jacobi.bench.gpu;

import jacobi.Device;
import jacobi.backend.Accelerator;
import jacobi.backend.AddressSpace;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ServiceLoader;

/** A device's memory, for kernels that are run one by one. What is allocated is never freed. */
interface Memory {

  /** Address of new memory. */
  long allocate(long bytes);

  /** Copies bytes in. */
  void write(MemorySegment from, long to);

  /** Waits until all that was asked for is done. */
  void await();

  static Memory of(Device device) {
    if (device.isCpu()) {
      return new OfProcess();
    }
    int colon = device.name().indexOf(':');
    int index = Integer.parseInt(device.name().substring(colon + 1));
    return ServiceLoader.load(Accelerator.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(a -> a.name().equals(device.name().substring(0, colon)))
        .findFirst()
        .map(a -> new OfDevice(a.space(index)))
        .orElseThrow();
  }

  /** The process's own: kernels have run when their call returns. */
  record OfProcess() implements Memory {
    @Override
    public long allocate(long bytes) {
      return Arena.global().allocate(Math.max(64, bytes), 64).address();
    }

    @Override
    @SuppressWarnings("restricted")
    public void write(MemorySegment from, long to) {
      MemorySegment.ofAddress(to).reinterpret(from.byteSize()).copyFrom(from);
    }

    @Override
    public void await() {}
  }

  /** That of an accelerator. */
  final class OfDevice implements Memory {
    private final AddressSpace space;
    private final MemorySegment word = Arena.global().allocate(64);
    private final long there;

    OfDevice(AddressSpace space) {
      this.space = space;
      this.there = allocate(word.byteSize());
    }

    @Override
    public long allocate(long bytes) {
      long address = space.allocate(Math.max(64, bytes));
      if (address == 0) {
        throw new IllegalStateException(
            space.name() + " has no " + bytes + " bytes left for the kernels to be timed");
      }
      return address;
    }

    @Override
    public void write(MemorySegment from, long to) {
      space.write(from, to, space.now());
    }

    @Override
    public void await() {
      space.read(there, word);
    }
  }
}
