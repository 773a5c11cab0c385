package jacobi.data.text;

import java.util.List;
import java.util.stream.Collectors;

/** Text as messages show it. */
final class Shown {
  private static final int LONGEST = 40;
  private static final int MOST = 10;

  private Shown() {}

  /** At most 40 characters, control characters as blanks. */
  static String token(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, Math.min(LONGEST, points(line)))) + "…";
  }

  /** At most ten of some words. */
  static String list(List<String> words) {
    return words.stream().limit(MOST).map(Shown::token).collect(Collectors.joining(", "))
        + (words.size() > MOST ? ", …" : "");
  }

  private static int points(String line) {
    return line.codePointCount(0, LONGEST);
  }
}
