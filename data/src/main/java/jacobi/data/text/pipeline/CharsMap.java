package jacobi.data.text.pipeline;

import jacobi.graph.JacobiException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What SentencePiece replaces characters with before it looks for pieces, in its own compiled form:
 * a length as four bytes, a double-array trie (Darts-clone: Yata et al. 2007, "A Compact Static
 * Double-Array Keeping Character Codes") of UTF-8 keys, and the replacements, UTF-8 ended by zeros.
 * Numbers are little-endian. The value of a key is where its replacement begins.
 */
public final class CharsMap {
  /** Longer graphemes are looked up character by character, as in the reference. */
  private static final int LONGEST = 5;

  private static final Pattern GRAPHEME = Pattern.compile("\\X");
  private static final int ASCII = 128;

  private final byte[] bytes;
  private final int[] units;
  private final byte[] replacements;

  /** What becomes of an ASCII character; null if it stays. */
  private final String[] ascii = new String[ASCII];

  private CharsMap(byte[] bytes, int[] units, byte[] replacements) {
    this.bytes = bytes;
    this.units = units;
    this.replacements = replacements;
    for (int c = 0; c < ASCII; c++) {
      ascii[c] = find(Character.toString(c)).orElse(null);
    }
  }

  /**
   * Reads the compiled form.
   *
   * @throws JacobiException if it is not one
   */
  public static CharsMap of(byte[] compiled) {
    ByteBuffer in = ByteBuffer.wrap(compiled).order(ByteOrder.LITTLE_ENDIAN);
    int trie = compiled.length < 4 ? -1 : in.getInt();
    if (trie < 4 || trie % 4 != 0 || trie > in.remaining()) {
      throw new JacobiException(
          String.format("%,d bytes are no compiled map of characters", compiled.length));
    }
    int[] units = new int[trie / 4];
    in.asIntBuffer().get(units);
    byte[] replacements = Arrays.copyOfRange(compiled, 4 + trie, compiled.length);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(replacements));
    } catch (CharacterCodingException e) {
      throw new JacobiException("a compiled map of characters whose replacements are not UTF-8", e);
    }
    return new CharsMap(compiled.clone(), units, replacements);
  }

  /** The compiled form. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The text with everything replaced. */
  String apply(String text) {
    int first = 0;
    while (first < text.length()
        && text.charAt(first) < ASCII
        && ascii[text.charAt(first)] == null) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    Matcher graphemes = GRAPHEME.matcher(text);
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      // An ASCII character before another is a grapheme by itself, but for CR LF.
      boolean alone = i + 1 == text.length() || (text.charAt(i + 1) < ASCII && c != '\r');
      if (c < ASCII && alone) {
        if (ascii[c] == null) {
          out.append(c);
        } else {
          out.append(ascii[c]);
        }
        i++;
      } else {
        graphemes.region(i, text.length());
        int end = graphemes.lookingAt() ? graphemes.end() : i + 1;
        grapheme(text.substring(i, end), out);
        i = end;
      }
    }
    return out.toString();
  }

  private void grapheme(String grapheme, StringBuilder out) {
    // The reference takes a short grapheme for what it begins with, and drops the rest.
    if (grapheme.length() <= LONGEST && utf8(grapheme).length <= LONGEST) {
      Optional<String> whole = find(grapheme);
      if (whole.isPresent()) {
        out.append(whole.get());
        return;
      }
    }
    for (int i = 0; i < grapheme.length(); ) {
      String c = Character.toString(grapheme.codePointAt(i));
      out.append(find(c).orElse(c));
      i += c.length();
    }
  }

  /** The replacement of the shortest key that a text begins with. */
  private Optional<String> find(String text) {
    int node = offset(units[0]);
    for (byte b : utf8(text)) {
      if (b == 0) {
        break;
      }
      node ^= b & 0xff;
      if (node >= units.length || (units[node] & 0x8000_00ff) != (b & 0xff)) {
        break;
      }
      boolean ends = (units[node] >>> 8 & 1) == 1;
      node ^= offset(units[node]);
      if (ends) {
        return replacement(node);
      }
    }
    return Optional.empty();
  }

  private static int offset(int unit) {
    return unit >>> 10 << ((unit & 0x200) >>> 6);
  }

  private Optional<String> replacement(int node) {
    int from = node < units.length ? units[node] & 0x7fff_ffff : Integer.MAX_VALUE;
    if (from >= replacements.length) {
      return Optional.empty();
    }
    int to = from;
    while (to < replacements.length && replacements[to] != 0) {
      to++;
    }
    return Optional.of(new String(replacements, from, to - from, StandardCharsets.UTF_8));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof CharsMap other && Arrays.equals(bytes, other.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return String.format("CharsMap[%,d bytes]", bytes.length);
  }
}
