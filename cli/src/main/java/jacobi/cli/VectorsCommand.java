package jacobi.cli;

import jacobi.data.text.WordVectorFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes word vectors for other programs. */
@Command(
    name = "vectors",
    description = "Writes the word vectors of a trained model, or of a file, as a file.")
final class VectorsCommand implements Callable<Integer> {
  private enum Format {
    WORD2VEC,
    WORD2VEC_BINARY,
    GLOVE
  }

  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private VectorsOption source;

  @Parameters(index = "1", paramLabel = "OUT", description = "The file to write.")
  private Path out;

  @Option(
      names = "--format",
      paramLabel = "F",
      defaultValue = "word2vec",
      description = "word2vec (default, as text), word2vec_binary or glove.")
  private Format format;

  @Override
  public Integer call() throws IOException {
    VectorsOption.Named named = source.load();
    named
        .vectors()
        .save(
            out,
            switch (format) {
              case WORD2VEC -> WordVectorFormat.WORD2VEC_TEXT;
              case WORD2VEC_BINARY -> WordVectorFormat.WORD2VEC_BINARY;
              case GLOVE -> WordVectorFormat.GLOVE;
            });
    command
        .commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "wrote %,d words of %,d numbers to %s%n",
            named.vectors().words().size(),
            named.vectors().size(),
            out);
    return 0;
  }
}
