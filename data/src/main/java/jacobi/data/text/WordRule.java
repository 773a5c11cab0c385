package jacobi.data.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Where words begin and end.
 *
 * <p>{@link #WHITE_SPACE} is for text whose words are already apart ({@code I ca n't stay .}): a
 * word is what stands between white space.
 *
 * <p>{@link #WORDS} is for text as people write it:
 *
 * <ul>
 *   <li>White space, control characters and invisible format characters (direction marks and the
 *       like) separate words and are left out.
 *   <li>A word is a longest run of letters, their marks, digits, zero-width joiners and
 *       non-joiners, and soft hyphens. An apostrophe (' or ’) between two letters belongs to it, so
 *       does a dot or comma between two digits: {@code don't}, {@code 4.19}, {@code 1,000}.
 *   <li>A Chinese, Japanese or other ideograph is a word by itself.
 *   <li>An emoji is a word together with its skin tone, variation selector, and others it is joined
 *       to; two regional indicators are one flag.
 *   <li>Any other character, a hyphen for one, is a word by itself.
 * </ul>
 */
public enum WordRule {
  WHITE_SPACE {
    @Override
    int end(String text, int start) {
      int i = start;
      while (i < text.length()) {
        int c = text.codePointAt(i);
        if (UnicodeClass.isSpace(c)) {
          break;
        }
        i += Character.charCount(c);
      }
      return i;
    }

    @Override
    boolean separates(int c) {
      return UnicodeClass.isSpace(c);
    }
  },

  WORDS {
    @Override
    int end(String text, int start) {
      int c = text.codePointAt(start);
      int next = start + Character.charCount(c);
      if (isWordPart(c)) {
        return wordEnd(text, next, c);
      }
      if (UnicodeClass.isRegionalIndicator(c)) {
        boolean flag =
            next < text.length() && UnicodeClass.isRegionalIndicator(text.codePointAt(next));
        return flag ? next + 2 : next;
      }
      return Character.isExtendedPictographic(c) ? emojiEnd(text, next) : marksEnd(text, next);
    }

    @Override
    boolean separates(int c) {
      int type = Character.getType(c);
      return UnicodeClass.isSpace(c) || type == Character.CONTROL || type == Character.FORMAT;
    }
  };

  private static final int SOFT_HYPHEN = 0xad;
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  /** The end of the word that starts here. */
  abstract int end(String text, int start);

  abstract boolean separates(int c);

  /** The words of a text. */
  public List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (separates(c)) {
        i += Character.charCount(c);
      } else {
        int end = end(text, i);
        words.add(text.substring(i, end));
        i = end;
      }
    }
    return words;
  }

  private static boolean isWordPart(int c) {
    if (c < 128) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    return Character.isLetterOrDigit(c) && !Character.isIdeographic(c);
  }

  private static boolean continues(int c) {
    return isWordPart(c)
        || c == ZERO_WIDTH_JOINER
        || c == ZERO_WIDTH_NON_JOINER
        || c == SOFT_HYPHEN
        || (c >= 128 && UnicodeClass.isMark(c));
  }

  private static int wordEnd(String text, int from, int first) {
    int previous = first;
    int i = from;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (!continues(c)
          && !joins(previous, c, next < text.length() ? text.codePointAt(next) : -1)) {
        break;
      }
      previous = c;
      i = next;
    }
    return i;
  }

  private static boolean joins(int before, int c, int after) {
    return switch (c) {
      case '\'', '’' -> Character.isLetter(before) && Character.isLetter(after);
      case '.', ',' -> Character.isDigit(before) && Character.isDigit(after);
      default -> false;
    };
  }

  private static int marksEnd(String text, int from) {
    int i = from;
    while (i < text.length() && UnicodeClass.isMark(text.codePointAt(i))) {
      i += Character.charCount(text.codePointAt(i));
    }
    return i;
  }

  private static int emojiEnd(String text, int from) {
    int i = from;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (c == ZERO_WIDTH_JOINER
          && next < text.length()
          && Character.isExtendedPictographic(text.codePointAt(next))) {
        next += Character.charCount(text.codePointAt(next));
      } else if (!UnicodeClass.isMark(c)
          && !Character.isEmojiModifier(c)
          && !(c >= 0xe0020 && c <= 0xe007f)) {
        break;
      }
      i = next;
    }
    return i;
  }
}
