package jacobi.data.text.pipeline;

import java.nio.charset.StandardCharsets;

/**
 * A visible character for every byte, as GPT-2 writes its tokens (Radford et al. 2019): printable
 * bytes are themselves, the others the characters from U+0100 on.
 */
final class ByteAlphabet {
  private static final char[] CHARS = new char[256];
  private static final int[] BYTES = new int[512];

  static {
    java.util.Arrays.fill(BYTES, -1);
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
      CHARS[b] = (char) (printable ? b : next++);
      BYTES[CHARS[b]] = b;
    }
  }

  private ByteAlphabet() {}

  static char charOf(int b) {
    return CHARS[b];
  }

  /** The byte of a character, or -1. */
  static int byteOf(char c) {
    return c < BYTES.length ? BYTES[c] : -1;
  }

  static String spell(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    char[] chars = new char[utf8.length];
    for (int i = 0; i < utf8.length; i++) {
      chars[i] = CHARS[utf8[i] & 0xff];
    }
    return new String(chars);
  }
}
