package jacobi.data.text.pipeline;

/** Takes pieces of text. */
interface PieceSink {
  /**
   * Takes {@code text[from..to]}.
   *
   * @param first whether it stands at the very beginning of what was to be encoded
   */
  void piece(String text, int from, int to, boolean first);
}
