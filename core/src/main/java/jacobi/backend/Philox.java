package jacobi.backend;

/**
 * Counter-based random numbers, Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers:
 * as easy as 1, 2, 3; SC 2011). A block of four 32-bit words is a pure function of key, salt and
 * block number, so any element can be computed by itself.
 *
 * <p>Key words are the low and high halves of {@code key}; counter words 0 and 1 the low and high
 * halves of the block number, 2 and 3 those of {@code salt}. Element i of 4 bytes is word i%4 of
 * block i/4; element i of 8 bytes is words 2(i%2) (low) and 2(i%2)+1 (high) of block i/2. A bool is
 * the lowest bit of the word that an int32 would be.
 */
public final class Philox {
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;

  private Philox() {}

  /**
   * Fills {@code words}, whose length is a multiple of 4, with consecutive blocks.
   *
   * @param block number of the first block
   */
  public static void fill(long key, long salt, long block, int[] words) {
    for (int i = 0; i < words.length; i += 4) {
      int k0 = (int) key;
      int k1 = (int) (key >>> 32);
      int c0 = (int) block;
      int c1 = (int) (block >>> 32);
      int c2 = (int) salt;
      int c3 = (int) (salt >>> 32);
      for (int round = 0; round < 10; round++) {
        long p0 = M0 * (c0 & 0xFFFFFFFFL);
        long p1 = M1 * (c2 & 0xFFFFFFFFL);
        c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
        c1 = (int) p1;
        c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
        c3 = (int) p0;
        k0 += W0;
        k1 += W1;
      }
      words[i] = c0;
      words[i + 1] = c1;
      words[i + 2] = c2;
      words[i + 3] = c3;
      block++;
    }
  }

  /** Uniform in [0, 1): the 24 high bits of an int. */
  public static float float32(int bits) {
    return (bits >>> 8) * 0x1p-24f;
  }

  /** Uniform in [0, 1): the 53 high bits of a long. */
  public static double float64(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }
}
