/**
 * Tokenisers made of parts, as Hugging Face's {@code tokenizer.json} describes them: a {@link
 * jacobi.data.text.pipeline.Normalizer} changes characters, a {@link
 * jacobi.data.text.pipeline.PreTokenizer} cuts the text into pieces, a {@link
 * jacobi.data.text.pipeline.SubwordModel} turns pieces into ids, a {@link
 * jacobi.data.text.pipeline.PostProcessor} adds special tokens, and a {@link
 * jacobi.data.text.pipeline.TokenDecoder} puts text together again. {@link
 * jacobi.data.text.pipeline.TokenizerJson} reads and writes the files, {@link
 * jacobi.data.text.pipeline.BpeTrainer} learns byte-pair encodings.
 */
package jacobi.data.text.pipeline;
