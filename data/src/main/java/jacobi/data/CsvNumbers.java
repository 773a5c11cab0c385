package jacobi.data;

import java.util.regex.Pattern;

/**
 * What counts as a number in a CSV cell: decimal notation, with no type suffix and no hexadecimal.
 */
final class CsvNumbers {
  private static final Pattern NOT_FINITE =
      Pattern.compile("[+-]?(nan|inf|infinity)|na|null", Pattern.CASE_INSENSITIVE);

  private CsvNumbers() {}

  /** Whether {@code Float.parseFloat} takes the text, without the forms only Java knows. */
  static boolean isNumber(String text) {
    int i = skipSign(text, 0);
    int wholeEnd = skipDigits(text, i);
    int digits = wholeEnd - i;
    i = wholeEnd;
    if (i < text.length() && text.charAt(i) == '.') {
      int fractionEnd = skipDigits(text, i + 1);
      digits += fractionEnd - (i + 1);
      i = fractionEnd;
    }
    if (digits == 0) {
      return false;
    }
    if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      int start = skipSign(text, i + 1);
      i = skipDigits(text, start);
      return i > start && i == text.length();
    }
    return i == text.length();
  }

  /** Whether the text is one of the usual ways to write a number that is missing or infinite. */
  static boolean isNotFinite(String text) {
    return NOT_FINITE.matcher(text).matches();
  }

  /** The start of a text, on one line, fit for a message. */
  static String shorten(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= 40 ? line : line.substring(0, 40) + "...";
  }

  private static int skipSign(String text, int i) {
    return i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+') ? i + 1 : i;
  }

  private static int skipDigits(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }
}
