package jacobi.models.text;

import jacobi.data.text.Tokenizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Turns tokens into text one by one. What a token adds to the text may depend on the one before it
 * (a blank between words) or be known only with those after it (bytes of one character), so the
 * text of the tokens since the last whole character but one is compared before and after.
 */
final class TextPieces {
  private static final String INCOMPLETE = "\ufffd";
  private static final int KEPT = 4;

  private final Tokenizer tokenizer;
  private final Optional<String> stop;
  private final OptionalInt lineBreak;
  private final Consumer<String> out;
  private final StringBuilder held = new StringBuilder();
  private int[] ids;
  private int size;
  private String shown;

  /**
   * @param before the tokens of the prompt, whose text is not put out
   * @param stop where text ends
   * @param lineBreak a token that is a line break in the text
   */
  TextPieces(
      Tokenizer tokenizer,
      int[] before,
      Optional<String> stop,
      OptionalInt lineBreak,
      Consumer<String> out) {
    this.tokenizer = tokenizer;
    this.stop = stop;
    this.lineBreak = lineBreak;
    this.out = out;
    this.ids = Arrays.copyOf(before, before.length + 64);
    this.size = before.length;
    forget();
  }

  /** Keeps only the last tokens: those that the text of the next may depend on. */
  private void forget() {
    int from = Math.max(0, size - KEPT);
    ids = Arrays.copyOf(Arrays.copyOfRange(ids, from, size), size - from + 64);
    size -= from;
    shown = text();
  }

  private String text() {
    return tokenizer.decode(Arrays.copyOf(ids, size));
  }

  /** Takes the next token; false if the text has come to its end. */
  boolean add(int id) {
    if (lineBreak.isPresent() && id == lineBreak.getAsInt()) {
      boolean more = put("\n");
      size = 0;
      forget();
      return more;
    }
    ids[size++] = id;
    String now = text();
    if (now.endsWith(INCOMPLETE) && size < ids.length) {
      return true;
    }
    boolean more = put(now.startsWith(shown) ? now.substring(shown.length()) : now);
    forget();
    return more;
  }

  private boolean put(String piece) {
    if (stop.isEmpty()) {
      send(piece);
      return true;
    }
    held.append(piece);
    int at = held.indexOf(stop.get());
    if (at >= 0) {
      send(held.substring(0, at));
      return false;
    }
    int safe = held.length() - beginning();
    send(held.substring(0, safe));
    held.delete(0, safe);
    return true;
  }

  /** How much of what is held back may be the beginning of the text to stop at. */
  private int beginning() {
    String end = stop.orElseThrow();
    for (int n = Math.min(end.length() - 1, held.length()); n > 0; n--) {
      if (end.startsWith(held.substring(held.length() - n))) {
        return n;
      }
    }
    return 0;
  }

  private void send(String piece) {
    if (!piece.isEmpty()) {
      out.accept(piece);
    }
  }

  /** Puts out what was held back: bytes of a character whose rest did not come as U+FFFD. */
  void end() {
    String now = text();
    if (now.startsWith(shown) && put(now.substring(shown.length()))) {
      send(held.toString());
    }
  }
}
