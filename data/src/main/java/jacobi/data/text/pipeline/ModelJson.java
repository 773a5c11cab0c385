package jacobi.data.text.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Models as files write them. */
final class ModelJson {
  private static final Map<String, Function<JsonPart, SubwordModel>> KINDS =
      Map.of(
          "BPE", ModelJson::bpe,
          "WordPiece", ModelJson::wordPiece,
          "Unigram", ModelJson::unigram,
          "WordLevel",
              p -> p.build(() -> new WordLevel(vocabulary(p), p.text("unk_token", "[UNK]"))));

  private ModelJson() {}

  static SubwordModel read(JsonPart part) {
    return (part.has("type") ? part.oneOf("type", KINDS) : guess(part)).apply(part);
  }

  /** Old files do not say what they hold. */
  private static Function<JsonPart, SubwordModel> guess(JsonPart part) {
    if (part.has("merges")) {
      return KINDS.get("BPE");
    }
    return KINDS.get(
        part.has("vocab") && part.node().get("vocab").isArray() ? "Unigram" : "WordPiece");
  }

  private static Map<String, Integer> vocabulary(JsonPart part) {
    JsonPart vocabulary = part.object("vocab");
    Map<String, Integer> ids = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : vocabulary.node().properties()) {
      if (!entry.getValue().canConvertToInt()) {
        throw vocabulary.error(
            JsonPart.shorten(entry.getKey()),
            "is " + JsonPart.shorten("" + entry.getValue()) + ", expected an id");
      }
      ids.put(entry.getKey(), entry.getValue().asInt());
    }
    return ids;
  }

  private static SubwordModel bpe(JsonPart part) {
    if (part.has("dropout") && part.node().get("dropout").asDouble() != 0) {
      throw part.error("dropout", "is not supported: ids would differ from one call to the next");
    }
    Bpe.Options options =
        new Bpe.Options(
            part.optionalText("unk_token"),
            part.text("continuing_subword_prefix", ""),
            part.text("end_of_word_suffix", ""),
            part.flag("fuse_unk", false),
            part.flag("byte_fallback", false),
            part.flag("ignore_merges", false));
    List<Bpe.Merge> merges = new ArrayList<>();
    for (JsonNode merge : part.list("merges")) {
      merges.add(merge(part, merges.size(), merge));
    }
    return part.build(() -> new Bpe(vocabulary(part), merges, options));
  }

  /** A list of two tokens, or, in older files, two tokens with a blank between them. */
  private static Bpe.Merge merge(JsonPart part, int rank, JsonNode merge) {
    if (merge.isArray()
        && merge.size() == 2
        && merge.get(0).isString()
        && merge.get(1).isString()) {
      return new Bpe.Merge(merge.get(0).asString(), merge.get(1).asString());
    }
    String[] two = merge.isString() ? merge.asString().split(" ", -1) : new String[0];
    if (two.length != 2 || two[0].isEmpty() || two[1].isEmpty()) {
      throw part.error(
          "merges[" + rank + "]",
          "is " + JsonPart.shorten(merge.toString()) + ", expected two tokens");
    }
    return new Bpe.Merge(two[0], two[1]);
  }

  private static SubwordModel wordPiece(JsonPart part) {
    return part.build(
        () ->
            new WordPiece(
                vocabulary(part),
                part.text("unk_token", "[UNK]"),
                part.text("continuing_subword_prefix", "##"),
                part.integer("max_input_chars_per_word", 100)));
  }

  private static SubwordModel unigram(JsonPart part) {
    List<Unigram.Scored> scored = new ArrayList<>();
    for (JsonNode entry : part.list("vocab")) {
      if (!entry.isArray()
          || entry.size() != 2
          || !entry.get(0).isString()
          || !entry.get(1).isNumber()) {
        throw part.error(
            "vocab[" + scored.size() + "]",
            "is " + JsonPart.shorten(entry.toString()) + ", expected a token and its score");
      }
      scored.add(new Unigram.Scored(entry.get(0).asString(), entry.get(1).asDouble()));
    }
    OptionalInt unknown =
        part.has("unk_id") ? OptionalInt.of(part.integer("unk_id")) : OptionalInt.empty();
    return part.build(() -> new Unigram(scored, unknown, part.flag("byte_fallback", false)));
  }

  static Map<String, Object> write(SubwordModel model) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (model) {
      case Bpe m -> {
        tree.put("type", "BPE");
        tree.put("dropout", null);
        tree.put("unk_token", m.options().unknown().orElse(null));
        tree.put("continuing_subword_prefix", nullIfEmpty(m.options().continuingPrefix()));
        tree.put("end_of_word_suffix", nullIfEmpty(m.options().endSuffix()));
        tree.put("fuse_unk", m.options().fuseUnknown());
        tree.put("byte_fallback", m.options().byteFallback());
        tree.put("ignore_merges", m.options().ignoreMerges());
        tree.put("vocab", sorted(m));
        tree.put("merges", m.merges().stream().map(x -> List.of(x.left(), x.right())).toList());
      }
      case WordPiece m -> {
        tree.put("type", "WordPiece");
        tree.put("unk_token", m.unknown());
        tree.put("continuing_subword_prefix", m.prefix());
        tree.put("max_input_chars_per_word", m.longestPiece());
        tree.put("vocab", sorted(m));
      }
      case Unigram m -> {
        tree.put("type", "Unigram");
        tree.put("unk_id", m.unknown().isPresent() ? m.unknown().getAsInt() : null);
        tree.put("vocab", m.scored().stream().map(s -> List.of(s.token(), s.score())).toList());
        tree.put("byte_fallback", m.byteFallback());
      }
      case WordLevel m -> {
        tree.put("type", "WordLevel");
        tree.put("vocab", sorted(m));
        tree.put("unk_token", m.unknown());
      }
    }
    return tree;
  }

  private static String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  private static Map<String, Object> sorted(SubwordModel model) {
    Map<String, Object> byId = new LinkedHashMap<>();
    model.vocabulary().entrySet().stream()
        .sorted(Comparator.comparingInt(Map.Entry::getValue))
        .forEachOrdered(e -> byId.put(e.getKey(), e.getValue()));
    return byId;
  }
}
