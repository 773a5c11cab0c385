package jacobi.models;

import jacobi.data.Generated;
import jacobi.data.Generated.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Sequences made up by rule. */
final class GeneratedSources {
  private GeneratedSources() {}

  /** Bits, with what shows in them as class. */
  static Source bits(SpecNode s) {
    List<String> words = Arrays.stream(Rule.values()).map(Rule::word).toList();
    String word = s.oneOf("rule", words.getFirst(), words);
    Rule rule = Rule.valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT));
    int length = s.integer("length", 1, 8);
    int examples = s.integer("examples", 0, 0);
    boolean each = s.flag("each", false);
    return (dir, plan, seed) -> plan.cut(Generated.bits(rule, length, examples, each, seed), seed);
  }

  /** The adding problem. */
  static Source adding(SpecNode s) {
    int length = s.integer("length", 2, 100);
    int examples = s.integer("examples", 1, 10_000);
    return (dir, plan, seed) -> plan.cut(Generated.adding(length, examples, seed), seed);
  }
}
