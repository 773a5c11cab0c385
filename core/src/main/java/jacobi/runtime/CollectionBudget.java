package jacobi.runtime;

/**
 * How many bytes are handed out to owners from one collection to the next. More while collections
 * take a good part of the time, less again when they take hardly any: a network that puts out 10 MB
 * in 3 ms would otherwise wait for the collector most of the time, and one that trains for hours
 * need not hold hundreds of megabytes that nobody uses.
 */
final class CollectionBudget {
  /**
   * The least: with 128 MB instead, the Java heap of a long training grew by 12 %, and it was no
   * faster.
   */
  static final long LEAST = 32L << 20;

  static final long MOST = 256L << 20;

  /** Collections should not take more than this part of the time, */
  private static final int MUCH = 16;

  /** and when they take less than this one, they may come more often. */
  private static final int LITTLE = 128;

  private long bytes = LEAST;

  long bytes() {
    return bytes;
  }

  /**
   * Adapts it after a collection.
   *
   * @param nanos what the collection took
   * @param between time since the last one ended
   */
  void collected(long nanos, long between) {
    if (nanos > between / MUCH) {
      bytes = Math.min(MOST, 2 * bytes);
    } else if (nanos < between / LITTLE) {
      bytes = Math.max(LEAST, bytes / 2);
    }
  }
}
