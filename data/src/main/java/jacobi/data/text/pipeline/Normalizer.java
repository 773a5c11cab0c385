package jacobi.data.text.pipeline;

import jacobi.data.text.UnicodeClass;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.Optional;

/** Changes the characters of a text before it is cut into pieces. */
public sealed interface Normalizer {

  String apply(String text);

  /** Changes nothing. */
  record None() implements Normalizer {
    @Override
    public String apply(String text) {
      return text;
    }
  }

  /** A Unicode normalisation form (UAX 15). */
  record Unicode(Form form) implements Normalizer {
    @Override
    public String apply(String text) {
      return isAscii(text) ? text : java.text.Normalizer.normalize(text, form);
    }

    private static boolean isAscii(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) >= 0x80) {
          return false;
        }
      }
      return true;
    }
  }

  /** Lower-cases every character by itself: a final sigma becomes σ like any other. */
  record Lowercase() implements Normalizer {
    @Override
    public String apply(String text) {
      StringBuilder lower = new StringBuilder(text.length());
      for (int i = 0; i < text.length(); ) {
        int c = text.codePointAt(i);
        i += Character.charCount(c);
        if (c == 'İ') {
          lower.append("i\u0307");
        } else {
          lower.appendCodePoint(Character.toLowerCase(c));
        }
      }
      return lower.toString();
    }
  }

  /** Removes combining marks, which the form NFD has taken off their letters. */
  record StripAccents() implements Normalizer {
    @Override
    public String apply(String text) {
      return Characters.without(text, UnicodeClass::isMark);
    }
  }

  /**
   * What BERT's basic tokeniser does.
   *
   * @param cleanText whether control characters go and white space becomes blanks
   * @param handleChineseChars whether blanks are put around ideographs
   * @param stripAccents whether marks go; if empty, as {@code lowercase}
   */
  record Bert(
      boolean cleanText,
      boolean handleChineseChars,
      Optional<Boolean> stripAccents,
      boolean lowercase)
      implements Normalizer {
    @Override
    public String apply(String text) {
      String t = cleanText || handleChineseChars ? cleaned(text) : text;
      if (stripAccents.orElse(lowercase)) {
        t =
            Characters.without(
                new Unicode(Form.NFD).apply(t),
                c -> Character.getType(c) == Character.NON_SPACING_MARK);
      }
      return lowercase ? new Lowercase().apply(t) : t;
    }

    private String cleaned(String text) {
      StringBuilder clean = new StringBuilder(text.length() + 16);
      for (int i = 0; i < text.length(); ) {
        int c = text.codePointAt(i);
        i += Character.charCount(c);
        if (cleanText && (c == 0xfffd || isControl(c))) {
          continue;
        }
        if (cleanText && UnicodeClass.isSpace(c)) {
          clean.append(' ');
        } else if (handleChineseChars && isChinese(c)) {
          clean.append(' ').appendCodePoint(c).append(' ');
        } else {
          clean.appendCodePoint(c);
        }
      }
      return clean.toString();
    }

    private static boolean isControl(int c) {
      if (c == '\t' || c == '\n' || c == '\r') {
        return false;
      }
      int type = Character.getType(c);
      return type == Character.CONTROL || type == Character.FORMAT || type == Character.PRIVATE_USE;
    }

    /** The blocks as the reference has them, the gap after 2B81F included. */
    private static boolean isChinese(int c) {
      return c >= 0x3400
          && ((c >= 0x4e00 && c <= 0x9fff)
              || c <= 0x4dbf
              || (c >= 0x20000 && c <= 0x2a6df)
              || (c >= 0x2a700 && c <= 0x2b73f)
              || (c >= 0x2b740 && c <= 0x2b81f)
              || (c >= 0x2b920 && c <= 0x2ceaf)
              || (c >= 0xf900 && c <= 0xfaff)
              || (c >= 0x2f800 && c <= 0x2fa1f));
    }
  }

  /** Removes white space at the ends. */
  record Strip(boolean left, boolean right) implements Normalizer {
    @Override
    public String apply(String text) {
      int from = left ? Characters.spacesEnd(text, 0) : 0;
      int to = right ? Characters.spacesStart(text, text.length()) : text.length();
      return from < to ? text.substring(from, to) : "";
    }
  }

  /** Puts something before a text that is not empty. */
  record Prepend(String prefix) implements Normalizer {
    @Override
    public String apply(String text) {
      return text.isEmpty() ? text : prefix + text;
    }
  }

  /** Replaces whatever matches. */
  record Replace(TextPattern pattern, String content) implements Normalizer {
    @Override
    public String apply(String text) {
      return pattern.replaceAll(text, content);
    }
  }

  /** What SentencePiece does, by a table it has compiled. */
  record Precompiled(CharsMap map) implements Normalizer {
    @Override
    public String apply(String text) {
      return map.apply(text);
    }
  }

  /** One after the other. */
  record Sequence(List<Normalizer> parts) implements Normalizer {
    public Sequence {
      parts = List.copyOf(parts);
    }

    @Override
    public String apply(String text) {
      String t = text;
      for (Normalizer part : parts) {
        t = part.apply(t);
      }
      return t;
    }
  }
}
