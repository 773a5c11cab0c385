package jacobi.data.text.pipeline;

import jacobi.graph.JacobiException;
import java.text.Normalizer.Form;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Normalisers as files write them. */
final class NormalizerJson {
  private static final Map<String, Function<JsonPart, Normalizer>> KINDS =
      Map.ofEntries(
          Map.entry("NFC", _ -> new Normalizer.Unicode(Form.NFC)),
          Map.entry("NFD", _ -> new Normalizer.Unicode(Form.NFD)),
          Map.entry("NFKC", _ -> new Normalizer.Unicode(Form.NFKC)),
          Map.entry("NFKD", _ -> new Normalizer.Unicode(Form.NFKD)),
          Map.entry("Lowercase", _ -> new Normalizer.Lowercase()),
          Map.entry("StripAccents", _ -> new Normalizer.StripAccents()),
          Map.entry("BertNormalizer", NormalizerJson::bert),
          Map.entry(
              "Strip",
              p -> new Normalizer.Strip(p.flag("strip_left", true), p.flag("strip_right", true))),
          Map.entry("Prepend", p -> new Normalizer.Prepend(p.text("prepend"))),
          Map.entry(
              "Replace", p -> new Normalizer.Replace(p.pattern("pattern"), p.text("content"))),
          Map.entry("Precompiled", NormalizerJson::precompiled),
          Map.entry("Sequence", NormalizerJson::sequence));

  private NormalizerJson() {}

  static Normalizer read(JsonPart part) {
    return part.oneOf("type", KINDS).apply(part);
  }

  private static Normalizer sequence(JsonPart part) {
    return new Normalizer.Sequence(
        part.objects("normalizers").stream().map(NormalizerJson::read).toList());
  }

  private static Normalizer precompiled(JsonPart part) {
    String key = "precompiled_charsmap";
    try {
      return new Normalizer.Precompiled(CharsMap.of(Base64.getDecoder().decode(part.text(key))));
    } catch (IllegalArgumentException e) {
      throw part.error(key, "is not Base64: " + JsonPart.shorten(e.getMessage()));
    } catch (JacobiException e) {
      throw part.error(key, e.getMessage());
    }
  }

  private static Normalizer bert(JsonPart part) {
    return new Normalizer.Bert(
        part.flag("clean_text", true),
        part.flag("handle_chinese_chars", true),
        part.has("strip_accents")
            ? Optional.of(part.flag("strip_accents", false))
            : Optional.empty(),
        part.flag("lowercase", true));
  }

  /** As a tree of maps; empty for none. */
  static Map<String, Object> write(Normalizer normalizer) {
    return switch (normalizer) {
      case Normalizer.None _ -> Map.of();
      case Normalizer.Unicode n -> JsonTree.of("type", n.form().name());
      case Normalizer.Lowercase _ -> JsonTree.of("type", "Lowercase");
      case Normalizer.StripAccents _ -> JsonTree.of("type", "StripAccents");
      case Normalizer.Bert n -> {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", "BertNormalizer");
        tree.put("clean_text", n.cleanText());
        tree.put("handle_chinese_chars", n.handleChineseChars());
        tree.put("strip_accents", n.stripAccents().orElse(null));
        tree.put("lowercase", n.lowercase());
        yield tree;
      }
      case Normalizer.Strip n ->
          JsonTree.of("type", "Strip", "strip_left", n.left(), "strip_right", n.right());
      case Normalizer.Prepend n -> JsonTree.of("type", "Prepend", "prepend", n.prefix());
      case Normalizer.Replace n ->
          JsonTree.of(
              "type", "Replace", "pattern", JsonTree.of(n.pattern()), "content", n.content());
      case Normalizer.Precompiled n ->
          JsonTree.of(
              "type",
              "Precompiled",
              "precompiled_charsmap",
              Base64.getEncoder().encodeToString(n.map().toBytes()));
      case Normalizer.Sequence n ->
          JsonTree.of(
              "type",
              "Sequence",
              "normalizers",
              n.parts().stream().map(NormalizerJson::write).toList());
    };
  }
}
