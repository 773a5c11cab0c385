package jacobi.data.text.pipeline;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pre-tokenisers as files write them. */
final class PreTokenizerJson {
  static final Map<String, SplitBehavior> BEHAVIORS =
      Arrays.stream(SplitBehavior.values()).collect(Collectors.toMap(SplitBehavior::id, b -> b));
  private static final Map<String, PreTokenizer.Prepend> SCHEMES =
      Arrays.stream(PreTokenizer.Prepend.values())
          .collect(Collectors.toMap(PreTokenizerJson::id, p -> p));
  private static final Map<String, Function<JsonPart, PreTokenizer>> KINDS =
      Map.ofEntries(
          Map.entry("Whitespace", _ -> new PreTokenizer.Whitespace()),
          Map.entry("WhitespaceSplit", _ -> new PreTokenizer.WhitespaceSplit()),
          Map.entry("BertPreTokenizer", _ -> new PreTokenizer.Bert()),
          Map.entry("ByteLevel", PreTokenizerJson::byteLevel),
          Map.entry("Metaspace", PreTokenizerJson::metaspace),
          Map.entry("Split", PreTokenizerJson::split),
          Map.entry(
              "CharDelimiterSplit",
              p -> new PreTokenizer.CharDelimiterSplit(p.character("delimiter"))),
          Map.entry(
              "Punctuation",
              p ->
                  new PreTokenizer.Punctuation(
                      p.has("behavior") ? p.oneOf("behavior", BEHAVIORS) : SplitBehavior.ISOLATED)),
          Map.entry("Digits", p -> new PreTokenizer.Digits(p.flag("individual_digits", false))),
          Map.entry("Sequence", PreTokenizerJson::sequence));

  private PreTokenizerJson() {}

  static String id(PreTokenizer.Prepend prepend) {
    return prepend.name().toLowerCase(Locale.ROOT);
  }

  static PreTokenizer read(JsonPart part) {
    return part.oneOf("type", KINDS).apply(part);
  }

  private static PreTokenizer sequence(JsonPart part) {
    return new PreTokenizer.Sequence(
        part.objects("pretokenizers").stream().map(PreTokenizerJson::read).toList());
  }

  private static PreTokenizer byteLevel(JsonPart part) {
    return new PreTokenizer.ByteLevel(
        part.flag("add_prefix_space", true),
        part.flag("trim_offsets", true),
        part.flag("use_regex", true));
  }

  private static PreTokenizer metaspace(JsonPart part) {
    return new PreTokenizer.Metaspace(replacement(part), prepend(part), part.flag("split", true));
  }

  static char replacement(JsonPart part) {
    int c = part.character("replacement");
    if (Character.charCount(c) != 1) {
      throw part.error("replacement", "is above U+FFFF, expected a character such as ▁");
    }
    return (char) c;
  }

  /** Older files say only whether there is one. */
  static PreTokenizer.Prepend prepend(JsonPart part) {
    if (part.has("prepend_scheme")) {
      return part.oneOf("prepend_scheme", SCHEMES);
    }
    return part.flag("add_prefix_space", true)
        ? PreTokenizer.Prepend.ALWAYS
        : PreTokenizer.Prepend.NEVER;
  }

  private static PreTokenizer split(JsonPart part) {
    return new PreTokenizer.Split(
        part.pattern("pattern"), part.oneOf("behavior", BEHAVIORS), part.flag("invert", false));
  }

  /** As a tree of maps; empty for none. */
  static Map<String, Object> write(PreTokenizer preTokenizer) {
    return switch (preTokenizer) {
      case PreTokenizer.None _ -> Map.of();
      case PreTokenizer.Whitespace _ -> JsonTree.of("type", "Whitespace");
      case PreTokenizer.WhitespaceSplit _ -> JsonTree.of("type", "WhitespaceSplit");
      case PreTokenizer.Bert _ -> JsonTree.of("type", "BertPreTokenizer");
      case PreTokenizer.ByteLevel p -> byteLevel(p.addPrefixSpace(), p.trimOffsets(), p.useRegex());
      case PreTokenizer.Metaspace p -> metaspace(p.replacement(), p.prepend(), p.split());
      case PreTokenizer.Split p ->
          JsonTree.of(
              "type",
              "Split",
              "pattern",
              JsonTree.of(p.pattern()),
              "behavior",
              p.behavior().id(),
              "invert",
              p.invert());
      case PreTokenizer.CharDelimiterSplit p ->
          JsonTree.of("type", "CharDelimiterSplit", "delimiter", Character.toString(p.delimiter()));
      case PreTokenizer.Punctuation p ->
          JsonTree.of("type", "Punctuation", "behavior", p.behavior().id());
      case PreTokenizer.Digits p ->
          JsonTree.of("type", "Digits", "individual_digits", p.individual());
      case PreTokenizer.Sequence p ->
          JsonTree.of(
              "type",
              "Sequence",
              "pretokenizers",
              p.parts().stream().map(PreTokenizerJson::write).toList());
    };
  }

  static Map<String, Object> byteLevel(boolean addPrefixSpace, boolean trim, boolean useRegex) {
    return JsonTree.of(
        "type",
        "ByteLevel",
        "add_prefix_space",
        addPrefixSpace,
        "trim_offsets",
        trim,
        "use_regex",
        useRegex);
  }

  static Map<String, Object> metaspace(
      char replacement, PreTokenizer.Prepend prepend, boolean split) {
    return JsonTree.of(
        "type",
        "Metaspace",
        "replacement",
        String.valueOf(replacement),
        "prepend_scheme",
        id(prepend),
        "split",
        split);
  }
}
