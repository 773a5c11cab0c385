package jacobi.models;

import jacobi.Tensor;
import jacobi.data.Encoding;
import jacobi.data.text.TokenEncoding;
import jacobi.data.text.WordVectorFormat;
import jacobi.data.text.WordVectors;
import jacobi.nn.init.Initializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Files of word vectors with which embeddings start: the key {@code vectors}. */
final class VectorFiles {
  private static final System.Logger LOG = System.getLogger("jacobi.models");

  /** Bound while a network is made to be trained; others get their vectors from elsewhere. */
  private static final ScopedValue<VectorFiles> CURRENT = ScopedValue.newInstance();

  private final Optional<Path> dataDir;
  private final Optional<Encoding> encoding;

  /** By path, as layers are made more than once. */
  private final Map<Path, WordVectors> read = new HashMap<>();

  private VectorFiles(Optional<Path> dataDir, Optional<Encoding> encoding) {
    this.dataDir = dataDir;
    this.encoding = encoding;
  }

  /** Makes something whose embeddings start with the vectors of files. */
  static <T> T with(Optional<Path> dataDir, Optional<Encoding> encoding, Supplier<T> body) {
    return ScopedValue.where(CURRENT, new VectorFiles(dataDir, encoding)).call(body::get);
  }

  /**
   * First values of an embedding: for words that the file has, its vectors.
   *
   * @param others for all other words
   */
  static Initializer initializer(SpecNode s, int size, Initializer others) {
    String file = s.text("vectors");
    if (s.has("vocabulary")) {
      throw s.wrong("vectors", "is for the words of the data: leave out vocabulary");
    }
    return CURRENT.isBound() ? CURRENT.get().initializer(s, file, size, others) : others;
  }

  private Initializer initializer(SpecNode s, String file, int size, Initializer others) {
    if (!(encoding.orElse(null) instanceof TokenEncoding text)) {
      throw s.wrong("vectors", "is for the words of texts, but the data is no text");
    }
    List<String> tokens = text.tokenizer().tokens();
    WordVectors vectors =
        read.computeIfAbsent(Source.resolve(dataDir, file), path -> read(path, tokens));
    if (vectors.words().isEmpty()) {
      throw s.wrong(
          "vectors",
          String.format(
              Locale.ROOT,
              "%s has a vector for none of the %,d words of the data",
              file,
              tokens.size()));
    }
    if (vectors.size() != size) {
      throw s.wrong(
          "size", "is " + size + ", but the vectors of " + file + " have " + vectors.size());
    }
    return (key, shape) -> {
      float[] table = others.make(key, shape).toFloats();
      vectors.copyTo(tokens, table);
      return Tensor.of(table, shape.dims());
    };
  }

  /** Holds the vectors of the tokens alone, however many the file has. */
  private static WordVectors read(Path file, List<String> tokens) {
    Set<String> wanted = new HashSet<>(tokens);
    try {
      WordVectors found = WordVectors.read(file, WordVectorFormat.of(file), wanted::contains);
      LOG.log(
          System.Logger.Level.INFO,
          String.format(
              Locale.ROOT,
              "%s: vectors for %,d of %,d words, the others start as usual",
              file,
              found.words().size(),
              tokens.size()));
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
