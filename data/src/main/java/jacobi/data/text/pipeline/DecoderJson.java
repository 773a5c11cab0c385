package jacobi.data.text.pipeline;

import java.util.Map;
import java.util.function.Function;

/** Decoders as files write them. */
final class DecoderJson {
  private static final Map<String, Function<JsonPart, TokenDecoder>> KINDS =
      Map.ofEntries(
          Map.entry(
              "ByteLevel",
              p ->
                  new TokenDecoder.ByteLevel(
                      p.flag("add_prefix_space", true),
                      p.flag("trim_offsets", true),
                      p.flag("use_regex", true))),
          Map.entry(
              "WordPiece",
              p -> new TokenDecoder.WordPieces(p.text("prefix", "##"), p.flag("cleanup", true))),
          Map.entry(
              "Metaspace",
              p ->
                  new TokenDecoder.Metaspace(
                      PreTokenizerJson.replacement(p),
                      PreTokenizerJson.prepend(p),
                      p.flag("split", true))),
          Map.entry("BPEDecoder", p -> new TokenDecoder.BpeSuffix(p.text("suffix", "</w>"))),
          Map.entry("ByteFallback", _ -> new TokenDecoder.ByteFallback()),
          Map.entry("Fuse", _ -> new TokenDecoder.Fuse()),
          Map.entry(
              "Strip",
              p ->
                  new TokenDecoder.Strip(
                      p.character("content"), p.integer("start"), p.integer("stop"))),
          Map.entry(
              "Replace", p -> new TokenDecoder.Replace(p.pattern("pattern"), p.text("content"))),
          Map.entry(
              "Sequence",
              p ->
                  new TokenDecoder.Sequence(
                      p.objects("decoders").stream().map(DecoderJson::read).toList())));

  private DecoderJson() {}

  static TokenDecoder read(JsonPart part) {
    return part.oneOf("type", KINDS).apply(part);
  }

  /** As a tree of maps; empty for none. */
  static Map<String, Object> write(TokenDecoder decoder) {
    return switch (decoder) {
      case TokenDecoder.None _ -> Map.of();
      case TokenDecoder.ByteLevel d ->
          PreTokenizerJson.byteLevel(d.addPrefixSpace(), d.trimOffsets(), d.useRegex());
      case TokenDecoder.WordPieces d ->
          JsonTree.of("type", "WordPiece", "prefix", d.prefix(), "cleanup", d.cleanup());
      case TokenDecoder.Metaspace d ->
          PreTokenizerJson.metaspace(d.replacement(), d.prepend(), d.split());
      case TokenDecoder.BpeSuffix d -> JsonTree.of("type", "BPEDecoder", "suffix", d.suffix());
      case TokenDecoder.ByteFallback _ -> JsonTree.of("type", "ByteFallback");
      case TokenDecoder.Fuse _ -> JsonTree.of("type", "Fuse");
      case TokenDecoder.Strip d ->
          JsonTree.of(
              "type",
              "Strip",
              "content",
              Character.toString(d.character()),
              "start",
              d.start(),
              "stop",
              d.stop());
      case TokenDecoder.Replace d ->
          JsonTree.of(
              "type", "Replace", "pattern", JsonTree.of(d.pattern()), "content", d.content());
      case TokenDecoder.Sequence d ->
          JsonTree.of(
              "type", "Sequence", "decoders", d.parts().stream().map(DecoderJson::write).toList());
    };
  }
}
