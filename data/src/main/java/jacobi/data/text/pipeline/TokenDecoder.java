package jacobi.data.text.pipeline;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Turns tokens into pieces of text, which are then put end to end. */
public sealed interface TokenDecoder {

  List<String> decode(List<String> tokens);

  /** Puts blanks between tokens. */
  record None() implements TokenDecoder {
    @Override
    public List<String> decode(List<String> tokens) {
      return List.of(String.join(" ", tokens));
    }
  }

  /**
   * Reads tokens as GPT-2's alphabet of bytes; bytes that are no UTF-8 become U+FFFD.
   *
   * @param addPrefixSpace kept for files, as the others are
   */
  record ByteLevel(boolean addPrefixSpace, boolean trimOffsets, boolean useRegex)
      implements TokenDecoder {
    @Override
    public List<String> decode(List<String> tokens) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (String token : tokens) {
        byte[] spelled = new byte[token.length()];
        boolean all = true;
        for (int i = 0; i < spelled.length; i++) {
          int b = ByteAlphabet.byteOf(token.charAt(i));
          all &= b >= 0;
          spelled[i] = (byte) b;
        }
        bytes.writeBytes(all ? spelled : token.getBytes(StandardCharsets.UTF_8));
      }
      return List.of(bytes.toString(StandardCharsets.UTF_8));
    }
  }

  /** Joins word pieces; {@code cleanup} takes blanks away before punctuation and contractions. */
  record WordPieces(String prefix, boolean cleanup) implements TokenDecoder {
    @Override
    public List<String> decode(List<String> tokens) {
      List<String> pieces = new ArrayList<>();
      for (String token : tokens) {
        String piece = token;
        if (!pieces.isEmpty()) {
          piece = token.startsWith(prefix) ? token.substring(prefix.length()) : " " + token;
        }
        pieces.add(cleanup ? clean(piece) : piece);
      }
      return pieces;
    }

    private static String clean(String piece) {
      return piece
          .replace(" .", ".")
          .replace(" ?", "?")
          .replace(" !", "!")
          .replace(" ,", ",")
          .replace(" ' ", "'")
          .replace(" n't", "n't")
          .replace(" 'm", "'m")
          .replace(" do not", " don't")
          .replace(" 's", "'s")
          .replace(" 've", "'ve")
          .replace(" 're", "'re");
    }
  }

  /** Reads a character as a blank, except before the first token. */
  record Metaspace(char replacement, PreTokenizer.Prepend prepend, boolean split)
      implements TokenDecoder {
    @Override
    public List<String> decode(List<String> tokens) {
      List<String> pieces = new ArrayList<>();
      for (String token : tokens) {
        boolean drop = pieces.isEmpty() && prepend != PreTokenizer.Prepend.NEVER;
        pieces.add(token.replace(String.valueOf(replacement), drop ? "" : " "));
      }
      return pieces;
    }
  }

  /** Reads the suffix of tokens that end words as a blank, except at the end. */
  record BpeSuffix(String suffix) implements TokenDecoder {
    @Override
    public List<String> decode(List<String> tokens) {
      List<String> pieces = new ArrayList<>();
      for (String token : tokens) {
        pieces.add(token.replace(suffix, pieces.size() == tokens.size() - 1 ? "" : " "));
      }
      return pieces;
    }
  }

  /**
   * Reads runs of {@code <0x00>} to {@code <0xFF>} as UTF-8; U+FFFD for each byte if it is none.
   */
  record ByteFallback() implements TokenDecoder {
    @Override
    public List<String> decode(List<String> tokens) {
      List<String> pieces = new ArrayList<>();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (String token : tokens) {
        if (token.matches("<0x[0-9a-fA-F]{2}>")) {
          bytes.write(Integer.parseInt(token, 3, 5, 16));
        } else {
          flush(bytes, pieces);
          pieces.add(token);
        }
      }
      flush(bytes, pieces);
      return pieces;
    }

    private static void flush(ByteArrayOutputStream bytes, List<String> pieces) {
      if (bytes.size() == 0) {
        return;
      }
      try {
        ByteBuffer utf8 = ByteBuffer.wrap(bytes.toByteArray());
        pieces.add(StandardCharsets.UTF_8.newDecoder().decode(utf8).toString());
      } catch (CharacterCodingException _) {
        pieces.add("\ufffd".repeat(bytes.size()));
      }
      bytes.reset();
    }
  }

  /** Puts all tokens end to end, for what comes after. */
  record Fuse() implements TokenDecoder {
    @Override
    public List<String> decode(List<String> tokens) {
      return List.of(String.join("", tokens));
    }
  }

  /** Takes up to so many of a character from both ends of every token. */
  record Strip(int character, int start, int stop) implements TokenDecoder {
    @Override
    public List<String> decode(List<String> tokens) {
      return tokens.stream().map(this::stripped).toList();
    }

    private String stripped(String token) {
      int[] c = token.codePoints().toArray();
      int from = 0;
      while (from < Math.min(start, c.length) && c[from] == character) {
        from++;
      }
      int to = c.length;
      while (c.length - to < stop && to > from && c[to - 1] == character) {
        to--;
      }
      return new String(c, from, to - from);
    }
  }

  /** Replaces whatever matches in every token. */
  record Replace(TextPattern pattern, String content) implements TokenDecoder {
    @Override
    public List<String> decode(List<String> tokens) {
      return tokens.stream().map(token -> pattern.replaceAll(token, content)).toList();
    }
  }

  /** One after the other. */
  record Sequence(List<TokenDecoder> parts) implements TokenDecoder {
    public Sequence {
      parts = List.copyOf(parts);
    }

    @Override
    public List<String> decode(List<String> tokens) {
      List<String> pieces = tokens;
      for (TokenDecoder part : parts) {
        pieces = part.decode(pieces);
      }
      return pieces;
    }
  }
}
