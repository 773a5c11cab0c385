/**
 * Text: {@link jacobi.data.text.TextSource}s stream it from files, {@link
 * jacobi.data.text.Tokenizer}s turn it into ids and back, a {@link jacobi.data.text.Vocabulary}
 * numbers its words, and {@link jacobi.data.text.WordVectors} holds vectors for them. Tokenisers
 * made of parts, as {@code tokenizer.json} files describe them, are in {@link
 * jacobi.data.text.pipeline}.
 */
package jacobi.data.text;
