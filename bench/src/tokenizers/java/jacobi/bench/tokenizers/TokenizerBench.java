package jacobi.bench.tokenizers;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import jacobi.data.text.CharacterTokenizer;
import jacobi.data.text.Tokenizer;
import jacobi.data.text.Utf8Lines;
import jacobi.data.text.VocabularyCounter;
import jacobi.data.text.WordRule;
import jacobi.data.text.WordTokenizer;
import jacobi.data.text.pipeline.TokenizerJson;
import jacobi.data.text.pipeline.TokenizerPipeline;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares tokenisers with the reference implementation (Hugging Face's, through DJL).
 *
 * <pre>
 * jacobi-bench tokenizers TEXT_FILE     ids of random texts and of the file; tokens a second
 * jacobi-bench tokenizers --write DIR   the files that the tests read
 * </pre>
 */
public final class TokenizerBench {
  private static final int RANDOM_TEXTS = 2_000;
  private static final int ROUNDS = 5;

  // Characters that have been there for long: some tables of the reference are of Unicode 8.
  private static final int[][] BLOCKS = {
    {1, 0x24f},
    {0x300, 0x36f},
    {0x391, 0x3a1},
    {0x3a3, 0x3ff},
    {0x400, 0x4ff},
    {0x5d0, 0x5ea},
    {0x621, 0x63a},
    {0x905, 0x939},
    {0x1100, 0x11ff},
    {0x2000, 0x2027},
    {0x20a0, 0x20ba},
    {0x2160, 0x217f},
    {0x3041, 0x3096},
    {0x4e00, 0x9fcc},
    {0xac00, 0xd7a3},
    {0xff01, 0xff5e},
    {0x1f600, 0x1f64f},
    {0x20000, 0x2a6d6}
  };

  private TokenizerBench() {}

  /** Takes a text file, or --write and a folder. */
  public static void main(String[] args) throws IOException {
    if (args.length == 2 && args[0].equals("--write")) {
      write(Path.of(args[1]));
    } else if (args.length == 1) {
      int wrong = random() + measure(Path.of(args[0]));
      System.exit(wrong == 0 ? 0 : 1);
    } else {
      System.err.println("expected a text file, or --write and a folder");
      System.exit(2);
    }
  }

  private static HuggingFaceTokenizer reference(TokenizerPipeline tokenizer) throws IOException {
    Path file = Files.createTempFile("tokenizer", ".json");
    try {
      TokenizerJson.write(file, tokenizer);
      return HuggingFaceTokenizer.builder()
          .optTokenizerPath(file)
          .optPadding(false)
          .optTruncation(false)
          .build();
    } finally {
      Files.delete(file);
    }
  }

  private static int[] ids(Encoding encoding) {
    return Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
  }

  private static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<String> lines = new ArrayList<>();
    JsonMapper mapper = JsonMapper.builder().build();
    for (var e : new SampleTokenizers(Samples.TEXTS, 900).all().entrySet()) {
      TokenizerJson.write(folder.resolve(e.getKey() + ".json"), e.getValue());
      try (HuggingFaceTokenizer reference = reference(e.getValue())) {
        for (String text : Samples.TEXTS) {
          Encoding encoding = reference.encode(text, true, false);
          Map<String, Object> line = new LinkedHashMap<>();
          line.put("tokenizer", e.getKey());
          line.put("text", text);
          line.put("ids", encoding.getIds());
          line.put("pair", reference.encode(text, "a pair", true, false).getIds());
          line.put("decoded", reference.decode(encoding.getIds(), true));
          lines.add(mapper.writeValueAsString(line));
        }
      }
    }
    Files.write(folder.resolve("expected.jsonl"), lines, StandardCharsets.UTF_8);
    System.out.printf(Locale.ROOT, "%d texts written to %s%n", lines.size(), folder);
  }

  /** Compares random texts, made of pieces of the samples and of random characters. */
  private static int random() throws IOException {
    int wrong = 0;
    for (var e : new SampleTokenizers(Samples.TEXTS, 900).all().entrySet()) {
      Random random = new Random(e.getKey().hashCode());
      int differ = 0;
      try (HuggingFaceTokenizer reference = reference(e.getValue())) {
        for (int i = 0; i < RANDOM_TEXTS; i++) {
          String text = text(random);
          Encoding encoding = reference.encode(text, true, false);
          int[] expected = ids(encoding);
          int[] found = e.getValue().encode(text);
          String decoded = reference.decode(encoding.getIds(), true);
          boolean same = Arrays.equals(expected, found);
          if (!same || !decoded.equals(e.getValue().decode(expected))) {
            if (differ++ < 3) {
              System.out.printf(
                  "%s \"%s\"%n  expected %s%n  found    %s%n  decoded \"%s\"%n  found   \"%s\"%n",
                  e.getKey(),
                  escaped(text),
                  Arrays.toString(encoding.getTokens()),
                  Arrays.stream(found).mapToObj(e.getValue()::token).toList(),
                  escaped(decoded),
                  escaped(e.getValue().decode(expected)));
            }
          }
        }
      }
      System.out.printf(
          Locale.ROOT, "%-14s %,d of %,d random texts differ%n", e.getKey(), differ, RANDOM_TEXTS);
      wrong += differ;
    }
    return wrong;
  }

  private static String escaped(String text) {
    StringBuilder shown = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (c < 32 || c > 126) {
                shown.append(String.format("\\u%04x", c));
              } else {
                shown.append((char) c);
              }
            });
    return shown.toString();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
      String sample = Samples.TEXTS.get(random.nextInt(Samples.TEXTS.size()));
      int length = sample.codePointCount(0, sample.length());
      int from = length == 0 ? 0 : random.nextInt(length);
      int to = Math.min(length, from + random.nextInt(40));
      text.append(sample, sample.offsetByCodePoints(0, from), sample.offsetByCodePoints(0, to));
      if (random.nextInt(3) == 0) {
        int[] block = BLOCKS[random.nextInt(BLOCKS.length)];
        text.appendCodePoint(block[0] + random.nextInt(block[1] - block[0] + 1));
      }
    }
    return text.toString();
  }

  private static int measure(Path file) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Utf8Lines lines = Utf8Lines.open(file)) {
      while (lines.next()) {
        texts.add(lines.text());
      }
    }
    int wrong = 0;
    for (var e : new SampleTokenizers(texts, 16_000).all().entrySet()) {
      try (HuggingFaceTokenizer reference = reference(e.getValue())) {
        long start = cpuNanos();
        List<int[]> expected = new ArrayList<>();
        for (String text : texts) {
          expected.add(ids(reference.encode(text, true, false)));
        }
        double theirs = (cpuNanos() - start) / 1e9;
        int differ = 0;
        for (int i = 0; i < texts.size(); i++) {
          differ += Arrays.equals(expected.get(i), e.getValue().encode(texts.get(i))) ? 0 : 1;
        }
        long n = expected.stream().mapToLong(ids -> ids.length).sum();
        speed(e.getKey(), e.getValue(), texts);
        System.out.printf(
            Locale.ROOT,
            "%-14s %.2f million tokens a second in the reference; %,d of %,d lines differ%n",
            "",
            n / theirs / 1e6,
            differ,
            texts.size());
        wrong += differ;
      }
    }
    VocabularyCounter counter = new VocabularyCounter();
    texts.forEach(text -> counter.addAll(WordTokenizer.words(text, WordRule.WORDS, true)));
    speed("words", new WordTokenizer(counter.vocabulary(), WordRule.WORDS, true), texts);
    speed("characters", CharacterTokenizer.train(texts), texts);
    return wrong;
  }

  private static void speed(String name, Tokenizer tokenizer, List<String> texts) {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = cpuNanos();
      long n = 0;
      for (String text : texts) {
        n += tokenizer.encode(text).length;
      }
      best = Math.max(best, n / ((cpuNanos() - start) / 1e9));
    }
    System.out.printf(Locale.ROOT, "%-14s %.2f million tokens a second%n", name, best / 1e6);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
