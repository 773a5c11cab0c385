package jacobi.data.text.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.graph.JacobiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerJsonTest {
  private static final String WORDS =
      "'model': {'type': 'WordLevel', 'vocab': {'[UNK]': 0, 'a': 1}, 'unk_token': '[UNK]'}";

  @TempDir private Path folder;

  private TokenizerPipeline read(String json) throws IOException {
    return TokenizerJson.read(Files.writeString(folder.resolve("t.json"), json.replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'normalizer': {'type': 'Nmt'}, WORDS}|: normalizer.type: \"Nmt\" is not"
            + " supported, expected one of BertNormalizer, Lowercase, NFC, NFD, NFKC, NFKD,"
            + " Precompiled, Prepend, Replace, Sequence, Strip, StripAccents",
        "{'pre_tokenizer': {'type': 'Sequence', 'pretokenizers': [{'type': 'UnicodeScripts'}]},"
            + " WORDS}|: pre_tokenizer.pretokenizers[0].type: \"UnicodeScripts\" is not supported,"
            + " expected one of BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, Metaspace,"
            + " Punctuation, Sequence, Split, Whitespace, WhitespaceSplit",
        "{'decoder': {'type': 'CTC'}, WORDS}|: decoder.type: \"CTC\" is not supported, expected one"
            + " of BPEDecoder, ByteFallback, ByteLevel, Fuse, Metaspace, Replace, Sequence, Strip,"
            + " WordPiece",
        "{'post_processor': {'type': 'X'}, WORDS}|: post_processor.type: \"X\" is not supported,"
            + " expected one of BertProcessing, ByteLevel, RobertaProcessing, Sequence,"
            + " TemplateProcessing",
        "{'model': {'type': 'X'}}|: model.type: \"X\" is not supported, expected one of BPE,"
            + " Unigram, WordLevel, WordPiece",
        "{}|: model: is missing, expected an object",
        "[]|: expected an object, found []",
        "{'model': {'type': 'WordLevel', 'vocab': {'a': 1}, 'unk_token': '?'}}|: model: the unknown"
            + " token \"?\" is not in the vocabulary",
        "{'model': {'type': 'BPE', 'vocab': {'a': 0, 'b': 'x'}, 'merges': []}}|: model.vocab.b: is"
            + " \"x\", expected an id",
        "{'model': {'type': 'BPE', 'vocab': {'a': 0, 'b': 1}, 'merges': ['a b']}}|: model: merge 0:"
            + " \"a\" and \"b\" become \"ab\", not all of which are in the vocabulary",
        "{'model': {'type': 'BPE', 'vocab': {'a': 0}, 'merges': ['a']}}|: model.merges[0]: is"
            + " \"a\", expected two tokens",
        "{'model': {'type': 'BPE', 'vocab': {'a': 0, 'b': 0}, 'merges': []}}|: model: tokens \"a\""
            + " and \"b\" both have id 0",
        "{'model': {'type': 'BPE', 'dropout': 0.1, 'vocab': {}, 'merges': []}}|: model.dropout: is"
            + " not supported: ids would differ from one call to the next",
        "{'model': {'type': 'Unigram', 'unk_id': 5, 'vocab': [['a', -1]]}}|: model: the unknown"
            + " token has id 5, expected 0 to 0",
        "{'added_tokens': [{'id': 7, 'content': 'a'}], WORDS}|: the added token \"a\" has id 7, but"
            + " 1 in the model",
        "{'pre_tokenizer': {'type': 'Split', 'pattern': {'Regex': '('}, 'behavior': 'Removed'},"
            + " WORDS}|: pre_tokenizer.pattern.Regex: not a regular expression: Unclosed group",
      })
  void oneLineSaysWhatIsWrong(String json, String message) {
    assertThatThrownBy(() -> read(json.replace("WORDS", WORDS)))
        .isInstanceOf(JacobiException.class)
        .hasMessage(folder.resolve("t.json") + message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void filesThatAreNoFiles() {
    assertThatThrownBy(() -> read("{'model': "))
        .isInstanceOf(JacobiException.class)
        .hasMessageStartingWith(folder.resolve("t.json") + ": not valid JSON: ");
    assertThatThrownBy(() -> TokenizerJson.read(folder.resolve("none.json")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void olderFiles() throws IOException {
    TokenizerPipeline merges =
        read("{'model': {'vocab': {'a': 0, 'b': 1, 'ab': 2}, 'merges': ['a b']}}");
    assertThat(merges.encode("abba")).containsExactly(2, 1, 0);
    TokenizerPipeline pieces =
        read("{'model': {'vocab': {'[UNK]': 0, 'a': 1, '##b': 2}, 'unk_token': '[UNK]'}}");
    assertThat(pieces.encode("ab")).containsExactly(1, 2);
    TokenizerPipeline meta =
        read(
            "{'pre_tokenizer': {'type': 'Metaspace', 'replacement': '▁', 'add_prefix_space':"
                + " false},'model': {'vocab': [['<unk>', 0], ['▁a', -1], ['a', -2]], 'unk_id':"
                + " 0}}");
    assertThat(meta.encode("a a")).containsExactly(2, 1);
  }

  @Test
  void idsMayLeaveSomeOut() throws IOException {
    TokenizerPipeline tokenizer =
        read("{'added_tokens': [{'id': 9, 'content': '<x>', 'special': true}]," + WORDS + "}");
    assertThat(tokenizer.size()).isEqualTo(10);
    assertThat(tokenizer.encode("<x>a")).containsExactly(9, 1);
    assertThat(tokenizer.decode(9, 1)).isEqualTo("a");
    assertThat(tokenizer.decode(true, 9, 1)).isEqualTo("<x> a");
    assertThatThrownBy(() -> tokenizer.decode(5))
        .isInstanceOf(JacobiException.class)
        .hasMessage("tokenizer: no token 5, expected 0 to 9");
    assertThat(tokenizer.id("<x>")).hasValue(9);
    assertThat(tokenizer.id("?")).isEmpty();
  }

  @Test
  void unknownCharactersWithoutUnknownToken() throws IOException {
    TokenizerPipeline unigram =
        read("{'model': {'type': 'Unigram', 'unk_id': null, 'vocab': [['a', -1]]}}");
    assertThatThrownBy(() -> unigram.encode("ab"))
        .isInstanceOf(JacobiException.class)
        .hasMessage("the tokenizer has no token for \"b\" and no unknown token");
  }

  @Test
  void rulesForCharactersThatAreNone() {
    String file =
        "{'normalizer': {'type': 'Precompiled', 'precompiled_charsmap': 'MAP'},"
            + " 'model': {'vocab': {'a': 0}, 'merges': []}}";
    String place = folder.resolve("t.json") + ": normalizer.precompiled_charsmap: ";
    assertThatThrownBy(() -> read(file.replace("MAP", "~")))
        .isInstanceOf(JacobiException.class)
        .hasMessageStartingWith(place + "is not Base64: ");
    assertThatThrownBy(() -> read(file.replace("MAP", "AAAA")))
        .isInstanceOf(JacobiException.class)
        .hasMessage(place + "3 bytes are no compiled map of characters");
    // A trie said to be longer than what follows.
    assertThatThrownBy(() -> read(file.replace("MAP", "/wAAAAAAAAA=")))
        .isInstanceOf(JacobiException.class)
        .hasMessage(place + "8 bytes are no compiled map of characters");
  }
}
