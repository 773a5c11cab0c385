package jacobi.runtime;

import jacobi.graph.JacobiException;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Native memory in blocks of a few sizes, used again when free. Nobody has to give memory back:
 * blocks that a user can reach return when their owner is unreachable. Because the garbage
 * collector does not see native memory, the pool asks for a collection when what is handed out has
 * doubled since the last one, and before it fails.
 */
public final class MemoryPool {
  private static final long FIRST_COLLECTION = 32L << 20;
  private static final long TRACED = 1L << 20;
  private static final int SLAB = 1 << 16;
  private static final int SMALL = 1 << 12;

  private final long limit;
  private final Map<Long, ArrayDeque<Block>> free = new HashMap<>();
  private final Set<Block> live = ConcurrentHashMap.newKeySet();
  private long handedOut;
  private long pooled;
  private long collectAt = FIRST_COLLECTION;

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
    private volatile String use = "";

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
   * Takes a block.
   *
   * @param use what for, shown when memory runs out
   */
  public Block take(long bytes, String use) {
    long size = sizeClass(Math.max(1, bytes));
    Block b = tryTake(size, collectAt);
    if (b == null) {
      collect(size);
      b = tryTake(size, limit);
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
    b.use = size >= TRACED ? use + UserLine.find() : use;
    live.add(b);
    return b;
  }

  public synchronized void give(Block b) {
    if (live.remove(b)) {
      handedOut -= b.bytes;
      pooled += b.bytes;
      free.computeIfAbsent(b.bytes, k -> new ArrayDeque<>()).push(b);
    }
  }

  /** Bytes handed out now. */
  public synchronized long liveBytes() {
    return handedOut;
  }

  private synchronized Block tryTake(long size, long bound) {
    if (handedOut + size > Math.min(bound, limit)) {
      return null;
    }
    handedOut += size;
    ArrayDeque<Block> q = free.get(size);
    if (q != null && !q.isEmpty()) {
      pooled -= size;
      return q.pop();
    }
    if (size <= SMALL) {
      return carve(size);
    }
    if (pooled > Math.max(FIRST_COLLECTION, handedOut / 2)) {
      trim();
    }
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

  private void trim() {
    for (ArrayDeque<Block> q : free.values()) {
      q.removeIf(
          b -> {
            if (b.bytes <= SMALL) {
              return false;
            }
            b.arena.close();
            pooled -= b.bytes;
            return true;
          });
    }
  }

  /** Lets unreachable owners return their blocks, then decides when to do so next. */
  private void collect(long wanted) {
    long before = liveBytes();
    System.gc();
    // Owners are released by another thread: wait until it has stopped finding any.
    for (int quiet = 0, round = 0; quiet < 3 && round < 50; round++) {
      long seen = liveBytes();
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      quiet = liveBytes() == seen ? quiet + 1 : 0;
    }
    synchronized (this) {
      collectAt = Math.max(FIRST_COLLECTION, Math.max(2 * handedOut, handedOut + 2 * wanted));
      if (handedOut > before / 2) {
        collectAt = Math.max(collectAt, before + before / 2);
      }
    }
  }

  private String report() {
    return live.stream()
        .sorted(Comparator.comparingLong((Block b) -> -b.bytes))
        .limit(5)
        .map(b -> b.bytes + " bytes " + b.use)
        .collect(Collectors.joining("; "));
  }

  /** Four classes for each power of two, so that at most a fifth is lost. */
  private static long sizeClass(long bytes) {
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
