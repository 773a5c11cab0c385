package jacobi.bench.tokenizers;

import jacobi.data.text.pipeline.AddedToken;
import jacobi.data.text.pipeline.Bpe;
import jacobi.data.text.pipeline.BpeTrainer;
import jacobi.data.text.pipeline.CharsMap;
import jacobi.data.text.pipeline.Normalizer;
import jacobi.data.text.pipeline.PostProcessor;
import jacobi.data.text.pipeline.PreTokenizer;
import jacobi.data.text.pipeline.SplitBehavior;
import jacobi.data.text.pipeline.TextPattern;
import jacobi.data.text.pipeline.TokenDecoder;
import jacobi.data.text.pipeline.TokenizerPipeline;
import jacobi.data.text.pipeline.Unigram;
import jacobi.data.text.pipeline.WordLevel;
import jacobi.data.text.pipeline.WordPiece;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Small tokenisers with the parts of those that are published. */
final class SampleTokenizers {
  private static final String LLAMA3 =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
          + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  private static final String CLIP =
      "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

  private static final Comparator<Map.Entry<String, Integer>> MOST_FREQUENT =
      Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry::getKey);

  private final List<String> texts;
  private final int size;

  SampleTokenizers(List<String> texts, int size) {
    this.texts = texts;
    this.size = size;
  }

  Map<String, TokenizerPipeline> all() {
    Map<String, TokenizerPipeline> all = new LinkedHashMap<>();
    all.put("gpt2", gpt2());
    all.put("roberta", roberta());
    all.put("llama", llama());
    all.put("llama3", llama3());
    all.put("clip", clip());
    all.put("bert", bert());
    all.put("wordpiece", wordPiece());
    all.put("t5", t5());
    all.put("bytefallback", byteFallback());
    all.put("wordlevel", wordLevel());
    all.put("sentencepiece", sentencePiece());
    return all;
  }

  private TokenizerPipeline gpt2() {
    TokenizerPipeline trained = BpeTrainer.ofBytes(size, "<|endoftext|>").addAll(texts).train();
    TokenizerPipeline.Parts p = trained.parts();
    return new TokenizerPipeline(
        new TokenizerPipeline.Parts(
            p.added(),
            p.normalizer(),
            p.preTokenizer(),
            p.model(),
            new PostProcessor.ByteLevel(true, false, true),
            p.decoder()));
  }

  private TokenizerPipeline roberta() {
    TokenizerPipeline.Parts p =
        BpeTrainer.ofBytes(size, "<s>", "</s>", "<unk>").addAll(texts).train().parts();
    List<AddedToken> added = new ArrayList<>(p.added());
    int next = p.model().vocabulary().size();
    added.add(new AddedToken(next, "<mask>", false, true, false, false, true));
    return new TokenizerPipeline(
        new TokenizerPipeline.Parts(
            added,
            new Normalizer.None(),
            new PreTokenizer.ByteLevel(true, true, true),
            p.model(),
            new PostProcessor.Roberta(
                new PostProcessor.SpecialId("</s>", 1),
                new PostProcessor.SpecialId("<s>", 0),
                true,
                true),
            p.decoder()));
  }

  private TokenizerPipeline llama() {
    TokenizerPipeline.Parts p =
        BpeTrainer.ofCharacters(size, "<unk>", "<s>", "</s>").addAll(texts).train().parts();
    Bpe trained = (Bpe) p.model();
    Bpe.Options options = new Bpe.Options(Optional.of("<unk>"), "", "", true, true, false);
    return new TokenizerPipeline(
        new TokenizerPipeline.Parts(
            p.added(),
            new Normalizer.Sequence(
                List.of(
                    new Normalizer.Prepend("▁"),
                    new Normalizer.Replace(new TextPattern.Literal(" "), "▁"))),
            new PreTokenizer.None(),
            new Bpe(trained.vocabulary(), trained.merges(), options),
            template("<s>", 1, ""),
            new TokenDecoder.Sequence(
                List.of(
                    new TokenDecoder.Replace(new TextPattern.Literal("▁"), " "),
                    new TokenDecoder.ByteFallback(),
                    new TokenDecoder.Fuse(),
                    new TokenDecoder.Strip(' ', 1, 0)))));
  }

  private TokenizerPipeline llama3() {
    TokenizerPipeline.Parts p = BpeTrainer.ofBytes(size, "<|begin|>").addAll(texts).train().parts();
    Bpe trained = (Bpe) p.model();
    Bpe.Options options = new Bpe.Options(Optional.empty(), "", "", false, false, true);
    return new TokenizerPipeline(
        new TokenizerPipeline.Parts(
            p.added(),
            new Normalizer.None(),
            new PreTokenizer.Sequence(
                List.of(
                    new PreTokenizer.Split(
                        new TextPattern.Regex(LLAMA3), SplitBehavior.ISOLATED, false),
                    new PreTokenizer.ByteLevel(false, true, false))),
            new Bpe(trained.vocabulary(), trained.merges(), options),
            new PostProcessor.Sequence(
                List.of(
                    new PostProcessor.ByteLevel(true, false, true), template("<|begin|>", 0, ""))),
            p.decoder()));
  }

  private TokenizerPipeline clip() {
    // Every character at the end of a word and elsewhere, and some merges of them.
    Map<String, Integer> ids = new LinkedHashMap<>();
    ids.put("<|endoftext|>", 0);
    TokenizerPipeline.Parts bytes = BpeTrainer.ofBytes(256).train().parts();
    List<String> alphabet = bytes.model().vocabulary().keySet().stream().sorted().toList();
    alphabet.forEach(c -> ids.put(c, ids.size()));
    alphabet.forEach(c -> ids.put(c + "</w>", ids.size()));
    List<Bpe.Merge> merges = new ArrayList<>();
    String[][] pairs = {
      {"t", "h"}, {"th", "e</w>"}, {"i", "n"}, {"e", "r</w>"}, {"in", "g</w>"}, {"o", "n</w>"},
      {"a", "n"}, {"an", "d</w>"}, {"o", "u"}, {"l", "l</w>"}, {"th", "e"}, {"r", "e"},
    };
    for (String[] pair : pairs) {
      ids.putIfAbsent(pair[0] + pair[1], ids.size());
      merges.add(new Bpe.Merge(pair[0], pair[1]));
    }
    return new TokenizerPipeline(
        new TokenizerPipeline.Parts(
            List.of(AddedToken.special(0, "<|endoftext|>")),
            new Normalizer.Sequence(
                List.of(
                    new Normalizer.Unicode(Form.NFC),
                    new Normalizer.Replace(new TextPattern.Regex("\\s+"), " "),
                    new Normalizer.Lowercase())),
            new PreTokenizer.Sequence(
                List.of(
                    new PreTokenizer.Split(
                        new TextPattern.Regex(CLIP), SplitBehavior.REMOVED, true),
                    new PreTokenizer.ByteLevel(false, true, false))),
            new Bpe(
                ids,
                merges,
                new Bpe.Options(Optional.of("<|endoftext|>"), "", "</w>", false, false, false)),
            new PostProcessor.Roberta(
                new PostProcessor.SpecialId("<|endoftext|>", 0),
                new PostProcessor.SpecialId("<|endoftext|>", 0),
                false,
                false),
            new TokenDecoder.Sequence(
                List.of(
                    new TokenDecoder.ByteLevel(true, true, true),
                    new TokenDecoder.BpeSuffix("</w>")))));
  }

  /** Frequent words, their beginnings and ends, and most single characters. */
  private Map<String, Integer> wordPieces(Normalizer normalizer) {
    Map<String, Integer> counts = new HashMap<>();
    for (String text : texts) {
      for (String word : words(normalizer.apply(text), "\\s+|(?=\\p{Punct})|(?<=\\p{Punct})")) {
        for (int n = 1; n <= word.length(); n++) {
          if (!Character.isHighSurrogate(word.charAt(n - 1))) {
            counts.merge(word.substring(0, n), 1, Integer::sum);
          }
          if (n < word.length() && !Character.isLowSurrogate(word.charAt(word.length() - n))) {
            counts.merge("##" + word.substring(word.length() - n), 1, Integer::sum);
          }
        }
      }
    }
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (String special : List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")) {
      ids.put(special, ids.size());
    }
    for (char c = '!'; c <= '~'; c++) {
      ids.put(String.valueOf(c), ids.size());
      ids.put("##" + c, ids.size());
    }
    counts.entrySet().stream()
        .sorted(MOST_FREQUENT)
        .limit(Math.max(size, 3L * ids.size()))
        .forEachOrdered(e -> ids.putIfAbsent(e.getKey(), ids.size()));
    return ids;
  }

  private static List<String> words(String text, String between) {
    return Pattern.compile(between, Pattern.UNICODE_CHARACTER_CLASS)
        .splitAsStream(text)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private TokenizerPipeline bert() {
    Normalizer normalizer = new Normalizer.Bert(true, true, Optional.empty(), true);
    return new TokenizerPipeline(
        new TokenizerPipeline.Parts(
            bertSpecials(),
            normalizer,
            new PreTokenizer.Bert(),
            new WordPiece(wordPieces(normalizer), "[UNK]", "##", 100),
            template("[CLS]", 2, "[SEP]"),
            new TokenDecoder.WordPieces("##", true)));
  }

  private static List<AddedToken> bertSpecials() {
    List<AddedToken> added = new ArrayList<>();
    for (String special : List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")) {
      added.add(AddedToken.special(added.size(), special));
    }
    return added;
  }

  private TokenizerPipeline wordPiece() {
    Normalizer normalizer =
        new Normalizer.Sequence(
            List.of(
                new Normalizer.Unicode(Form.NFKD),
                new Normalizer.StripAccents(),
                new Normalizer.Strip(true, false)));
    Map<String, Integer> ids = wordPieces(normalizer);
    ids.putIfAbsent("the", ids.size());
    List<AddedToken> added = new ArrayList<>(bertSpecials());
    added.add(new AddedToken(ids.get("the"), "the", true, false, true, true, false));
    return new TokenizerPipeline(
        new TokenizerPipeline.Parts(
            added,
            normalizer,
            new PreTokenizer.Sequence(
                List.of(
                    new PreTokenizer.Whitespace(),
                    new PreTokenizer.Split(
                        new TextPattern.Literal("an"), SplitBehavior.MERGED_WITH_PREVIOUS, false),
                    new PreTokenizer.Split(
                        new TextPattern.Literal("-"), SplitBehavior.MERGED_WITH_NEXT, false))),
            new WordPiece(ids, "[UNK]", "##", 12),
            new PostProcessor.Bert(
                new PostProcessor.SpecialId("[SEP]", 3), new PostProcessor.SpecialId("[CLS]", 2)),
            new TokenDecoder.WordPieces("##", false)));
  }

  /** Characters and frequent pieces of words with the logarithms of their frequencies. */
  private List<Unigram.Scored> scored(Normalizer normalizer, boolean bytes) {
    Map<String, Integer> counts = new HashMap<>();
    for (String text : texts) {
      for (String word : words("▁" + normalizer.apply(text).replace(' ', '▁'), "(?=▁)")) {
        for (int from = 0; from < word.length(); from++) {
          for (int to = from + 1; to <= Math.min(word.length(), from + 8); to++) {
            if (!Character.isLowSurrogate(word.charAt(from))
                && !Character.isHighSurrogate(word.charAt(to - 1))) {
              counts.merge(word.substring(from, to), 1, Integer::sum);
            }
          }
        }
      }
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put("<pad>", 0.0);
    scores.put("</s>", 0.0);
    scores.put("<unk>", 0.0);
    if (bytes) {
      for (int b = 0; b < 256; b++) {
        scores.put(String.format("<0x%02X>", b), 0.0);
      }
    }
    double total = counts.values().stream().mapToLong(Integer::longValue).sum();
    counts.entrySet().stream()
        .sorted(MOST_FREQUENT)
        .limit(size)
        .forEachOrdered(
            e ->
                scores.putIfAbsent(
                    e.getKey(), Math.log(e.getValue() / total) / e.getKey().length()));
    return scores.entrySet().stream()
        .map(e -> new Unigram.Scored(e.getKey(), e.getValue()))
        .toList();
  }

  private TokenizerPipeline t5() {
    Normalizer normalizer =
        new Normalizer.Sequence(
            List.of(
                new Normalizer.Unicode(Form.NFKC),
                new Normalizer.Replace(new TextPattern.Regex(" {2,}"), " ")));
    return new TokenizerPipeline(
        new TokenizerPipeline.Parts(
            List.of(
                AddedToken.special(0, "<pad>"),
                AddedToken.special(1, "</s>"),
                AddedToken.special(2, "<unk>")),
            normalizer,
            new PreTokenizer.Sequence(
                List.of(
                    new PreTokenizer.WhitespaceSplit(),
                    new PreTokenizer.Metaspace('▁', PreTokenizer.Prepend.ALWAYS, true))),
            new Unigram(scored(normalizer, false), OptionalInt.of(2), false),
            template("", 1, "</s>"),
            new TokenDecoder.Metaspace('▁', PreTokenizer.Prepend.ALWAYS, true)));
  }

  private TokenizerPipeline byteFallback() {
    Normalizer normalizer = new Normalizer.Unicode(Form.NFD);
    return new TokenizerPipeline(
        new TokenizerPipeline.Parts(
            List.of(
                AddedToken.special(1, "</s>"),
                new AddedToken(2, "<unk>", false, false, true, false, true)),
            normalizer,
            new PreTokenizer.Metaspace('▁', PreTokenizer.Prepend.FIRST, false),
            new Unigram(scored(normalizer, true), OptionalInt.of(2), true),
            new PostProcessor.None(),
            new TokenDecoder.Sequence(
                List.of(
                    new TokenDecoder.ByteFallback(),
                    new TokenDecoder.Metaspace('▁', PreTokenizer.Prepend.FIRST, true)))));
  }

  /** As T5, XLM-R and ALBERT do it, with SentencePiece's own rules for characters. */
  private TokenizerPipeline sentencePiece() {
    Normalizer normalizer =
        new Normalizer.Sequence(
            List.of(
                new Normalizer.Replace(new TextPattern.Literal("``"), "\""),
                new Normalizer.Precompiled(charsMap()),
                new Normalizer.Replace(new TextPattern.Regex(" {2,}"), " ")));
    return new TokenizerPipeline(
        new TokenizerPipeline.Parts(
            List.of(
                AddedToken.special(0, "<pad>"),
                AddedToken.special(1, "</s>"),
                AddedToken.special(2, "<unk>")),
            normalizer,
            new PreTokenizer.Sequence(
                List.of(
                    new PreTokenizer.WhitespaceSplit(),
                    new PreTokenizer.Metaspace('▁', PreTokenizer.Prepend.ALWAYS, true))),
            new Unigram(scored(normalizer, false), OptionalInt.of(2), false),
            template("", 1, "</s>"),
            new TokenDecoder.Metaspace('▁', PreTokenizer.Prepend.ALWAYS, true)));
  }

  /** The rules nmt_nfkc as SentencePiece 0.2 (Apache-2.0) compiles them. */
  private static CharsMap charsMap() {
    try (InputStream in =
        new GZIPInputStream(SampleTokenizers.class.getResourceAsStream("nmt_nfkc.charsmap.gz"))) {
      return CharsMap.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TokenizerPipeline wordLevel() {
    Map<String, Integer> ids = new HashMap<>();
    ids.put("[UNK]", 0);
    for (String text : texts) {
      for (String word : words(text.toLowerCase(Locale.ROOT), "\\W+|(?=\\d)")) {
        ids.putIfAbsent(word, ids.size());
      }
    }
    for (String other : List.of("...", ",", ".", "!", "?", "-", "/", "://", "(", "),", "…", "—")) {
      ids.putIfAbsent(other, ids.size());
    }
    return new TokenizerPipeline(
        new TokenizerPipeline.Parts(
            List.of(),
            new Normalizer.Lowercase(),
            new PreTokenizer.Sequence(
                List.of(
                    new PreTokenizer.WhitespaceSplit(),
                    new PreTokenizer.CharDelimiterSplit('_'),
                    new PreTokenizer.Digits(true),
                    new PreTokenizer.Punctuation(SplitBehavior.CONTIGUOUS))),
            new WordLevel(ids, "[UNK]"),
            new PostProcessor.None(),
            new TokenDecoder.None()));
  }

  private static PostProcessor template(String begin, int id, String end) {
    List<PostProcessor.Slot> single = new ArrayList<>();
    List<PostProcessor.Slot> pair = new ArrayList<>();
    Map<String, PostProcessor.Special> specials = new HashMap<>();
    PostProcessor.Slot a = new PostProcessor.Slot("A", true, 0);
    PostProcessor.Slot b = new PostProcessor.Slot("B", true, 1);
    if (!begin.isEmpty()) {
      specials.put(begin, new PostProcessor.Special(List.of(id), List.of(begin)));
      single.add(new PostProcessor.Slot(begin, false, 0));
      pair.add(new PostProcessor.Slot(begin, false, 0));
    }
    single.add(a);
    pair.add(a);
    if (!end.isEmpty()) {
      int endId = begin.isEmpty() ? id : id + 1;
      specials.put(end, new PostProcessor.Special(List.of(endId), List.of(end)));
      single.add(new PostProcessor.Slot(end, false, 0));
      pair.add(new PostProcessor.Slot(end, false, 0));
    }
    pair.add(b);
    if (!end.isEmpty()) {
      pair.add(new PostProcessor.Slot(end, false, 1));
    }
    return new PostProcessor.Template(single, pair, specials);
  }
}
