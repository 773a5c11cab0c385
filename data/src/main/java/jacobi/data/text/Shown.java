package jacobi.data.text;

/** Text as messages show it. */
final class Shown {
  private static final int LONGEST = 40;

  private Shown() {}

  /** At most 40 characters, control characters as blanks. */
  static String token(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, Math.min(LONGEST, points(line)))) + "…";
  }

  private static int points(String line) {
    return line.codePointCount(0, LONGEST);
  }
}
