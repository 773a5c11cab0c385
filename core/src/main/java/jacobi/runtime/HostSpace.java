package jacobi.runtime;

import jacobi.backend.AddressSpace;
import jacobi.backend.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The process's own memory, where everything is done at once. */
final class HostSpace implements AddressSpace {
  static final HostSpace HOST = new HostSpace();

  private static final long ALIGNMENT = 64;

  private final Map<Long, Arena> arenas = new ConcurrentHashMap<>();

  private HostSpace() {}

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public long capacity() {
    return Long.MAX_VALUE;
  }

  @Override
  public long allocate(long bytes) {
    Arena arena = Arena.ofShared();
    long address = arena.allocate(bytes, ALIGNMENT).address();
    arenas.put(address, arena);
    return address;
  }

  @Override
  public void free(long address) {
    arenas.remove(address).close();
  }

  @Override
  public long now() {
    return 0;
  }

  @Override
  public void write(MemorySegment from, long to, long since) {
    MemorySegment.copy(from, 0, Memory.ALL, to, from.byteSize());
  }

  @Override
  public void read(long from, MemorySegment to) {
    MemorySegment.copy(Memory.ALL, from, to, 0, to.byteSize());
  }

  @Override
  public Runner runner(List<Region> regions) {
    return (bases, steps) -> steps.accept(bases);
  }
}
