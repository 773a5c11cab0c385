package jacobi.runtime;

import jacobi.backend.AddressSpace;
import jacobi.backend.DeviceException;
import jacobi.graph.JacobiException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * An address space's memory in blocks of a few sizes, used again when free. Nobody has to give
 * memory back: blocks that a user can reach return when their owner is unreachable. Because the
 * garbage collector does not see native memory, the pool asks for a collection each time it has
 * handed out some megabytes ({@link CollectionBudget}), and before it fails.
 */
public final class MemoryPool {
  /** Free blocks are kept up to a quarter more than was ever in use, and this. */
  private static final long KEPT = 32L << 20;

  /** Milliseconds to wait for the collector before memory counts as used up. */
  private static final long PATIENCE = 200;

  private static final long TRACED = 1L << 20;
  private static final int SLAB = 1 << 16;
  private static final int SMALL = 1 << 12;

  private final AddressSpace space;
  private final long limit;
  private final Map<Long, ArrayDeque<Block>> free = new HashMap<>();
  private final Set<Block> live = ConcurrentHashMap.newKeySet();
  private final Owners owners = new Owners(this::giveOwned);
  private final CollectionBudget budget = new CollectionBudget();
  private final ReentrantLock collecting = new ReentrantLock();
  private long handedOut;
  private long pooled;

  /** The most handed out at once, slowly forgotten. */
  private long peak;

  /** Of what is handed out, what owners hold. */
  private long owned;

  /** What was handed out to owners since the last collection. */
  private long ownedSince;

  private long ownedAfterFull;
  private long collected = System.nanoTime();
  private long clock;

  /**
   * A pool of the process's own memory.
   *
   * @param limit most bytes handed out at once
   */
  public MemoryPool(long limit) {
    this(HostSpace.HOST, limit);
  }

  /**
   * A pool of the memory of some space.
   *
   * @param limit most bytes handed out at once
   */
  MemoryPool(AddressSpace space, long limit) {
    this.space = space;
    this.limit = limit;
  }

  /** Where the addresses of its blocks point. */
  AddressSpace space() {
    return space;
  }

  /** Memory of at least the size asked for, 64-byte aligned, with arbitrary content. */
  public static final class Block {
    final long address;
    final long bytes;

    /** When it was last given back, by the space's own count. */
    private long since;

    private volatile Object use = "";
    private volatile String from = "";
    private long givenAt;

    private Block(long address, long bytes) {
      this.address = address;
      this.bytes = bytes;
    }

    public long address() {
      return address;
    }

    public long bytes() {
      return bytes;
    }

    /** Since when nobody uses what was in it before, by {@link AddressSpace#now}. */
    long since() {
      return since;
    }
  }

  /**
   * Takes a block that an object owns: it returns when that is unreachable.
   *
   * @param use what it holds, shown when memory runs out
   */
  Block take(long bytes, Object use, Object owner) {
    long size = sizeClass(bytes);
    owners.takeBack();
    if (isCollectionDue(size)) {
      collect(size);
    }
    Block b = take(bytes, use);
    synchronized (this) {
      owned += b.bytes;
      ownedSince += b.bytes;
    }
    owners.add(owner, b);
    return b;
  }

  /**
   * Takes a block that the caller gives back.
   *
   * @param use what it holds, shown when memory runs out
   */
  public Block take(long bytes, Object use) {
    long size = sizeClass(bytes);
    Block b = tryTake(size);
    if (b == null) {
      System.gc();
      owners.awaitAndTakeBack(PATIENCE, () -> hasRoomFor(size));
      b = tryTake(size);
    }
    if (b == null) {
      throw new JacobiException(
          "out of memory: "
              + bytes
              + " bytes more for "
              + use
              + (space.equals(HostSpace.HOST)
                  ? " would pass the limit of " + limit + " bytes (-Djacobi.memory=…)"
                  : " do not fit on " + space.name() + ", which had " + limit + " bytes free")
              + "; live: "
              + report());
    }
    b.use = use;
    b.from = size >= TRACED ? UserLine.find() : "";
    live.add(b);
    return b;
  }

  /** Takes a block back. */
  public synchronized void give(Block b) {
    if (live.remove(b)) {
      handedOut -= b.bytes;
      pooled += b.bytes;
      b.givenAt = clock++;
      b.since = space.now();
      free.computeIfAbsent(b.bytes, k -> new ArrayDeque<>()).push(b);
    }
  }

  private synchronized void giveOwned(Block b) {
    owned -= b.bytes;
    give(b);
  }

  /** Bytes handed out now, as far as the collector has announced what is unreachable. */
  public long liveBytes() {
    owners.takeBack();
    synchronized (this) {
      return handedOut;
    }
  }

  private synchronized boolean hasRoomFor(long size) {
    return handedOut + size <= limit;
  }

  private synchronized Block tryTake(long size) {
    if (!hasRoomFor(size)) {
      return null;
    }
    ArrayDeque<Block> q = free.get(size);
    Block b = q != null && !q.isEmpty() ? q.pop() : null;
    if (b != null) {
      pooled -= size;
    } else {
      b = size <= SMALL ? carve(size) : allocate(size);
    }
    if (b != null) {
      handedOut += size;
      peak = Math.max(peak, handedOut);
    }
    return b;
  }

  private Block carve(long size) {
    Block slab = allocate(SLAB);
    if (slab == null) {
      return null;
    }
    ArrayDeque<Block> q = free.computeIfAbsent(size, k -> new ArrayDeque<>());
    for (long o = size; o + size <= SLAB; o += size) {
      q.push(new Block(slab.address + o, size));
      pooled += size;
    }
    return new Block(slab.address, size);
  }

  /** A new block, or null where there is no memory for it, not even that of all free blocks. */
  private Block allocate(long size) {
    long most = Math.max(peak, handedOut + size);
    trim(most + most / 4 + KEPT - size);
    long address = space.allocate(size);
    if (address == 0) {
      trim(handedOut);
      address = space.allocate(size);
    }
    return address == 0 ? null : new Block(address, size);
  }

  /** Makes room for a new block: frees what was not used for longest, until so much is left. */
  private void trim(long most) {
    while (handedOut + pooled > most) {
      ArrayDeque<Block> stalest = null;
      for (ArrayDeque<Block> q : free.values()) {
        if (!q.isEmpty()
            && q.getLast().bytes > SMALL
            && (stalest == null || q.getLast().givenAt < stalest.getLast().givenAt)) {
          stalest = q;
        }
      }
      if (stalest == null) {
        return;
      }
      Block b = stalest.removeLast();
      space.free(b.address);
      pooled -= b.bytes;
    }
  }

  private synchronized boolean isCollectionDue(long size) {
    long some = Math.max(budget.bytes(), owned / 2);
    long room = Math.max(CollectionBudget.LEAST, (limit - owned) / 2);
    return ownedSince + size > Math.min(some, room);
  }

  /** Has unreachable owners found, and takes their blocks back. */
  private void collect(long size) {
    collecting.lock();
    try {
      if (!isCollectionDue(size)) {
        return;
      }
      long start = System.nanoTime();
      boolean young = Owners.collectYoung();
      if (young) {
        owners.awaitAndTakeBack(1, this::isMostGone);
      }
      if (!young || isMuchLeft()) {
        System.gc();
        owners.awaitAndTakeBack(5, () -> false);
        synchronized (this) {
          ownedAfterFull = owned;
        }
      }
      long end = System.nanoTime();
      synchronized (this) {
        budget.collected(end - start, start - collected);
        collected = end;
        ownedSince = 0;
        peak -= (peak - handedOut) / 4;
      }
    } finally {
      collecting.unlock();
    }
  }

  /** Whether hardly more is held than when nothing but reachable owners was. */
  private synchronized boolean isMostGone() {
    return owned <= ownedAfterFull + ownedSince / 8;
  }

  /** Whether old objects may well hold memory: nothing but a full collection finds those. */
  private synchronized boolean isMuchLeft() {
    return owned > 2 * ownedAfterFull + CollectionBudget.LEAST;
  }

  /** What a device said, and what is live. */
  DeviceException withLive(DeviceException e) {
    return new DeviceException(e.getMessage() + "; live: " + report(), e);
  }

  private String report() {
    return live.stream()
        .sorted(Comparator.comparingLong((Block b) -> -b.bytes))
        .limit(5)
        .map(b -> b.bytes + " bytes of " + b.use + b.from)
        .collect(Collectors.joining("; "));
  }

  /** Four classes for each power of two, so that at most a fifth is lost. */
  private static long sizeClass(long wanted) {
    long bytes = Math.max(1, wanted);
    if (bytes <= 64) {
      return 64;
    }
    if (bytes <= SMALL) {
      return Long.highestOneBit(bytes - 1) << 1;
    }
    long step = Math.max(64, Long.highestOneBit(bytes - 1) / 4);
    return (bytes + step - 1) / step * step;
  }
}
