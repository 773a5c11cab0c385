package jacobi.data.text.pipeline;

import jacobi.data.text.UnicodeClass;
import java.util.function.IntPredicate;

/** Walks over the characters of strings. */
final class Characters {
  private Characters() {}

  static String without(String text, IntPredicate removed) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (!removed.test(c)) {
        kept.appendCodePoint(c);
      }
    }
    return kept.toString();
  }

  /** Where white space that starts here ends. */
  static int spacesEnd(String text, int from) {
    int i = from;
    while (i < text.length() && UnicodeClass.isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Where white space that ends here starts. */
  static int spacesStart(String text, int to) {
    int i = to;
    while (i > 0 && UnicodeClass.isSpace(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  /** ASCII symbols count as punctuation, as in BERT. */
  static boolean isPunctuation(int c) {
    return c < 0x80
        ? (c >= '!' && c <= '/')
            || (c >= ':' && c <= '@')
            || (c >= '[' && c <= '`')
            || (c >= '{' && c <= '~')
        : UnicodeClass.isPunctuation(c);
  }
}
