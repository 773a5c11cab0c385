package jacobi.data.text.pipeline;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes Hugging Face's {@code tokenizer.json} (tokenizers 0.9 to 0.21): BPE, WordPiece,
 * Unigram and WordLevel models with the parts that {@link Normalizer}, {@link PreTokenizer}, {@link
 * PostProcessor} and {@link TokenDecoder} name.
 *
 * <pre>{@code
 * Tokenizer tokenizer = TokenizerJson.read(Path.of("tokenizer.json"));
 * int[] ids = tokenizer.encode("Hello world");
 * }</pre>
 *
 * <p>Ids are the reference's, except for texts with characters newer than Unicode 8: some of its
 * tables do not know them, Java's do. SentencePiece's {@code Precompiled} normaliser is refused.
 *
 * <p>{@code truncation} and {@code padding} are not applied and not written: lengths belong to the
 * batch.
 */
public final class TokenizerJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(new JsonFactory())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private TokenizerJson() {}

  /**
   * Reads a file.
   *
   * @throws JacobiException naming file and key, if something is not supported or not as it should
   *     be
   */
  public static TokenizerPipeline read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    return parse(file.toString(), Files.readAllBytes(file));
  }

  /**
   * Reads the text of a file.
   *
   * @param name what error messages call it
   */
  public static TokenizerPipeline parse(String name, String json) {
    return parse(name, json.getBytes(StandardCharsets.UTF_8));
  }

  private static TokenizerPipeline parse(String name, byte[] utf8) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(utf8);
    } catch (JacksonException e) {
      String reason = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      throw new JacobiException(name + ": not valid JSON: " + JsonPart.shorten(reason), e);
    }
    JsonPart root = new JsonPart(name, "", tree);
    if (!tree.isObject()) {
      throw root.error("", "expected an object, found " + JsonPart.shorten(tree.toString()));
    }
    TokenizerPipeline.Parts parts =
        new TokenizerPipeline.Parts(
            root.has("added_tokens")
                ? root.objects("added_tokens").stream().map(TokenizerJson::added).toList()
                : List.of(),
            root.optional("normalizer", NormalizerJson::read, new Normalizer.None()),
            root.optional("pre_tokenizer", PreTokenizerJson::read, new PreTokenizer.None()),
            ModelJson.read(root.object("model")),
            root.optional("post_processor", PostProcessorJson::read, new PostProcessor.None()),
            root.optional("decoder", DecoderJson::read, new TokenDecoder.None()));
    return root.build(() -> new TokenizerPipeline(parts));
  }

  private static AddedToken added(JsonPart part) {
    boolean special = part.flag("special", false);
    return new AddedToken(
        part.integer("id"),
        part.text("content"),
        part.flag("single_word", false),
        part.flag("lstrip", false),
        part.flag("rstrip", false),
        part.flag("normalized", !special),
        special);
  }

  /** The text of a file, on one line. */
  public static String text(TokenizerPipeline tokenizer) {
    return MAPPER.writeValueAsString(tree(tokenizer.parts()));
  }

  /** Writes a file; it appears whole or not at all. */
  public static void write(Path file, TokenizerPipeline tokenizer) throws IOException {
    byte[] json =
        MAPPER
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(tree(tokenizer.parts()))
            .getBytes(StandardCharsets.UTF_8);
    Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.write(part, json);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Map<String, Object> tree(TokenizerPipeline.Parts parts) {
    return JsonTree.of(
        "version",
        "1.0",
        "truncation",
        null,
        "padding",
        null,
        "added_tokens",
        parts.added().stream()
            .sorted(Comparator.comparingInt(AddedToken::id))
            .map(TokenizerJson::write)
            .toList(),
        "normalizer",
        nullIfNone(NormalizerJson.write(parts.normalizer())),
        "pre_tokenizer",
        nullIfNone(PreTokenizerJson.write(parts.preTokenizer())),
        "post_processor",
        nullIfNone(PostProcessorJson.write(parts.postProcessor())),
        "decoder",
        nullIfNone(DecoderJson.write(parts.decoder())),
        "model",
        ModelJson.write(parts.model()));
  }

  private static Object nullIfNone(Map<String, Object> part) {
    return part.isEmpty() ? null : part;
  }

  private static Map<String, Object> write(AddedToken token) {
    return JsonTree.of(
        "id",
        token.id(),
        "content",
        token.content(),
        "single_word",
        token.singleWord(),
        "lstrip",
        token.stripLeft(),
        "rstrip",
        token.stripRight(),
        "normalized",
        token.normalized(),
        "special",
        token.special());
  }
}
