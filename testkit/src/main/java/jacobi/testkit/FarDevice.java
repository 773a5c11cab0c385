package jacobi.testkit;

import jacobi.backend.AddressSpace;
import jacobi.backend.Backend;
import jacobi.backend.Kernel;
import jacobi.backend.Memory;
import jacobi.backend.Task;
import jacobi.compile.Kernels;
import jacobi.graph.JacobiException;
import jacobi.runtime.Engine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A device that is as unlike the processor as {@link AddressSpace} allows: its addresses mean
 * nothing to the process, kernels run as late as they may, writes happen as early as they may, and
 * every run of a plan is moved to other memory. Kernels are those of a backend of the processor.
 */
public final class FarDevice implements AddressSpace {
  /** Far beyond what a process can map. */
  private static final long FAR = 1L << 60;

  private static final byte GARBAGE = 0x5a;

  private final long capacity;

  private record Allocation(Arena arena, long bytes) {}

  private final Map<Long, Allocation> live = new HashMap<>();
  private final ArrayDeque<Runnable> asked = new ArrayDeque<>();
  private long allocated;
  private long done;

  /**
   * A device with some memory.
   *
   * @param capacity in bytes
   */
  public FarDevice(long capacity) {
    this.capacity = capacity;
  }

  /** An engine on this device whose kernels are those of a backend. */
  public Engine engine(Backend backend) {
    return new Engine(new Kernels(List.of(new FarBackend(backend)), true), this);
  }

  @Override
  public String name() {
    return "far";
  }

  @Override
  public long capacity() {
    return capacity;
  }

  @Override
  public synchronized long allocate(long bytes) {
    if (allocated + bytes > capacity) {
      return 0;
    }
    Arena arena = Arena.ofShared();
    MemorySegment memory = arena.allocate(bytes, 64).fill(GARBAGE);
    allocated += bytes;
    live.put(memory.address() + FAR, new Allocation(arena, bytes));
    return memory.address() + FAR;
  }

  @Override
  public synchronized void free(long address) {
    Allocation gone = live.remove(address);
    if (gone == null) {
      throw new JacobiException("freed what was not allocated: " + address);
    }
    allocated -= gone.bytes();
    asked.add(gone.arena()::close);
  }

  @Override
  public synchronized long now() {
    return done + asked.size();
  }

  @Override
  public synchronized void write(MemorySegment from, long to, long since) {
    while (done < since) {
      step();
    }
    MemorySegment.copy(from, 0, Memory.ALL, to - FAR, from.byteSize());
  }

  @Override
  public synchronized void read(long from, MemorySegment to) {
    while (!asked.isEmpty()) {
      step();
    }
    MemorySegment.copy(Memory.ALL, from - FAR, to, 0, to.byteSize());
  }

  private void step() {
    done++;
    asked.remove().run();
  }

  private synchronized void ask(Runnable work) {
    asked.add(work);
  }

  @Override
  public Runner runner(List<Region> regions) {
    return new Elsewhere(regions);
  }

  /** Runs steps on memory other than what they were given, which it keeps. */
  private final class Elsewhere implements Runner {
    private final List<Region> regions;
    private final long[] standIns;

    Elsewhere(List<Region> regions) {
      this.regions = List.copyOf(regions);
      this.standIns = new long[regions.size()];
    }

    @Override
    public void run(long[] bases, Consumer<long[]> steps) {
      long[] given = bases.clone();
      Map<Long, Long> moved = new HashMap<>();
      for (int i = 0; i < given.length; i++) {
        long bytes = regions.get(i).bytes();
        if (standIns[i] == 0 && bytes > 0) {
          standIns[i] = allocate(bytes);
        }
        if (standIns[i] != 0) {
          moved.putIfAbsent(given[i], standIns[i]);
        }
      }
      long[] used = new long[given.length];
      for (int i = 0; i < given.length; i++) {
        used[i] = moved.getOrDefault(given[i], 0L);
        if (isRead(regions.get(i).use())) {
          copy(given[i], used[i], regions.get(i).bytes());
        }
      }
      steps.accept(used);
      for (int i = 0; i < given.length; i++) {
        if (regions.get(i).use() == Use.OUTPUT) {
          copy(used[i], given[i], regions.get(i).bytes());
        }
      }
    }

    private static boolean isRead(Use use) {
      return use == Use.INPUT || use == Use.PREPARED;
    }
  }

  private void copy(long from, long to, long bytes) {
    if (bytes > 0) {
      ask(() -> MemorySegment.copy(Memory.ALL, from - FAR, Memory.ALL, to - FAR, bytes));
    }
  }

  /** Another backend's kernels, run later. */
  private final class FarBackend implements Backend {
    private final Backend near;

    FarBackend(Backend near) {
      this.near = near;
    }

    @Override
    public String name() {
      return "far";
    }

    @Override
    public int priority() {
      return 0;
    }

    @Override
    public String unavailable() {
      return "";
    }

    @Override
    public String description() {
      return near.description() + ", far away";
    }

    @Override
    public boolean claims(Task task) {
      return near.claims(task);
    }

    @Override
    public Kernel compile(Task task) {
      Kernel kernel = near.compile(task);
      return new Kernel() {
        @Override
        public long scratchBytes() {
          return kernel.scratchBytes();
        }

        @Override
        public void run(long[] addresses, int piece) {
          long[] real = new long[addresses.length];
          for (int i = 0; i < real.length; i++) {
            real[i] = addresses[i] - FAR;
          }
          ask(
              () -> {
                for (int p = 0; p < kernel.pieces(); p++) {
                  kernel.run(real, p);
                }
                kernel.finish(real);
              });
        }
      };
    }
  }

  /** How many allocations nobody has freed. */
  public synchronized long liveAllocations() {
    return live.size();
  }
}
