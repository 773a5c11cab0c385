package jacobi.data.text.pipeline;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;

/** A text cut into matches and what is between them, end to end. */
final class Matches {
  private final String text;
  private int[] ends = new int[32];
  private boolean[] matched = new boolean[32];
  private int n;

  private Matches(String text) {
    this.text = text;
  }

  /** Every character of the class is a match by itself. */
  static Matches of(String text, IntPredicate isMatch) {
    Matches found = new Matches(text);
    int between = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (isMatch.test(c)) {
        found.add(between, i, false);
        found.add(i, next, true);
        between = next;
      }
      i = next;
    }
    found.add(between, text.length(), false);
    return found;
  }

  /**
   * @param invert whether what lies between the matches counts as matched
   */
  static Matches of(String text, TextPattern pattern, boolean invert) {
    Matches found = new Matches(text);
    int between = 0;
    Matcher matcher = pattern.compiled().matcher(text);
    while (matcher.find()) {
      found.add(between, matcher.start(), invert);
      found.add(matcher.start(), matcher.end(), !invert);
      between = matcher.end();
    }
    found.add(between, text.length(), invert);
    return found;
  }

  private void add(int from, int to, boolean match) {
    if (from == to) {
      return;
    }
    if (n == ends.length) {
      ends = Arrays.copyOf(ends, 2 * n);
      matched = Arrays.copyOf(matched, 2 * n);
    }
    ends[n] = to;
    matched[n++] = match;
  }

  void cut(SplitBehavior behavior, boolean first, PieceSink sink) {
    // A cut before each of these; a match that is removed stands alone.
    int from = 0;
    boolean joinedBefore = false;
    for (int i = 0; i < n; i++) {
      boolean last = i == n - 1;
      boolean joined =
          !last
              && switch (behavior) {
                case REMOVED, ISOLATED -> false;
                case CONTIGUOUS -> matched[i] == matched[i + 1];
                case MERGED_WITH_PREVIOUS -> matched[i + 1] && !matched[i];
                case MERGED_WITH_NEXT -> matched[i] && !matched[i + 1];
              };
      if (joined) {
        joinedBefore = true;
        continue;
      }
      int to = ends[i];
      if (behavior != SplitBehavior.REMOVED || !matched[i] || joinedBefore) {
        sink.piece(text, from, to, first && from == 0);
      }
      from = to;
      joinedBefore = false;
    }
  }
}
