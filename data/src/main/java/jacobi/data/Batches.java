package jacobi.data;

import jacobi.graph.JacobiException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

/**
 * A data set cut in batches, epoch by epoch. The order of an epoch depends on the seed and the
 * epoch's number alone, so training can resume anywhere. The next batches are put together on other
 * threads while one is used; each such thread ends with its batch, so that leaving an epoch early
 * leaves nothing behind, and there is nothing to close.
 *
 * <pre>{@code
 * for (Batch batch : data.batches(32).shuffled(seed).epoch(epoch)) { ... }
 * }</pre>
 */
public final class Batches {
  private static final int DEFAULT_PREFETCH = 2;

  private final Dataset data;
  private final int batchSize;
  private final Order order;
  private final boolean dropLast;
  private final int prefetch;

  private interface Order {
    int[] of(long epoch);
  }

  private Batches(Dataset data, int batchSize, Order order, boolean dropLast, int prefetch) {
    this.data = data;
    this.batchSize = batchSize;
    this.order = order;
    this.dropLast = dropLast;
    this.prefetch = prefetch;
  }

  /** Batches in the order of the data set, the last one possibly smaller, two fetched ahead. */
  public static Batches of(Dataset data, int batchSize) {
    if (batchSize < 1) {
      throw new JacobiException("batch size " + batchSize + ", expected at least 1");
    }
    int[] inOrder = IntStream.range(0, data.size()).toArray();
    return new Batches(data, batchSize, _ -> inOrder, false, DEFAULT_PREFETCH);
  }

  /** Another order each epoch, by {@link Permutation}. */
  public Batches shuffled(long seed) {
    int size = data.size();
    return new Batches(
        data, batchSize, epoch -> Permutation.of(size, seed, epoch), dropLast, prefetch);
  }

  /** Leaves out the last batch of an epoch where it is smaller than the others. */
  public Batches dropLast() {
    return new Batches(data, batchSize, order, true, prefetch);
  }

  /** How many batches are fetched ahead; 0 fetches each when it is asked for, on that thread. */
  public Batches prefetch(int batches) {
    if (batches < 0) {
      throw new JacobiException("prefetch " + batches + ", expected 0 or more");
    }
    return new Batches(data, batchSize, order, dropLast, batches);
  }

  public Dataset data() {
    return data;
  }

  public int batchSize() {
    return batchSize;
  }

  /** Number of batches in an epoch. */
  public int perEpoch() {
    return dropLast ? data.size() / batchSize : Math.ceilDiv(data.size(), batchSize);
  }

  /** The batches of one epoch. */
  public Iterable<Batch> epoch(long epoch) {
    return epoch(epoch, 0);
  }

  /**
   * The batches of one epoch from some batch on, to go on where training stopped.
   *
   * @param firstBatch 0 to {@link #perEpoch}
   */
  public Iterable<Batch> epoch(long epoch, int firstBatch) {
    if (firstBatch < 0 || firstBatch > perEpoch()) {
      throw new JacobiException(
          "first batch " + firstBatch + ", expected 0 to " + perEpoch() + ", the epoch's end");
    }
    int[] indices = order.of(epoch);
    return () -> new Epoch(indices, firstBatch);
  }

  /** A window of tasks, each one batch; the first is the next to be returned. */
  private final class Epoch implements Iterator<Batch> {
    private final int[] indices;
    private final Queue<FutureTask<Batch>> window = new ArrayDeque<>();
    private int nextReturned;
    private int nextStarted;

    Epoch(int[] indices, int firstBatch) {
      this.indices = indices;
      this.nextReturned = firstBatch;
      this.nextStarted = firstBatch;
    }

    @Override
    public boolean hasNext() {
      return nextReturned < perEpoch();
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the epoch has " + perEpoch() + " batches");
      }
      if (prefetch == 0) {
        return gather(nextReturned++);
      }
      start(nextReturned + 1L + prefetch);
      nextReturned++;
      return await(window.remove());
    }

    private Batch gather(int number) {
      int from = Math.multiplyExact(number, batchSize);
      int to = (int) Math.min((long) from + batchSize, indices.length);
      return data.batch(Arrays.copyOfRange(indices, from, to));
    }

    private void start(long end) {
      for (; nextStarted < Math.min(end, perEpoch()); nextStarted++) {
        int number = nextStarted;
        FutureTask<Batch> task = new FutureTask<>(() -> gather(number));
        window.add(task);
        Thread.ofVirtual().name("jacobi-batch-" + number).start(task);
      }
    }

    private static Batch await(FutureTask<Batch> task) {
      try {
        return task.get();
      } catch (ExecutionException e) {
        // The tasks run no checked code, so the cause is one of these.
        switch (e.getCause()) {
          case RuntimeException cause -> throw cause;
          case Error cause -> throw cause;
          default -> throw new JacobiException("a batch could not be read", e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new JacobiException("interrupted while waiting for a batch", e);
      }
    }
  }
}
