package jacobi.data.text.pipeline;

import jacobi.data.text.UnicodeClass;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Finds added tokens in a text: the leftmost first, of several there the longest. */
final class AddedTokens {
  private record Found(String characters, AddedToken token) {}

  // By first character, the longest first.
  private Found[][] byStart = new Found[0][];

  /** Takes what is between tokens, and tokens. */
  interface Sink {
    void text(String text, boolean first);

    void token(int id);
  }

  AddedTokens(List<AddedToken> tokens, Normalizer normalizer) {
    for (AddedToken token : tokens) {
      String characters = token.normalized() ? normalizer.apply(token.content()) : token.content();
      if (!characters.isEmpty()) {
        put(characters.charAt(0), new Found(characters, token));
      }
    }
  }

  private void put(char start, Found found) {
    if (start >= byStart.length) {
      byStart = Arrays.copyOf(byStart, start + 1);
    }
    Found[] before = byStart[start] == null ? new Found[0] : byStart[start];
    Found[] all = Arrays.copyOf(before, before.length + 1);
    all[before.length] = found;
    Arrays.sort(all, Comparator.comparingInt(f -> -f.characters().length()));
    byStart[start] = all;
  }

  void split(String text, boolean first, Sink sink) {
    int from = 0;
    int i = byStart.length == 0 ? text.length() : 0;
    while (i < text.length()) {
      Found found = at(text, i);
      if (found == null) {
        i++;
        continue;
      }
      int start = i;
      int end = i + found.characters().length();
      i = end;
      AddedToken token = found.token();
      if (token.singleWord() && touchesWord(text, start, end)) {
        continue;
      }
      start = token.stripLeft() ? Math.max(from, Characters.spacesStart(text, start)) : start;
      end = token.stripRight() ? Characters.spacesEnd(text, end) : end;
      if (from < start) {
        sink.text(text.substring(from, start), first && from == 0);
      }
      sink.token(token.id());
      from = end;
      i = end;
    }
    if (from < text.length()) {
      sink.text(from == 0 ? text : text.substring(from), first && from == 0);
    }
  }

  private Found at(String text, int i) {
    char c = text.charAt(i);
    if (c < byStart.length && byStart[c] != null) {
      for (Found candidate : byStart[c]) {
        if (text.startsWith(candidate.characters(), i)) {
          return candidate;
        }
      }
    }
    return null;
  }

  private static boolean touchesWord(String text, int start, int end) {
    return (start > 0 && UnicodeClass.isWord(text.codePointBefore(start)))
        || (end < text.length() && UnicodeClass.isWord(text.codePointAt(end)));
  }
}
