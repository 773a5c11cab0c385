package jacobi.data.text.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Post-processors as files write them. */
final class PostProcessorJson {
  private static final Map<String, Function<JsonPart, PostProcessor>> KINDS =
      Map.of(
          "ByteLevel",
          p ->
              new PostProcessor.ByteLevel(
                  p.flag("add_prefix_space", true),
                  p.flag("trim_offsets", true),
                  p.flag("use_regex", true)),
          "BertProcessing",
          p -> new PostProcessor.Bert(special(p, "sep"), special(p, "cls")),
          "RobertaProcessing",
          p ->
              new PostProcessor.Roberta(
                  special(p, "sep"),
                  special(p, "cls"),
                  p.flag("trim_offsets", true),
                  p.flag("add_prefix_space", true)),
          "TemplateProcessing",
          PostProcessorJson::template,
          "Sequence",
          p ->
              new PostProcessor.Sequence(
                  p.objects("processors").stream().map(PostProcessorJson::read).toList()));

  private PostProcessorJson() {}

  static PostProcessor read(JsonPart part) {
    return part.oneOf("type", KINDS).apply(part);
  }

  private static PostProcessor.SpecialId special(JsonPart part, String key) {
    JsonNode pair = part.list(key);
    if (pair.size() != 2 || !pair.get(0).isString() || !pair.get(1).canConvertToInt()) {
      throw part.error(
          key, "is " + JsonPart.shorten(pair.toString()) + ", expected a token and its id");
    }
    return new PostProcessor.SpecialId(pair.get(0).asString(), pair.get(1).asInt());
  }

  private static PostProcessor template(JsonPart part) {
    Map<String, PostProcessor.Special> specials = new LinkedHashMap<>();
    JsonPart known = part.object("special_tokens");
    for (String name : known.node().propertyNames()) {
      JsonPart token = known.object(name);
      List<Integer> ids = new ArrayList<>();
      for (JsonNode id : token.list("ids")) {
        if (!id.canConvertToInt()) {
          throw token.error("ids", "holds " + JsonPart.shorten("" + id) + ", expected integers");
        }
        ids.add(id.asInt());
      }
      List<String> tokens = new ArrayList<>();
      token.list("tokens").forEach(t -> tokens.add(t.asString()));
      specials.put(name, new PostProcessor.Special(ids, tokens));
    }
    return part.build(
        () -> new PostProcessor.Template(slots(part, "single"), slots(part, "pair"), specials));
  }

  private static List<PostProcessor.Slot> slots(JsonPart part, String key) {
    return part.objects(key).stream()
        .map(
            slot -> {
              boolean isText = slot.has("Sequence");
              JsonPart inner = slot.object(isText ? "Sequence" : "SpecialToken");
              return new PostProcessor.Slot(inner.text("id"), isText, inner.integer("type_id", 0));
            })
        .toList();
  }

  /** As a tree of maps; empty for none. */
  static Map<String, Object> write(PostProcessor processor) {
    return switch (processor) {
      case PostProcessor.None _ -> Map.of();
      case PostProcessor.ByteLevel p ->
          PreTokenizerJson.byteLevel(p.addPrefixSpace(), p.trimOffsets(), p.useRegex());
      case PostProcessor.Bert p ->
          JsonTree.of("type", "BertProcessing", "sep", pair(p.sep()), "cls", pair(p.cls()));
      case PostProcessor.Roberta p ->
          JsonTree.of(
              "type",
              "RobertaProcessing",
              "sep",
              pair(p.sep()),
              "cls",
              pair(p.cls()),
              "trim_offsets",
              p.trimOffsets(),
              "add_prefix_space",
              p.addPrefixSpace());
      case PostProcessor.Template p -> template(p);
      case PostProcessor.Sequence p ->
          JsonTree.of(
              "type",
              "Sequence",
              "processors",
              p.parts().stream().map(PostProcessorJson::write).toList());
    };
  }

  private static List<Object> pair(PostProcessor.SpecialId special) {
    return List.of(special.token(), special.id());
  }

  private static Map<String, Object> template(PostProcessor.Template template) {
    Map<String, Object> specials = new TreeMap<>();
    template
        .specials()
        .forEach(
            (name, special) ->
                specials.put(
                    name,
                    JsonTree.of("id", name, "ids", special.ids(), "tokens", special.tokens())));
    return JsonTree.of(
        "type",
        "TemplateProcessing",
        "single",
        template.forSingle().stream().map(PostProcessorJson::slot).toList(),
        "pair",
        template.forPair().stream().map(PostProcessorJson::slot).toList(),
        "special_tokens",
        specials);
  }

  private static Map<String, Object> slot(PostProcessor.Slot slot) {
    return JsonTree.of(
        slot.isText() ? "Sequence" : "SpecialToken",
        JsonTree.of("id", slot.name(), "type_id", slot.type()));
  }
}
