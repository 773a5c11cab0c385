package jacobi.data;

import jacobi.graph.JacobiException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
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
 * <p>Examples that go on where the one before ended ({@link Dataset#continues}) are never shuffled
 * but laid out in columns, as many as a batch has rows and as even as possible: row b of each batch
 * goes on where row b of the batch before ended. Where they do not divide evenly, the last batch
 * has the first rows only.
 *
 * <pre>{@code
 * for (Batch batch : data.batches(32).shuffled(seed).epoch(epoch)) { ... }
 * }</pre>
 */
public final class Batches {
  private static final int DEFAULT_PREFETCH = 2;

  /** Which streams of {@link Permutation} order the batches of an epoch; examples have the rest. */
  private static final long BATCH_STREAMS = Long.MIN_VALUE;

  private final Dataset data;
  private final int batchSize;
  private final Buckets buckets;
  private final OptionalLong shuffle;
  private final boolean dropLast;
  private final int prefetch;
  private final int perEpoch;

  private Batches(
      Dataset data,
      int batchSize,
      Buckets buckets,
      OptionalLong shuffle,
      boolean dropLast,
      int prefetch) {
    this.data = data;
    this.batchSize = batchSize;
    this.buckets = buckets;
    this.shuffle = shuffle;
    this.dropLast = dropLast;
    this.prefetch = prefetch;
    this.perEpoch = inOrder().size();
  }

  /**
   * Batches in the order of the data set, the last one possibly smaller, two fetched ahead.
   * Sequences of different length are all padded to the longest of the data set.
   */
  public static Batches of(Dataset data, int batchSize) {
    if (batchSize < 1) {
      throw new JacobiException("batch size " + batchSize + ", expected at least 1");
    }
    return new Batches(
        data, batchSize, Buckets.one(data), OptionalLong.empty(), false, DEFAULT_PREFETCH);
  }

  /** Another order each epoch, by {@link Permutation}. */
  public Batches shuffled(long seed) {
    return new Batches(data, batchSize, buckets, OptionalLong.of(seed), dropLast, prefetch);
  }

  /**
   * Batches of sequences of similar length: there are at most so many buckets with about as many
   * sequences in each, a batch holds sequences of one bucket and is padded to the longest of that
   * bucket. Fewer zeros are computed, for as many shapes of batches as there are buckets. Each
   * bucket's last batch may be smaller.
   *
   * @param count of buckets, at least 1
   */
  public Batches buckets(int count) {
    return new Batches(data, batchSize, Buckets.even(data, count), shuffle, dropLast, prefetch);
  }

  /** Leaves out the last batch, of each bucket, where it is smaller than the others. */
  public Batches dropLast() {
    return new Batches(data, batchSize, buckets, shuffle, true, prefetch);
  }

  /** How many batches are fetched ahead; 0 fetches each when it is asked for, on that thread. */
  public Batches prefetch(int batches) {
    if (batches < 0) {
      throw new JacobiException("prefetch " + batches + ", expected 0 or more");
    }
    return new Batches(data, batchSize, buckets, shuffle, dropLast, batches);
  }

  public Dataset data() {
    return data;
  }

  public int batchSize() {
    return batchSize;
  }

  /** Number of batches in an epoch. */
  public int perEpoch() {
    return perEpoch;
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
    List<int[]> batches = order(epoch);
    Dataset now = data.inEpoch(epoch);
    return () -> new Epoch(now, batches, firstBatch);
  }

  private List<int[]> inOrder() {
    return data.continues()
        ? columns()
        : buckets.cut(data, IntStream.range(0, data.size()).toArray(), batchSize, dropLast);
  }

  /** Row b has the b-th of as many runs of neighbours as there are rows, the first ones longer. */
  private List<int[]> columns() {
    int rows = Math.min(batchSize, data.size());
    int even = data.size() / Math.max(1, rows);
    int longer = data.size() - even * rows;
    List<int[]> batches = new ArrayList<>();
    for (int t = 0; t < (longer == 0 || dropLast ? even : even + 1); t++) {
      int number = t;
      batches.add(
          IntStream.range(0, t < even ? rows : longer)
              .map(b -> b * even + Math.min(b, longer) + number)
              .toArray());
    }
    return batches;
  }

  /**
   * Which examples the batches of one epoch hold, as indices into the data set, batch by batch and
   * row by row.
   */
  public List<int[]> order(long epoch) {
    if (shuffle.isEmpty() || data.continues()) {
      return inOrder();
    }
    long seed = shuffle.getAsLong();
    int[] examples = Permutation.of(data.size(), seed, epoch);
    List<int[]> batches = buckets.cut(data, examples, batchSize, dropLast);
    if (buckets.ends().length == 1) {
      return batches;
    }
    int[] order = Permutation.of(batches.size(), seed, BATCH_STREAMS + epoch);
    return Arrays.stream(order).mapToObj(batches::get).toList();
  }

  /** A window of tasks, each one batch; the first is the next to be returned. */
  private final class Epoch implements Iterator<Batch> {
    private final Dataset now;
    private final List<int[]> batches;
    private final Queue<FutureTask<Batch>> window = new ArrayDeque<>();
    private int nextReturned;
    private int nextStarted;

    Epoch(Dataset now, List<int[]> batches, int firstBatch) {
      this.now = now;
      this.batches = batches;
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
      int[] indices = batches.get(number);
      return now.hasLengths()
          ? Batch.gather(now, indices, buckets.steps(now, indices))
          : now.batch(indices);
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
