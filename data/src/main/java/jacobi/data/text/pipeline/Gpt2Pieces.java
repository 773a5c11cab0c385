package jacobi.data.text.pipeline;

import jacobi.data.text.UnicodeClass;

/**
 * GPT-2's pieces, by hand, as the expression {@code 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+|
 * ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+} finds them.
 */
final class Gpt2Pieces {
  private static final byte SPACE = 0;
  private static final byte LETTER = 1;
  private static final byte NUMBER = 2;
  private static final byte OTHER = 3;
  private static final byte[] ASCII = new byte[128];

  static {
    for (int c = 0; c < 128; c++) {
      ASCII[c] = slowKind(c);
    }
  }

  private Gpt2Pieces() {}

  private static byte slowKind(int c) {
    if (UnicodeClass.isSpace(c)) {
      return SPACE;
    }
    if (Character.isLetter(c)) {
      return LETTER;
    }
    return UnicodeClass.isNumber(c) ? NUMBER : OTHER;
  }

  private static byte kind(int c) {
    return c < 128 ? ASCII[c] : slowKind(c);
  }

  static void cut(String text, boolean first, PieceSink sink) {
    int i = 0;
    while (i < text.length()) {
      int end = end(text, i);
      sink.piece(text, i, end, first && i == 0);
      i = end;
    }
  }

  private static int end(String text, int start) {
    char c = text.charAt(start);
    if (c == '\'') {
      int contraction = contraction(text, start + 1);
      if (contraction > 0) {
        return start + 1 + contraction;
      }
    }
    int from = c == ' ' && start + 1 < text.length() ? start + 1 : start;
    byte kind = kind(text.codePointAt(from));
    if (kind != SPACE) {
      return runEnd(text, from, kind);
    }
    int end = runEnd(text, start, SPACE);
    // The last blank belongs to what follows.
    return end == text.length() || end == start + 1 ? end : end - 1;
  }

  private static int runEnd(String text, int from, byte kind) {
    int i = from;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (kind(c) != kind) {
        break;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  private static int contraction(String text, int at) {
    if (at >= text.length()) {
      return 0;
    }
    char second = at + 1 < text.length() ? text.charAt(at + 1) : 0;
    return switch (text.charAt(at)) {
      case 's', 't', 'm', 'd' -> 1;
      case 'r', 'v' -> second == 'e' ? 2 : 0;
      case 'l' -> second == 'l' ? 2 : 0;
      default -> 0;
    };
  }
}
