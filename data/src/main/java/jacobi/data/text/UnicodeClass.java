package jacobi.data.text;

/** Classes of characters as Unicode defines them, where Java's own methods differ. */
public final class UnicodeClass {
  private static final int MARKS =
      1 << Character.NON_SPACING_MARK
          | 1 << Character.ENCLOSING_MARK
          | 1 << Character.COMBINING_SPACING_MARK;
  private static final int PUNCTUATION =
      1 << Character.CONNECTOR_PUNCTUATION
          | 1 << Character.DASH_PUNCTUATION
          | 1 << Character.START_PUNCTUATION
          | 1 << Character.END_PUNCTUATION
          | 1 << Character.INITIAL_QUOTE_PUNCTUATION
          | 1 << Character.FINAL_QUOTE_PUNCTUATION
          | 1 << Character.OTHER_PUNCTUATION;
  private static final int NUMBERS =
      1 << Character.DECIMAL_DIGIT_NUMBER
          | 1 << Character.LETTER_NUMBER
          | 1 << Character.OTHER_NUMBER;
  private static final int WORDS =
      MARKS | 1 << Character.DECIMAL_DIGIT_NUMBER | 1 << Character.CONNECTOR_PUNCTUATION;

  private UnicodeClass() {}

  private static boolean in(int types, int c) {
    return (types >> Character.getType(c) & 1) != 0;
  }

  /** The property White_Space; {@link Character#isWhitespace} leaves out no-break spaces. */
  public static boolean isSpace(int c) {
    if (c < 0x80) {
      return c == ' ' || (c >= 9 && c <= 13);
    }
    return switch (c) {
      case 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 -> true;
      default -> c >= 0x2000 && c <= 0x200a;
    };
  }

  /** Mn, Me and Mc. */
  public static boolean isMark(int c) {
    return c >= 0x300 && in(MARKS, c);
  }

  /** The categories that start with P. */
  public static boolean isPunctuation(int c) {
    return in(PUNCTUATION, c);
  }

  /** Nd, Nl and No. */
  public static boolean isNumber(int c) {
    return in(NUMBERS, c);
  }

  /** What {@code \w} matches (UTS 18): alphabetic, marks, digits, connectors and joiners. */
  public static boolean isWord(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
    return Character.isAlphabetic(c) || in(WORDS, c) || c == 0x200c || c == 0x200d;
  }

  static boolean isRegionalIndicator(int c) {
    return c >= 0x1f1e6 && c <= 0x1f1ff;
  }
}
