package jacobi.data;

/**
 * Shuffled orders that depend only on a seed and a stream number, so that epoch 7 can be repeated
 * without replaying epochs 0 to 6. A Fisher-Yates shuffle (Durstenfeld, CACM 7(7), 1964) draws its
 * numbers from SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) used as a counter-based generator.
 */
public final class Permutation {
  static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Permutation() {}

  /**
   * The numbers 0 to n-1 in an order fixed by {@code seed} and {@code stream}.
   *
   * @param stream any number; an epoch, say
   */
  public static int[] of(int n, long seed, long stream) {
    long key = mix(mix(seed + GOLDEN) + stream * GOLDEN);
    int[] p = new int[n];
    for (int i = 0; i < n; i++) {
      p[i] = i;
    }
    for (int i = n - 1; i > 0; i--) {
      // The high half of random * bound is below bound; its bias, at most bound / 2^64, is nil
      // here.
      int j = (int) Math.unsignedMultiplyHigh(mix(key + i * GOLDEN), i + 1);
      int t = p[i];
      p[i] = p[j];
      p[j] = t;
    }
    return p;
  }

  /** The finaliser of SplitMix64: numbers that look random of numbers that do not. */
  public static long mix(long x) {
    long z = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
