package jacobi.models;

import jacobi.data.text.CharacterTokenizer;
import jacobi.data.text.TokenEncoding;
import jacobi.data.text.Tokenizer;
import jacobi.data.text.VocabularyCounter;
import jacobi.data.text.WordRule;
import jacobi.data.text.WordTokenizer;
import jacobi.data.text.pipeline.BpeTrainer;
import jacobi.data.text.pipeline.TokenizerJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How text becomes tokens: the keys that all sources of text share.
 *
 * @param tokens words, characters, bpe, or a tokenizer.json file
 * @param minCount tokens seen less often in training are unknown
 * @param maxVocabulary how many tokens there may be; 0 for any number
 * @param maxTokens how many tokens of a text are kept; 0 for all
 */
record TokenPlan(
    String tokens,
    WordRule rule,
    boolean lowerCase,
    int minCount,
    int maxVocabulary,
    int maxTokens) {
  private static final List<String> KINDS = List.of("words", "characters", "bpe");
  private static final int BPE_VOCABULARY = 8000;

  /**
   * Reads the keys.
   *
   * @param maxTokens unless the key says otherwise
   */
  static TokenPlan of(SpecNode s, int maxTokens) {
    String tokens = s.text("tokens", "words");
    if (!KINDS.contains(tokens) && !tokens.endsWith(".json")) {
      throw s.wrong(
          "tokens",
          "'" + tokens + "' is not known, expected words, characters, bpe or a tokenizer.json");
    }
    String rule = s.oneOf("wordRule", "words", List.of("words", "white-space"));
    TokenPlan plan =
        new TokenPlan(
            tokens,
            rule.equals("words") ? WordRule.WORDS : WordRule.WHITE_SPACE,
            s.flag("lowerCase", false),
            s.integer("minCount", 1, 1),
            s.integer("maxVocabulary", 0, 0),
            s.integer("maxTokens", 0, maxTokens));
    plan.check(s, "wordRule", List.of("words"));
    plan.check(s, "lowerCase", List.of("words"));
    plan.check(s, "minCount", List.of("words", "characters"));
    plan.check(s, "maxVocabulary", KINDS);
    return plan;
  }

  private void check(SpecNode s, String key, List<String> kinds) {
    if (s.has(key) && !kinds.contains(tokens)) {
      throw s.wrong(key, "is for tokens: " + String.join(" or ", kinds) + ", not " + tokens);
    }
  }

  /**
   * The encoding for these texts, which are those of the training part alone.
   *
   * @param special tokens that get in however rare they are, such as {@code </s>}; a tokenizer.json
   *     has its own
   */
  TokenEncoding fit(Optional<Path> dataDir, Iterable<String> texts, String... special)
      throws IOException {
    return new TokenEncoding(tokenizer(dataDir, texts, special), maxTokens);
  }

  /**
   * What stands between the lines of a text when it becomes tokens: a line break, which words do
   * not see, and nothing where the end of a line is a token.
   */
  String lineBreak(boolean lineEndIsToken) {
    return lineEndIsToken || tokens.equals("words") ? "" : "\n";
  }

  private Tokenizer tokenizer(Optional<Path> dataDir, Iterable<String> texts, String... special)
      throws IOException {
    int most = maxVocabulary == 0 ? Integer.MAX_VALUE : maxVocabulary;
    return switch (tokens) {
      case "words" -> {
        VocabularyCounter counter = new VocabularyCounter();
        texts.forEach(text -> counter.addAll(WordTokenizer.words(text, rule, lowerCase)));
        yield new WordTokenizer(counter.vocabulary(minCount, most, special), rule, lowerCase);
      }
      case "characters" -> {
        VocabularyCounter counter = new VocabularyCounter();
        texts.forEach(text -> CharacterTokenizer.count(text, counter));
        yield new CharacterTokenizer(counter.vocabulary(minCount, most, special));
      }
      case "bpe" -> {
        String[] specials =
            Stream.concat(Stream.of("<unk>"), Stream.of(special)).toArray(String[]::new);
        int size = maxVocabulary == 0 ? BPE_VOCABULARY : maxVocabulary;
        yield BpeTrainer.ofBytes(size, specials).addAll(texts).train();
      }
      default -> TokenizerJson.read(Source.resolve(dataDir, tokens));
    };
  }
}
