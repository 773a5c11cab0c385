package jacobi.reference;

import jacobi.graph.DType;

/**
 * Philox 4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3"
 * (SC 2011): four 32-bit words for each block number, from a 64-bit key and a 64-bit salt.
 *
 * <p>Types of 4 bytes take word {@code i % 4} of block {@code i / 4} for element i. Types of 8
 * bytes take words {@code 2(i % 2)} (low half) and {@code 2(i % 2) + 1} (high half) of block {@code
 * i / 2}. A bool is the lowest bit of the word that an int32 would take. Floating values are the
 * upper 24 or 53 bits as a fraction.
 */
final class RandomBits {
  private static final long MASK = 0xFFFFFFFFL;

  private RandomBits() {}

  static void fill(long key, long salt, Elements out) {
    DType dtype = out.dtype();
    Elements.forEach(
        out.shape(),
        index -> {
          long i = Elements.position(out.shape(), index);
          switch (dtype) {
            case FLOAT32 -> out.setDouble(index, (word(key, salt, i) >>> 8) * 0x1p-24);
            case FLOAT64 -> out.setDouble(index, (twoWords(key, salt, i) >>> 11) * 0x1p-53);
            case INT32 -> out.setLong(index, word(key, salt, i));
            case INT64 -> out.setLong(index, twoWords(key, salt, i));
            case BOOL -> out.setLong(index, word(key, salt, i) & 1);
          }
        });
  }

  /** An unsigned 32-bit word. */
  private static long word(long key, long salt, long i) {
    return block(key, i / 4, salt)[(int) (i % 4)];
  }

  private static long twoWords(long key, long salt, long i) {
    long[] words = block(key, i / 2, salt);
    int at = 2 * (int) (i % 2);
    return words[at] | words[at + 1] << 32;
  }

  /**
   * Four unsigned 32-bit words. The counter's low half is the block number, its high half the salt.
   */
  static long[] block(long key, long number, long salt) {
    long k0 = key & MASK;
    long k1 = key >>> 32;
    long[] c = {number & MASK, number >>> 32, salt & MASK, salt >>> 32};
    for (int round = 0; round < 10; round++) {
      long p0 = 0xD2511F53L * c[0];
      long p1 = 0xCD9E8D57L * c[2];
      c = new long[] {(p1 >>> 32) ^ c[1] ^ k0, p1 & MASK, (p0 >>> 32) ^ c[3] ^ k1, p0 & MASK};
      k0 = (k0 + 0x9E3779B9L) & MASK;
      k1 = (k1 + 0xBB67AE85L) & MASK;
    }
    return c;
  }
}
