package jacobi.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PhiloxTest {

  /** The known answers that Random123 publishes for philox4x32-10 (file kat_vectors). */
  @Test
  void knownAnswers() {
    check(0L, 0L, 0L, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    check(-1L, -1L, -1L, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    check(
        0x299f31d0_a4093822L,
        0x03707344_13198a2eL,
        0x85a308d3_243f6a88L,
        0xd16cfe09,
        0x94fdcceb,
        0x5001e420,
        0x24126ea1);
  }

  @Test
  void blocksFollowEachOther() {
    int[] two = new int[8];
    Philox.fill(5, 6, 0xFFFFFFFFL, two);
    int[] second = new int[4];
    Philox.fill(5, 6, 0x1_0000_0000L, second);
    assertArrayEquals(second, java.util.Arrays.copyOfRange(two, 4, 8));
  }

  @Test
  void fractionsStayBelowOne() {
    assertEquals(0x1p0f - 0x1p-24f, Philox.float32(-1));
    assertEquals(0, Philox.float32(255));
    assertEquals(0x1p0 - 0x1p-53, Philox.float64(-1L));
    assertEquals(0x1p-53, Philox.float64(1L << 11));
  }

  private static void check(long key, long salt, long block, int... expected) {
    int[] words = new int[4];
    Philox.fill(key, salt, block, words);
    assertArrayEquals(expected, words);
  }
}
