package jacobi.data.text.pipeline;

import jacobi.data.text.UnicodeClass;
import java.util.List;

/** Cuts a text into the pieces that a {@link SubwordModel} sees one by one. */
public sealed interface PreTokenizer {

  /**
   * Hands over the pieces in their order; none is empty.
   *
   * @param first whether the text stands at the beginning of what was to be encoded
   */
  void split(String text, boolean first, PieceSink sink);

  /** How a piece is spelled for the model. */
  default String spell(String piece) {
    return piece;
  }

  /** The whole text is one piece. */
  record None() implements PreTokenizer {
    @Override
    public void split(String text, boolean first, PieceSink sink) {
      if (!text.isEmpty()) {
        sink.piece(text, 0, text.length(), first);
      }
    }
  }

  /** Words ({@code \w+}) and runs of what is neither word nor white space. */
  record Whitespace() implements PreTokenizer {
    @Override
    public void split(String text, boolean first, PieceSink sink) {
      int i = 0;
      while (i < text.length()) {
        int c = text.codePointAt(i);
        int end = i + Character.charCount(c);
        if (UnicodeClass.isSpace(c)) {
          i = end;
          continue;
        }
        boolean word = UnicodeClass.isWord(c);
        while (end < text.length()) {
          int d = text.codePointAt(end);
          if (UnicodeClass.isWord(d) != word || (!word && UnicodeClass.isSpace(d))) {
            break;
          }
          end += Character.charCount(d);
        }
        sink.piece(text, i, end, first && i == 0);
        i = end;
      }
    }
  }

  /** What stands between white space. */
  record WhitespaceSplit() implements PreTokenizer {
    @Override
    public void split(String text, boolean first, PieceSink sink) {
      int i = Characters.spacesEnd(text, 0);
      while (i < text.length()) {
        int end = i;
        while (end < text.length() && !UnicodeClass.isSpace(text.charAt(end))) {
          end++;
        }
        sink.piece(text, i, end, first && i == 0);
        i = Characters.spacesEnd(text, end);
      }
    }
  }

  /** What stands between white space, every punctuation character by itself. */
  record Bert() implements PreTokenizer {
    @Override
    public void split(String text, boolean first, PieceSink sink) {
      int from = 0;
      for (int i = 0; i < text.length(); ) {
        int c = text.codePointAt(i);
        int next = i + Character.charCount(c);
        boolean space = UnicodeClass.isSpace(c);
        if (space || Characters.isPunctuation(c)) {
          if (from < i) {
            sink.piece(text, from, i, first && from == 0);
          }
          if (!space) {
            sink.piece(text, i, next, first && i == 0);
          }
          from = next;
        }
        i = next;
      }
      if (from < text.length()) {
        sink.piece(text, from, text.length(), first && from == 0);
      }
    }
  }

  /**
   * GPT-2's: pieces of letters, digits or other characters with the blank before them, spelled by
   * their bytes.
   *
   * @param addPrefixSpace whether a blank is put before a text that starts without one
   * @param trimOffsets kept for files; it says nothing about ids
   * @param useRegex whether the text is cut at all
   */
  record ByteLevel(boolean addPrefixSpace, boolean trimOffsets, boolean useRegex)
      implements PreTokenizer {
    @Override
    public void split(String text, boolean first, PieceSink sink) {
      String t = addPrefixSpace && !text.startsWith(" ") ? " " + text : text;
      if (useRegex) {
        Gpt2Pieces.cut(t, first, sink);
      } else if (!t.isEmpty()) {
        sink.piece(t, 0, t.length(), first);
      }
    }

    @Override
    public String spell(String piece) {
      return ByteAlphabet.spell(piece);
    }
  }

  /** When a {@link Metaspace} puts its character before a text. */
  enum Prepend {
    ALWAYS,
    /** Only at the beginning of what was to be encoded, not after added tokens. */
    FIRST,
    NEVER
  }

  /**
   * SentencePiece's: blanks become a character, and start pieces.
   *
   * @param replacement the character, ▁ as a rule
   * @param split whether the text is cut
   */
  record Metaspace(char replacement, Prepend prepend, boolean split) implements PreTokenizer {
    @Override
    public void split(String text, boolean first, PieceSink sink) {
      String t = text.replace(' ', replacement);
      boolean starts = !t.isEmpty() && t.charAt(0) == replacement;
      boolean prepended =
          !starts
              && switch (prepend) {
                case ALWAYS -> true;
                case FIRST -> first;
                case NEVER -> false;
              };
      if (prepended) {
        t = replacement + t;
      }
      if (!split) {
        new None().split(t, first, sink);
        return;
      }
      int from = 0;
      while (from < t.length()) {
        int end = t.indexOf(replacement, from + 1);
        end = end < 0 ? t.length() : end;
        sink.piece(t, from, end, first && from == 0);
        from = end;
      }
    }
  }

  /**
   * Cuts where a pattern matches.
   *
   * @param invert whether the pattern says what the pieces are, not what is between them
   */
  record Split(TextPattern pattern, SplitBehavior behavior, boolean invert)
      implements PreTokenizer {
    @Override
    public void split(String text, boolean first, PieceSink sink) {
      Matches.of(text, pattern, invert).cut(behavior, first, sink);
    }
  }

  /** Cuts at one character, which goes. */
  record CharDelimiterSplit(int delimiter) implements PreTokenizer {
    @Override
    public void split(String text, boolean first, PieceSink sink) {
      Matches.of(text, c -> c == delimiter).cut(SplitBehavior.REMOVED, first, sink);
    }
  }

  /** Cuts at punctuation, ASCII symbols included. */
  record Punctuation(SplitBehavior behavior) implements PreTokenizer {
    @Override
    public void split(String text, boolean first, PieceSink sink) {
      Matches.of(text, Characters::isPunctuation).cut(behavior, first, sink);
    }
  }

  /** Cuts around numbers, or around every digit. */
  record Digits(boolean individual) implements PreTokenizer {
    @Override
    public void split(String text, boolean first, PieceSink sink) {
      SplitBehavior behavior = individual ? SplitBehavior.ISOLATED : SplitBehavior.CONTIGUOUS;
      Matches.of(text, UnicodeClass::isNumber).cut(behavior, first, sink);
    }
  }

  /** One after the other: each cuts the pieces of the one before. */
  record Sequence(List<PreTokenizer> parts) implements PreTokenizer {
    public Sequence {
      parts = List.copyOf(parts);
    }

    @Override
    public void split(String text, boolean first, PieceSink sink) {
      split(0, text, first, sink);
    }

    private void split(int at, String text, boolean first, PieceSink sink) {
      if (at >= parts.size()) {
        new None().split(text, first, sink);
        return;
      }
      PreTokenizer part = parts.get(at);
      if (at == parts.size() - 1) {
        part.split(text, first, sink);
        return;
      }
      part.split(
          text,
          first,
          (t, from, to, start) -> split(at + 1, part.spell(t.substring(from, to)), start, sink));
    }

    @Override
    public String spell(String piece) {
      return parts.isEmpty() ? piece : parts.getLast().spell(piece);
    }
  }
}
