package jacobi.data.text.pipeline;

import java.util.Map;

/** Turns a piece of text into ids. */
public sealed interface SubwordModel permits Bpe, Unigram, WordPiece, WordLevel {

  /** Tokens and their ids. */
  Map<String, Integer> vocabulary();

  /** The ids of a piece that is not empty. */
  int[] encode(String piece);

  /**
   * A place before which no token reaches over, so that the text may be cut there; the end of the
   * text if there is none.
   */
  default int cut(String text, int from) {
    return text.length();
  }
}
