package jacobi.models.text;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.graph.JacobiException;
import jacobi.nn.Embedding;
import jacobi.nn.Module;
import jacobi.nn.init.Initializers;

/**
 * Word vectors by guessing which words stand near a word (skip-gram with negative sampling: Mikolov
 * et al. 2013, "Distributed Representations of Words and Phrases and their Compositionality").
 * Takes ids [batch, 1 + others], a word and the words that may stand near it; gives a logit for
 * each of the others, [batch, others]: the product of the word's vector with the other's. Trained
 * with binary cross-entropy on {@link jacobi.data.text.SkipGramPairs}.
 *
 * <p>Parts: {@code in}, the vectors one wants, which start uniformly in ±0.5/size, and {@code out},
 * those of words as neighbours, which start at zero, as in the authors' program. Both are
 * {@linkplain Embedding#sparse sparse}.
 */
public final class SkipGram extends Module {
  private final Embedding in;
  private final Embedding out;

  private SkipGram(int words, int size) {
    double bound = 0.5 / size;
    Embedding table = Embedding.of(words, size).sparse();
    in = child("in", table.weights(Initializers.uniform(-bound, bound)));
    out = child("out", table.weights(Initializers.values(Jacobi.zeros(words, size))));
  }

  /** Vectors of {@code size} numbers for the ids 0 to {@code words}-1. */
  public static SkipGram of(int words, int size) {
    if (words < 1 || size < 1) {
      throw new JacobiException("[SkipGram] sizes must be at least 1, got " + words + ", " + size);
    }
    return new SkipGram(words, size);
  }

  /** The word vectors. */
  public Embedding vectors() {
    return in;
  }

  @Override
  protected Tensor forward(Tensor x) {
    if (x.rank() != 2 || x.dim(1) < 2) {
      throw wrongShape("[batch, 1 + others], ids", x.shape());
    }
    Tensor word = in.apply(x.slice(1, 0, 1));
    Tensor others = out.apply(x.slice(1, 1, x.dim(1)));
    return word.mul(others).sum(-1);
  }
}
