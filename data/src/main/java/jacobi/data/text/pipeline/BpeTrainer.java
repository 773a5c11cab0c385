package jacobi.data.text.pipeline;

import jacobi.graph.JacobiException;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * Learns byte-pair encodings (Sennrich, Haddow and Birch 2016): the most frequent pair of
 * neighbouring tokens becomes a token, again and again; of equally frequent pairs the one whose ids
 * are lower.
 *
 * <pre>{@code
 * Tokenizer tokenizer = BpeTrainer.ofBytes(8_000, "<|endoftext|>").addAll(lines).train();
 * }</pre>
 */
public final class BpeTrainer {
  private final int size;
  private final List<String> specials;
  private final boolean bytes;
  private final Normalizer normalizer;
  private final PreTokenizer preTokenizer;
  private final Map<String, long[]> pieces = new HashMap<>();

  private BpeTrainer(
      int size,
      List<String> specials,
      boolean bytes,
      Normalizer normalizer,
      PreTokenizer preTokenizer) {
    this.size = size;
    this.specials = specials;
    this.bytes = bytes;
    this.normalizer = normalizer;
    this.preTokenizer = preTokenizer;
    if (size < specials.size() + 256) {
      throw new JacobiException(
          String.format(
              "byte-pair encoding: %d tokens, expected at least %d: 256 for bytes and %d special"
                  + " ones",
              size, specials.size() + 256, specials.size()));
    }
  }

  /**
   * Merges bytes, as GPT-2: pieces of letters, digits or other characters with the blank before
   * them. Any text can be encoded, and decoding gives it again.
   *
   * @param size how many tokens there will be at most, special ones included
   * @param specials special tokens; they get the first ids
   */
  public static BpeTrainer ofBytes(int size, String... specials) {
    return new BpeTrainer(
        size,
        List.of(specials),
        true,
        new Normalizer.None(),
        new PreTokenizer.ByteLevel(false, true, true));
  }

  /**
   * Merges characters, as SentencePiece: a blank is ▁ and starts pieces; text is brought to the
   * form NFKC. Characters that were not seen become the tokens of their bytes, so any text can be
   * encoded.
   *
   * @param size how many tokens there will be at most, those of 256 bytes and special ones
   *     included; if there is no room for all characters, the rarest become bytes
   * @param specials special tokens; they get the first ids
   */
  public static BpeTrainer ofCharacters(int size, String... specials) {
    return new BpeTrainer(
        size,
        List.of(specials),
        false,
        new Normalizer.Unicode(Form.NFKC),
        new PreTokenizer.Metaspace('▁', PreTokenizer.Prepend.FIRST, true));
  }

  /** Counts the pieces of a text. */
  public BpeTrainer add(String text) {
    preTokenizer.split(
        normalizer.apply(text),
        true,
        (t, from, to, _) -> pieces.computeIfAbsent(t.substring(from, to), _ -> new long[1])[0]++);
    return this;
  }

  public BpeTrainer addAll(Iterable<String> texts) {
    texts.forEach(this::add);
    return this;
  }

  /** Learns from the texts added so far. */
  public TokenizerPipeline train() {
    Learning learning = new Learning();
    learning.learn();
    List<AddedToken> added = new ArrayList<>();
    for (String special : specials) {
      added.add(AddedToken.special(added.size(), special));
    }
    Bpe.Options options = new Bpe.Options(Optional.empty(), "", "", false, !bytes, false);
    return new TokenizerPipeline(
        new TokenizerPipeline.Parts(
            added,
            normalizer,
            preTokenizer,
            new Bpe(learning.ids, learning.merges, options),
            new PostProcessor.None(),
            bytes
                ? new TokenDecoder.ByteLevel(true, true, true)
                : new TokenDecoder.Sequence(
                    List.of(
                        new TokenDecoder.ByteFallback(),
                        new TokenDecoder.Metaspace('▁', PreTokenizer.Prepend.FIRST, true)))));
  }

  /** Words as ids, and which words hold which pair. */
  private final class Learning {
    final Map<String, Integer> ids = new HashMap<>();
    final List<String> tokens = new ArrayList<>();
    final List<Bpe.Merge> merges = new ArrayList<>();
    private final Set<Long> known = new HashSet<>();
    private final List<int[]> words = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private final Map<Long, long[]> pairCounts = new HashMap<>();
    private final Map<Long, IntList> pairWords = new HashMap<>();
    private final PriorityQueue<Pair> queue = new PriorityQueue<>();

    private record Pair(long count, int left, int right) implements Comparable<Pair> {
      @Override
      public int compareTo(Pair other) {
        if (count != other.count) {
          return Long.compare(other.count, count);
        }
        return left != other.left
            ? Integer.compare(left, other.left)
            : Integer.compare(right, other.right);
      }

      long key() {
        return (long) left << 32 | right;
      }
    }

    void learn() {
      specials.forEach(this::token);
      alphabet();
      // In one order, whatever the hash codes: the same texts give the same tokens.
      new TreeMap<>(pieces).forEach((piece, count) -> word(piece, count[0]));
      pairCounts.forEach((key, count) -> queue.add(pair(key, count[0])));
      while (tokens.size() < size && !queue.isEmpty()) {
        Pair best = queue.poll();
        long now = pairCounts.get(best.key())[0];
        if (now != best.count()) {
          if (now > 1) {
            queue.add(pair(best.key(), now));
          }
          continue;
        }
        if (now < 2) {
          break;
        }
        merge(best);
      }
    }

    private Pair pair(long key, long count) {
      return new Pair(count, (int) (key >>> 32), (int) key);
    }

    private int token(String token) {
      Integer known = ids.putIfAbsent(token, tokens.size());
      if (known != null) {
        return known;
      }
      tokens.add(token);
      return tokens.size() - 1;
    }

    private void alphabet() {
      for (int b = 0; b < 256; b++) {
        token(bytes ? String.valueOf(ByteAlphabet.charOf(b)) : String.format("<0x%02X>", b));
      }
      if (bytes) {
        return;
      }
      token("▁");
      Map<Integer, Long> seen = new TreeMap<>();
      pieces.forEach(
          (piece, count) -> piece.codePoints().forEach(c -> seen.merge(c, count[0], Long::sum)));
      seen.entrySet().stream()
          .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed())
          .limit(Math.max(0, size - tokens.size()))
          .forEachOrdered(e -> token(Character.toString(e.getKey())));
    }

    private void word(String piece, long count) {
      int[] start = new int[4 * piece.length()];
      int n = 0;
      int from = words.size();
      String spelled = preTokenizer.spell(piece);
      for (int i = 0; i < spelled.length(); i += Character.charCount(spelled.codePointAt(i))) {
        int id = ids.getOrDefault(Character.toString(spelled.codePointAt(i)), -1);
        if (id >= 0) {
          start[n++] = id;
          continue;
        }
        // What became bytes is never merged: the pairs before and after it are not neighbours.
        words.add(Arrays.copyOf(start, n));
        counts.add(count);
        n = 0;
      }
      words.add(Arrays.copyOf(start, n));
      counts.add(count);
      for (int w = from; w < words.size(); w++) {
        int[] symbols = words.get(w);
        for (int i = 0; i + 1 < symbols.length; i++) {
          change(symbols[i], symbols[i + 1], count, w);
        }
      }
    }

    private void change(int left, int right, long by, int word) {
      long key = (long) left << 32 | right;
      pairCounts.computeIfAbsent(key, _ -> new long[1])[0] += by;
      if (by > 0) {
        pairWords.computeIfAbsent(key, _ -> new IntList()).add(word);
      }
    }

    private void merge(Pair best) {
      String left = tokens.get(best.left());
      String right = tokens.get(best.right());
      int merged = token(left + right);
      // A pair may come back when another merge makes one of its tokens: its rank stays.
      if (known.add(best.key())) {
        merges.add(new Bpe.Merge(left, right));
      }
      Set<Long> raised = new HashSet<>();
      int[] holders = pairWords.remove(best.key()).toArray();
      Arrays.sort(holders);
      int before = -1;
      for (int w : holders) {
        if (w != before) {
          words.set(w, mergeIn(w, best, merged, raised));
        }
        before = w;
      }
      pairCounts.put(best.key(), new long[1]);
      raised.forEach(key -> queue.add(pair(key, pairCounts.get(key)[0])));
    }

    private int[] mergeIn(int w, Pair best, int merged, Set<Long> raised) {
      int[] symbols = words.get(w);
      long count = counts.get(w);
      int[] shorter = new int[symbols.length];
      int n = 0;
      int i = 0;
      while (i < symbols.length) {
        boolean here =
            i + 1 < symbols.length && symbols[i] == best.left() && symbols[i + 1] == best.right();
        if (!here) {
          shorter[n++] = symbols[i++];
          continue;
        }
        if (n > 0) {
          change(shorter[n - 1], symbols[i], -count, w);
          change(shorter[n - 1], merged, count, w);
          raised.add((long) shorter[n - 1] << 32 | merged);
        }
        if (i + 2 < symbols.length) {
          change(symbols[i + 1], symbols[i + 2], -count, w);
          change(merged, symbols[i + 2], count, w);
          raised.add((long) merged << 32 | symbols[i + 2]);
        }
        shorter[n++] = merged;
        i += 2;
      }
      return Arrays.copyOf(shorter, n);
    }
  }

  /** How many different pieces have been added. */
  public int pieces() {
    return pieces.size();
  }
}
