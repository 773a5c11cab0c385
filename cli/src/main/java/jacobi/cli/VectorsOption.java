package jacobi.cli;

import jacobi.data.Nearest;
import jacobi.data.text.TokenEncoding;
import jacobi.data.text.WordTokenizer;
import jacobi.data.text.WordVectorFormat;
import jacobi.data.text.WordVectors;
import jacobi.graph.JacobiException;
import jacobi.models.SavedModel;
import jacobi.train.TokenVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Parameters;

/** Word vectors: those of a trained model, or a file of them. */
final class VectorsOption {
  @Parameters(
      index = "0",
      paramLabel = "MODEL|FILE",
      description =
          "A model folder, or the folder that --out named; or a file of word vectors in"
              + " word2vec's or GloVe's format.")
  private Path path;

  /** Vectors by word, and whether the words are in lower case. */
  record Named(String name, WordVectors vectors, boolean lowerCase) {

    /** The word as the vectors have it; an error in one line if they have none. */
    String known(String word) {
      if (vectors.id(word).isPresent()) {
        return word;
      }
      String lower = word.toLowerCase(Locale.ROOT);
      if (lowerCase && vectors.id(lower).isPresent()) {
        return lower;
      }
      throw new JacobiException(
          String.format(
              "%s: no vector for the word '%s', did you mean '%s'?",
              name, word, Nearest.to(word, vectors.words())));
    }
  }

  Named load() throws IOException {
    if (Files.isRegularFile(path)) {
      WordVectors read = WordVectors.read(path, WordVectorFormat.of(path));
      return checked(new Named(path.toString(), read, false));
    }
    SavedModel model = ModelOption.load(path);
    WordVectors vectors =
        TokenVectors.of(model.net(), model.encoding())
            .orElseThrow(
                () ->
                    new JacobiException(
                        path
                            + ": has no vectors of words: its network has no embedding over the"
                            + " tokens of texts"));
    boolean lowerCase =
        model.encoding().get() instanceof TokenEncoding t
            && t.tokenizer() instanceof WordTokenizer words
            && words.lowerCase();
    return checked(new Named(path.toString(), vectors, lowerCase));
  }

  private static Named checked(Named named) {
    if (named.vectors().words().isEmpty()) {
      throw new JacobiException(named.name() + ": holds no word vectors");
    }
    return named;
  }
}
