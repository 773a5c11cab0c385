package jacobi.data.text.pipeline;

import jacobi.graph.JacobiException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * SentencePiece's unigram model: of all ways to make a piece of tokens the one with the greatest
 * sum of scores (Kudo 2018, "Subword Regularization", section 3.2; Viterbi). A character that
 * starts no token scores 10 below the least token, and neighbouring ones are one unknown token.
 */
public final class Unigram implements SubwordModel {
  private static final double UNKNOWN_PENALTY = 10;
  private static final int NO_TOKEN = -1;

  /** A token and its logarithmic probability. */
  public record Scored(String token, double score) {}

  private final List<Scored> scored;
  private final OptionalInt unknown;
  private final boolean byteFallback;
  private final TokenTable tokens;
  private final int[] byteIds;
  private final double unknownScore;
  // A trie: (node, character) leads to a node; by node, the token that ends there.
  private final MergeTable children;
  private int[] tokenOf = new int[1024];
  private int nodes = 1;

  /**
   * @param scored tokens by id
   * @param unknown the id of the unknown token
   * @param byteFallback whether unknown characters become the tokens of their bytes, {@code <0x00>}
   *     to {@code <0xFF>}, if all are there
   */
  public Unigram(List<Scored> scored, OptionalInt unknown, boolean byteFallback) {
    this.scored = List.copyOf(scored);
    this.unknown = unknown;
    this.byteFallback = byteFallback;
    Map<String, Integer> ids = HashMap.newHashMap(scored.size());
    for (int id = 0; id < scored.size(); id++) {
      if (ids.put(scored.get(id).token(), id) != null) {
        throw new JacobiException("the token \"" + scored.get(id).token() + "\" comes twice");
      }
    }
    if (unknown.isPresent() && (unknown.getAsInt() < 0 || unknown.getAsInt() >= scored.size())) {
      throw new JacobiException(
          String.format(
              "the unknown token has id %d, expected 0 to %d",
              unknown.getAsInt(), scored.size() - 1));
    }
    this.tokens = new TokenTable(ids);
    this.byteIds = tokens.byteIds();
    this.unknownScore =
        scored.stream().mapToDouble(Scored::score).min().orElse(0) - UNKNOWN_PENALTY;
    this.children = new MergeTable(4 * scored.size());
    Arrays.fill(tokenOf, NO_TOKEN);
    for (int id = 0; id < scored.size(); id++) {
      insert(scored.get(id).token(), id);
    }
  }

  private void insert(String token, int id) {
    if (token.isEmpty()) {
      return;
    }
    int node = 0;
    for (int i = 0; i < token.length(); i++) {
      long child = children.get(node, token.charAt(i));
      if (child == Long.MAX_VALUE) {
        if (nodes == tokenOf.length) {
          tokenOf = Arrays.copyOf(tokenOf, 2 * nodes);
          Arrays.fill(tokenOf, nodes, tokenOf.length, NO_TOKEN);
        }
        children.put(node, token.charAt(i), 0, nodes);
        child = nodes++;
      }
      node = (int) child;
    }
    tokenOf[node] = id;
  }

  /** Tokens by id. */
  public List<Scored> scored() {
    return scored;
  }

  public OptionalInt unknown() {
    return unknown;
  }

  public boolean byteFallback() {
    return byteFallback;
  }

  @Override
  public Map<String, Integer> vocabulary() {
    return Map.copyOf(tokens.ids());
  }

  /**
   * @throws JacobiException if a character is unknown and there is no unknown token
   */
  @Override
  public int[] encode(String piece) {
    int n = piece.length();
    int[] startOf = new int[n + 1];
    int[] idOf = new int[n + 1];
    double[] best = new double[n + 1];
    Arrays.fill(startOf, -1);
    for (int i = 0; i < n; i += Character.charCount(piece.codePointAt(i))) {
      int next = i + Character.charCount(piece.codePointAt(i));
      boolean single = false;
      int node = 0;
      for (int j = i; j < n; j++) {
        long child = children.get(node, piece.charAt(j));
        if (child == Long.MAX_VALUE) {
          break;
        }
        node = (int) child;
        int id = tokenOf[node];
        if (id != NO_TOKEN) {
          offer(startOf, idOf, best, i, j + 1, id, scored.get(id).score());
          single |= j + 1 == next;
        }
      }
      if (!single) {
        offer(startOf, idOf, best, i, next, NO_TOKEN, unknownScore);
      }
    }
    return collect(piece, startOf, idOf);
  }

  private static void offer(
      int[] startOf, int[] idOf, double[] best, int from, int to, int id, double score) {
    double sum = best[from] + score;
    if (startOf[to] < 0 || sum > best[to]) {
      best[to] = sum;
      startOf[to] = from;
      idOf[to] = id;
    }
  }

  private int[] collect(String piece, int[] startOf, int[] idOf) {
    int[] path = new int[piece.length() + 1];
    int n = 0;
    for (int end = piece.length(); end > 0; end = startOf[end]) {
      path[n++] = end;
    }
    IntList ids = new IntList();
    for (int k = n - 1; k >= 0; k--) {
      int start = startOf[path[k]];
      if (!isUnknown(idOf[path[k]])) {
        ids.add(idOf[path[k]]);
        continue;
      }
      while (k > 0 && isUnknown(idOf[path[k - 1]])) {
        k--;
      }
      addUnknown(piece.substring(start, path[k]), ids);
    }
    return ids.toArray();
  }

  private boolean isUnknown(int id) {
    return id == NO_TOKEN || (unknown.isPresent() && id == unknown.getAsInt());
  }

  private void addUnknown(String text, IntList ids) {
    int known = tokens.id(text);
    if (known >= 0) {
      ids.add(known);
      return;
    }
    if (byteFallback) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      boolean all = true;
      for (byte b : utf8) {
        all &= byteIds[b & 0xff] >= 0;
      }
      if (all) {
        for (byte b : utf8) {
          ids.add(byteIds[b & 0xff]);
        }
        return;
      }
    }
    ids.add(
        unknown.orElseThrow(
            () ->
                new JacobiException(
                    "the tokenizer has no token for \"" + text + "\" and no unknown token")));
  }
}
