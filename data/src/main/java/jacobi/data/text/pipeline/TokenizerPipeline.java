package jacobi.data.text.pipeline;

import jacobi.data.text.Tokenizer;
import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A tokeniser made of parts; see {@link TokenizerJson} for those in files and {@link BpeTrainer}
 * for new ones. Texts are encoded as the reference implementation does it, to the same ids.
 */
public final class TokenizerPipeline implements Tokenizer {

  /**
   * What a pipeline is made of, in the order it is used; the decoder goes the other way.
   *
   * @param added tokens found in the text itself
   */
  public record Parts(
      List<AddedToken> added,
      Normalizer normalizer,
      PreTokenizer preTokenizer,
      SubwordModel model,
      PostProcessor postProcessor,
      TokenDecoder decoder) {
    public Parts {
      added = List.copyOf(added);
    }

    /** A model alone: the text is one piece. */
    public static Parts of(SubwordModel model) {
      return new Parts(
          List.of(),
          new Normalizer.None(),
          new PreTokenizer.None(),
          model,
          new PostProcessor.None(),
          new TokenDecoder.None());
    }
  }

  private final Parts parts;
  private final AddedTokens asIs;
  private final AddedTokens normalized;
  private final TokenTable tokens;
  private final Set<Integer> special = new HashSet<>();
  private final PieceCache cache = new PieceCache();

  /**
   * @throws JacobiException if two tokens have one id
   */
  public TokenizerPipeline(Parts parts) {
    this.parts = parts;
    this.asIs =
        new AddedTokens(
            parts.added().stream().filter(t -> !t.normalized()).toList(), parts.normalizer());
    this.normalized =
        new AddedTokens(
            parts.added().stream().filter(AddedToken::normalized).toList(), parts.normalizer());
    Map<String, Integer> ids = new HashMap<>(parts.model().vocabulary());
    for (AddedToken token : parts.added()) {
      Integer known = ids.put(token.content(), token.id());
      if (known != null && known != token.id()) {
        throw new JacobiException(
            String.format(
                "the added token \"%s\" has id %d, but %d in the model",
                token.content(), token.id(), known));
      }
      if (token.special()) {
        special.add(token.id());
      }
    }
    this.tokens = new TokenTable(ids);
  }

  public Parts parts() {
    return parts;
  }

  @Override
  public int[] encode(String text) {
    return encode(text, true);
  }

  /**
   * The ids of a text.
   *
   * @param special whether the post-processor adds its tokens
   */
  public int[] encode(String text, boolean special) {
    IntList ids = new IntList();
    asIs.split(wellFormed(text), true, new Encoding(ids));
    int[] plain = ids.toArray();
    return special ? parts.postProcessor().single(plain) : plain;
  }

  /** The ids of two texts that belong together, special tokens included. */
  public int[] encodePair(String first, String second) {
    return parts.postProcessor().pair(encode(first, false), encode(second, false));
  }

  /** Halves of surrogate pairs, which no encoding of text can hold, become U+FFFD. */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int[] points =
            text.codePoints().map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c).toArray();
        return new String(points, 0, points.length);
      }
    }
    return text;
  }

  /** From the text between added tokens to ids. */
  private final class Encoding implements AddedTokens.Sink {
    private final IntList ids;

    Encoding(IntList ids) {
      this.ids = ids;
    }

    @Override
    public void token(int id) {
      ids.add(id);
    }

    @Override
    public void text(String text, boolean first) {
      normalized.split(
          parts.normalizer().apply(text),
          first,
          new AddedTokens.Sink() {
            @Override
            public void token(int id) {
              ids.add(id);
            }

            @Override
            public void text(String piece, boolean start) {
              parts.preTokenizer().split(piece, start, Encoding.this::pieces);
            }
          });
    }

    private void pieces(String text, int from, int to, boolean first) {
      if (PieceCache.takes(from, to)) {
        piece(text, from, to);
        return;
      }
      String raw = text.substring(from, to);
      String piece = parts.preTokenizer().spell(raw);
      if (!piece.equals(raw)) {
        ids.addAll(parts.model().encode(piece));
        return;
      }
      int at = 0;
      while (at < piece.length()) {
        int end = parts.model().cut(piece, at);
        if (at == 0 && end == piece.length()) {
          ids.addAll(parts.model().encode(piece));
        } else {
          cut(piece, at, end);
        }
        at = end;
      }
    }

    private void cut(String text, int from, int to) {
      if (PieceCache.takes(from, to)) {
        piece(text, from, to);
      } else {
        ids.addAll(parts.model().encode(text.substring(from, to)));
      }
    }

    private void piece(String text, int from, int to) {
      int hash = PieceCache.hash(text, from, to);
      if (!cache.addTo(ids, hash, text, from, to)) {
        String piece = text.substring(from, to);
        int[] found = parts.model().encode(parts.preTokenizer().spell(piece));
        cache.put(hash, piece, found);
        ids.addAll(found);
      }
    }
  }

  @Override
  public String decode(int... ids) {
    return decode(false, ids);
  }

  /**
   * The text of these ids.
   *
   * @param special whether special tokens are kept
   */
  public String decode(boolean special, int... ids) {
    List<String> kept = new ArrayList<>(ids.length);
    for (int id : ids) {
      String token = token(id);
      if (special || !this.special.contains(id)) {
        kept.add(token);
      }
    }
    return String.join("", parts.decoder().decode(kept));
  }

  /** The greatest id and one: some ids below may have no token. */
  @Override
  public int size() {
    return tokens.end();
  }

  @Override
  public String token(int id) {
    return tokens
        .token(id)
        .orElseThrow(
            () ->
                new JacobiException(
                    String.format("tokenizer: no token %d, expected 0 to %d", id, size() - 1)));
  }

  @Override
  public OptionalInt id(String token) {
    return tokens.find(token);
  }
}
