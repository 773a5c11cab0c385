package jacobi.runtime;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Objects that hold blocks of memory for as long as they are reachable. */
final class Owners {
  /** What may be allocated to bring about a young collection. */
  private static final long MOST_GARBAGE = 16L << 20;

  private static final int GARBAGE = 1 << 16;

  /** Written, so that the allocation is not optimised away. */
  @SuppressWarnings("UnusedVariable")
  private static volatile byte[] garbage = {};

  private static final class Owned extends PhantomReference<Object> {
    final MemoryPool.Block block;

    Owned(Object owner, ReferenceQueue<Object> gone, MemoryPool.Block block) {
      super(owner, gone);
      this.block = block;
    }
  }

  private final Consumer<MemoryPool.Block> taker;
  private final Set<Owned> held = ConcurrentHashMap.newKeySet();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  /**
   * No owners yet.
   *
   * @param taker gets the blocks of unreachable ones
   */
  Owners(Consumer<MemoryPool.Block> taker) {
    this.taker = taker;
  }

  /** From now on the owner holds the block. */
  void add(Object owner, MemoryPool.Block block) {
    held.add(new Owned(owner, gone, block));
  }

  /** Takes back the blocks of owners that the collector has found unreachable. */
  void takeBack() {
    for (var owned = (Owned) gone.poll(); owned != null; owned = (Owned) gone.poll()) {
      takeBack(owned);
    }
  }

  /**
   * The same while a collection that just ended is still announcing them.
   *
   * @param patience milliseconds to wait for one more
   * @param enough when to wait no longer
   */
  void awaitAndTakeBack(long patience, BooleanSupplier enough) {
    try {
      while (!enough.getAsBoolean()) {
        var owned = (Owned) gone.remove(patience);
        if (owned == null) {
          return;
        }
        takeBack(owned);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeBack(Owned owned) {
    if (held.remove(owned)) {
      taker.accept(owned.block);
    }
  }

  /**
   * Makes the collector look through young objects, which dropped results mostly are. Java has no
   * call for this: garbage is allocated until it happens, 2 ms where {@link System#gc}, which looks
   * through all other objects too, takes 18 ms in a small program and more in a large one.
   *
   * @return whether it happened; a large young generation would take too much garbage
   */
  static boolean collectYoung() {
    var canary = new WeakReference<>(new Object());
    for (long n = 0; n < MOST_GARBAGE / GARBAGE && !canary.refersTo(null); n++) {
      garbage = new byte[GARBAGE];
    }
    garbage = new byte[0];
    return canary.refersTo(null);
  }
}
