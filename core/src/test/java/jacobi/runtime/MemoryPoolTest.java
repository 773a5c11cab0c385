package jacobi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.graph.JacobiException;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryPoolTest {
  private static final long MEGABYTE = 1L << 20;

  @Test
  void blocksThatAreGivenBackAreUsedAgain() {
    var pool = new MemoryPool(100 * MEGABYTE);
    MemoryPool.Block first = pool.take(3 * MEGABYTE, "a");
    pool.give(first);
    pool.give(first);

    MemoryPool.Block second = pool.take(3 * MEGABYTE - 100, "b");
    MemoryPool.Block third = pool.take(3 * MEGABYTE, "c");

    assertThat(second).isSameAs(first);
    assertThat(third.address()).isNotEqualTo(second.address());
    assertThat(pool.liveBytes()).isEqualTo(second.bytes() + third.bytes());
  }

  @Test
  void memoryOfDroppedOwnersReturns() {
    var pool = new MemoryPool(200 * MEGABYTE);

    for (int i = 0; i < 5_000; i++) {
      pool.take(MEGABYTE, "dropped", new Object());
    }

    assertThat(pool.liveBytes()).isLessThanOrEqualTo(200 * MEGABYTE);
  }

  @Test
  void memoryOfReachableOwnersStays() {
    var pool = new MemoryPool(200 * MEGABYTE);
    List<Object> owners = new ArrayList<>();
    List<Long> addresses = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      var owner = new Object();
      owners.add(owner);
      addresses.add(pool.take(MEGABYTE, "held", owner).address());
    }

    try {
      for (int i = 0; i < 1_000; i++) {
        assertThat(addresses)
            .doesNotContain(pool.take(MEGABYTE, "dropped", new Object()).address());
      }

      assertThat(pool.liveBytes()).isGreaterThanOrEqualTo(20 * MEGABYTE);
    } finally {
      Reference.reachabilityFence(owners);
    }
  }

  /** Owners that have become old are not found by young collections. */
  @Test
  void memoryOfOwnersThatWereHeldForLongReturns() {
    var pool = new MemoryPool(400 * MEGABYTE);
    Object[] recent = new Object[60];

    for (int i = 0; i < 5_000; i++) {
      recent[i % recent.length] = new Object();
      pool.take(MEGABYTE, "held for 60 rounds", recent[i % recent.length]);
    }

    assertThat(pool.liveBytes()).isLessThanOrEqualTo(400 * MEGABYTE);
  }

  @Test
  void runningOutNamesWhatIsLive() {
    var pool = new MemoryPool(10 * MEGABYTE);
    MemoryPool.Block most = pool.take(8 * MEGABYTE, "intermediate values");

    assertThatThrownBy(() -> pool.take(4 * MEGABYTE, "float32[1024, 1024]"))
        .isInstanceOf(JacobiException.class)
        .hasMessageContaining("4194304 bytes more for float32[1024, 1024] would pass the limit")
        .hasMessageContaining(most.bytes() + " bytes of intermediate values");

    pool.give(most);
    assertThat(pool.take(4 * MEGABYTE, "fits").bytes()).isEqualTo(4 * MEGABYTE);
  }

  @Test
  void theBudgetGrowsWhileCollectionsTakeMuchAndShrinksAgain() {
    var budget = new CollectionBudget();

    budget.collected(1, 15);
    assertThat(budget.bytes()).isEqualTo(2 * CollectionBudget.LEAST);
    budget.collected(1, 100);
    assertThat(budget.bytes()).isEqualTo(2 * CollectionBudget.LEAST);
    budget.collected(1, 1_000);
    assertThat(budget.bytes()).isEqualTo(CollectionBudget.LEAST);
    budget.collected(1, 1_000);
    assertThat(budget.bytes()).isEqualTo(CollectionBudget.LEAST);
    for (int i = 0; i < 50; i++) {
      budget.collected(1, 1);
    }
    assertThat(budget.bytes()).isEqualTo(CollectionBudget.MOST);
  }
}
