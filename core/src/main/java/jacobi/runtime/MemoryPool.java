package jacobi.runtime;

import jacobi.graph.JacobiException;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Native memory in blocks of a few sizes, used again when free. Nobody has to give memory back:
 * blocks that a user can reach return when their owner is unreachable. Because the garbage
 * collector does not see native memory, the pool asks for a collection each time it has handed out
 * some megabytes ({@link CollectionBudget}), and before it fails.
 */
public final class MemoryPool {
  /** Free blocks are kept up to a quarter more than was ever in use, and this. */
  private static final long KEPT = 32L << 20;

  /** Milliseconds to wait for the collector before memory counts as used up. */
  private static final long PATIENCE = 200;

  private static final long TRACED = 1L << 20;
  private static final int SLAB = 1 << 16;
  private static final int SMALL = 1 << 12;

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
   * A pool that hands out at most a given number of bytes at once.
   *
   * @param limit most bytes handed out at once
   */
  public MemoryPool(long limit) {
    this.limit = limit;
  }

  /** Memory of at least the size asked for, 64-byte aligned, with arbitrary content. */
  public static final class Block {
    final long address;
    final long bytes;
    private final Arena arena;
    private volatile Object use = "";
    private volatile String from = "";
    private long givenAt;

    private Block(long address, long bytes, Arena arena) {
      this.address = address;
      this.bytes = bytes;
      this.arena = arena;
    }

    public long address() {
      return address;
    }

    public long bytes() {
      return bytes;
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
              + " would pass the limit of "
              + limit
              + " bytes (-Djacobi.memory=…); live: "
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
    handedOut += size;
    peak = Math.max(peak, handedOut);
    ArrayDeque<Block> q = free.get(size);
    if (q != null && !q.isEmpty()) {
      pooled -= size;
      return q.pop();
    }
    if (size <= SMALL) {
      return carve(size);
    }
    trim();
    Arena arena = Arena.ofShared();
    return new Block(arena.allocate(size, 64).address(), size, arena);
  }

  private Block carve(long size) {
    long at = Arena.global().allocate(SLAB, 64).address();
    ArrayDeque<Block> q = free.computeIfAbsent(size, k -> new ArrayDeque<>());
    for (long o = size; o + size <= SLAB; o += size) {
      q.push(new Block(at + o, size, Arena.global()));
      pooled += size;
    }
    return new Block(at, size, Arena.global());
  }

  /** Makes room for a new block: frees what was not used for longest. */
  private void trim() {
    long most = peak + peak / 4 + KEPT;
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
      b.arena.close();
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
