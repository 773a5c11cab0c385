package jacobi.data.text;

import jacobi.data.Encoding;
import jacobi.data.text.pipeline.TokenizerJson;
import jacobi.data.text.pipeline.TokenizerPipeline;
import jacobi.graph.JacobiException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A text as the ids of its tokens, whole numbers [tokens]. A text without a token becomes one
 * unknown token; what stands behind the most tokens there may be is cut off.
 *
 * @param maxTokens how many tokens of a text are kept; 0 for all
 * @param padding the token that fills shorter texts up, so that all have {@code maxTokens}; empty
 *     where texts keep their lengths
 */
public record TokenEncoding(Tokenizer tokenizer, int maxTokens, OptionalInt padding)
    implements Encoding {
  /** How tokenisers of published models write a token that stands for nothing they know. */
  private static final List<String> UNKNOWN =
      List.of(Vocabulary.UNKNOWN, "[UNK]", "<|endoftext|>", "</s>");

  public TokenEncoding {
    if (maxTokens < 0) {
      throw new JacobiException("encoding: at most " + maxTokens + " tokens, expected 0 or more");
    }
    if (padding.isPresent() && maxTokens == 0) {
      throw new JacobiException("encoding: texts can be filled up only to a number of tokens");
    }
  }

  /** Texts keep their lengths. */
  public TokenEncoding(Tokenizer tokenizer, int maxTokens) {
    this(tokenizer, maxTokens, OptionalInt.empty());
  }

  /** All tokens of a text, one at least, neither cut nor filled up. */
  public int[] ids(String text) {
    int[] ids = tokenizer.encode(text);
    return ids.length > 0 ? ids : new int[] {unknown()};
  }

  /** The token that stands for texts without one: the unknown token, else that of id 0. */
  private int unknown() {
    return UNKNOWN.stream()
        .map(tokenizer::id)
        .filter(OptionalInt::isPresent)
        .mapToInt(OptionalInt::getAsInt)
        .findFirst()
        .orElse(0);
  }

  /** Whether a text has more tokens than are kept. */
  public boolean cuts(String text) {
    return cuts(ids(text));
  }

  /** Whether these are more tokens than are kept. */
  boolean cuts(int[] ids) {
    return maxTokens > 0 && ids.length > maxTokens;
  }

  /** Whether these features are unknown tokens alone. */
  boolean knowsNothingOf(float[] features) {
    int unknown = unknown();
    for (float id : features) {
      if (id != unknown && (padding.isEmpty() || id != padding.getAsInt())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public float[] encode(String text) {
    return features(ids(text));
  }

  /** The features of a text of these tokens. */
  float[] features(int[] ids) {
    int kept = maxTokens == 0 ? ids.length : Math.min(ids.length, maxTokens);
    float[] features = new float[padding.isPresent() ? maxTokens : kept];
    Arrays.fill(features, padding.orElse(0));
    for (int i = 0; i < kept; i++) {
      features[i] = ids[i];
    }
    return features;
  }

  @Override
  public boolean hasLengths() {
    return padding.isEmpty();
  }

  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", "tokens");
    map.put("maxTokens", maxTokens);
    padding.ifPresent(id -> map.put("padding", id));
    switch (tokenizer) {
      case WordTokenizer words -> {
        map.put("tokens", "words");
        map.put("rule", words.rule().name());
        map.put("lowerCase", words.lowerCase());
        put(words.vocabulary(), map);
      }
      case CharacterTokenizer characters -> {
        map.put("tokens", "characters");
        put(characters.vocabulary(), map);
      }
      case TokenizerPipeline pipeline -> {
        map.put("tokens", "tokenizer.json");
        map.put("tokenizer", TokenizerJson.text(pipeline));
      }
      default ->
          throw new JacobiException(
              "encoding: a "
                  + tokenizer.getClass().getSimpleName()
                  + " cannot be saved, only tokenisers of words, characters and tokenizer.json");
    }
    return map;
  }

  private static void put(Vocabulary vocabulary, Map<String, Object> map) {
    List<Long> counts = new ArrayList<>(vocabulary.size());
    for (int id = 0; id < vocabulary.size(); id++) {
      counts.add(vocabulary.count(id));
    }
    map.put("vocabulary", vocabulary.tokens());
    map.put("counts", counts);
  }

  /** What {@link #toMap} wrote. */
  static TokenEncoding fromMap(Map<?, ?> map) {
    Tokenizer tokenizer =
        switch (Encodings.text(map, "tokens")) {
          case "words" ->
              new WordTokenizer(
                  vocabulary(map), rule(Encodings.text(map, "rule")), isLowerCase(map));
          case "characters" -> new CharacterTokenizer(vocabulary(map));
          case "tokenizer.json" ->
              TokenizerJson.parse("tokenizer", Encodings.text(map, "tokenizer"));
          default -> throw Encodings.wrong(map, "tokens", "words, characters or tokenizer.json");
        };
    return new TokenEncoding(
        tokenizer,
        Encodings.whole(map, "maxTokens"),
        map.containsKey("padding")
            ? OptionalInt.of(Encodings.whole(map, "padding"))
            : OptionalInt.empty());
  }

  private static boolean isLowerCase(Map<?, ?> map) {
    if (map.get("lowerCase") instanceof Boolean lowerCase) {
      return lowerCase;
    }
    throw Encodings.wrong(map, "lowerCase", "true or false");
  }

  private static WordRule rule(String name) {
    return Stream.of(WordRule.values())
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new JacobiException("encoding: there is no rule of words \"" + name + "\""));
  }

  private static Vocabulary vocabulary(Map<?, ?> map) {
    List<?> counts = Encodings.list(map, "counts");
    if (!counts.stream().allMatch(Number.class::isInstance)) {
      throw Encodings.wrong(map, "counts", "whole numbers");
    }
    return Vocabulary.of(
        Encodings.list(map, "vocabulary").stream().map(String::valueOf).toList(),
        counts.stream().mapToLong(count -> ((Number) count).longValue()).toArray());
  }
}
