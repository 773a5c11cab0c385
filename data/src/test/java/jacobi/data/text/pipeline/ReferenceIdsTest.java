package jacobi.data.text.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The ids of Hugging Face's own implementation (tokenizers through DJL 0.36), written by {@code
 * jacobi-bench tokenizers --write}.
 */
class ReferenceIdsTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir private Path folder;

  static Stream<String> tokenizers() {
    return Stream.of(
        "gpt2",
        "roberta",
        "llama",
        "llama3",
        "clip",
        "bert",
        "wordpiece",
        "t5",
        "bytefallback",
        "wordlevel",
        "sentencepiece");
  }

  private static InputStream resource(String name) {
    return ReferenceIdsTest.class.getResourceAsStream(name);
  }

  private TokenizerPipeline read(String name) throws IOException {
    Path file = folder.resolve(name + ".json");
    try (InputStream in = resource(name + ".json")) {
      Files.write(file, in.readAllBytes());
    }
    return TokenizerJson.read(file);
  }

  private static List<JsonNode> expected(String tokenizer) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    try (InputStream in = resource("expected.jsonl")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(MAPPER::readTree)
          .filter(line -> line.get("tokenizer").asString().equals(tokenizer))
          .forEach(all::add);
    }
    return all;
  }

  private static int[] ids(JsonNode list) {
    return list.valueStream().mapToInt(JsonNode::asInt).toArray();
  }

  @ParameterizedTest
  @MethodSource("tokenizers")
  void sameIdsAndSameText(String name) throws IOException {
    TokenizerPipeline tokenizer = read(name);
    List<JsonNode> lines = expected(name);
    assertThat(lines).hasSizeGreaterThan(35);
    for (JsonNode line : lines) {
      String text = line.get("text").asString();
      int[] ids = ids(line.get("ids"));
      assertThat(tokenizer.encode(text)).as(text).containsExactly(ids);
      assertThat(tokenizer.encode(text)).as("again, from memory: " + text).containsExactly(ids);
      assertThat(tokenizer.encodePair(text, "a pair"))
          .as(text)
          .containsExactly(ids(line.get("pair")));
      assertThat(tokenizer.decode(ids)).as(text).isEqualTo(line.get("decoded").asString());
    }
  }

  @ParameterizedTest
  @MethodSource("tokenizers")
  void writesWhatItReads(String name) throws IOException {
    TokenizerPipeline tokenizer = read(name);
    Path copy = folder.resolve("copy.json");
    TokenizerJson.write(copy, tokenizer);
    assertThat(MAPPER.readTree(Files.readString(copy)))
        .isEqualTo(MAPPER.readTree(Files.readString(folder.resolve(name + ".json"))));
    TokenizerPipeline again = TokenizerJson.read(copy);
    for (JsonNode line : expected(name)) {
      assertThat(again.encode(line.get("text").asString())).containsExactly(ids(line.get("ids")));
    }
  }

  @ParameterizedTest
  @MethodSource("tokenizers")
  void aTextOfAMegabyteIsTheSameInOnePieceOrInMany(String name) throws IOException {
    TokenizerPipeline tokenizer = read(name);
    String line = expected(name).getFirst().get("text").asString() + " ";
    int[] once = tokenizer.encode(line, false);
    int[] twice = tokenizer.encode(line + line, false);
    int times = 1_000_000 / line.length();
    int[] all = tokenizer.encode(line.repeat(times), false);
    // What a further line adds is what the second one added.
    int more = twice.length - once.length;
    assertThat(all.length).isEqualTo(once.length + (times - 1) * more);
    assertThat(Arrays.copyOf(all, twice.length - 1))
        .containsExactly(Arrays.copyOf(twice, twice.length - 1));
  }

  @Test
  void severalThreadsShareATokenizer() throws IOException {
    TokenizerPipeline tokenizer = read("gpt2");
    List<JsonNode> lines = expected("gpt2");
    boolean same =
        IntStream.range(0, 5_000)
            .parallel()
            .mapToObj(i -> lines.get(i % lines.size()))
            .allMatch(
                line ->
                    Arrays.equals(
                        tokenizer.encode(line.get("text").asString()), ids(line.get("ids"))));
    assertThat(same).isTrue();
  }
}
