package jacobi.train;

import jacobi.data.Encoding;
import jacobi.data.text.TokenEncoding;
import jacobi.data.text.Tokenizer;
import jacobi.data.text.WordVectors;
import jacobi.nn.Embedding;
import jacobi.nn.Module;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The vectors that a network has learned for tokens. */
public final class TokenVectors {
  private TokenVectors() {}

  /**
   * The rows of a network's first {@link Embedding} that has one for each token, without that of
   * the unknown token; empty if it has no such table or reads no tokens.
   *
   * @param encoding how texts become what the network reads
   */
  public static Optional<WordVectors> of(Module net, Optional<Encoding> encoding) {
    return encoding.isPresent() && encoding.get() instanceof TokenEncoding tokens
        ? net.modules().values().stream()
            .filter(Embedding.class::isInstance)
            .map(m -> ((Embedding) m).weight())
            .filter(weight -> weight.shape().dim(0) == tokens.tokenizer().size())
            .findFirst()
            .map(weight -> of(tokens.tokenizer(), weight.value().toFloats()))
        : Optional.empty();
  }

  private static WordVectors of(Tokenizer tokenizer, float[] table) {
    int size = table.length / tokenizer.size();
    int unknown = tokenizer.unknown().orElse(-1);
    List<String> words = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    float[] rows = new float[table.length];
    for (int id = 0; id < tokenizer.size(); id++) {
      if (id == unknown) {
        continue;
      }
      // Ids that a tokenizer.json leaves free have the same empty text.
      if (seen.add(tokenizer.token(id))) {
        System.arraycopy(table, id * size, rows, words.size() * size, size);
        words.add(tokenizer.token(id));
      }
    }
    return new WordVectors(words, size, Arrays.copyOf(rows, words.size() * size));
  }
}
