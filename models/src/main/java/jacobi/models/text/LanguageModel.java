package jacobi.models.text;

import jacobi.graph.JacobiException;

/**
 * What can say how likely each token is to come next: n-grams ({@link KneserNey}), a trained
 * network ({@link NetworkLanguageModel}), two models in a {@link Mixture}. {@link Generator} draws
 * text from it.
 *
 * <pre>{@code
 * LanguageModel.Cursor cursor = model.cursor();
 * for (int id : tokenizer.encode("the dog gets")) {
 *   cursor.push(id);
 * }
 * double p = cursor.probability(tokenizer.id("fed").getAsInt());
 * }</pre>
 */
public interface LanguageModel {

  /** Tokens are 0 to this less 1. */
  int vocabularySize();

  /** One at the beginning of a text. Each belongs to one thread. */
  Cursor cursor();

  /** Walks along a text: knows the tokens before, and says which may come next. */
  interface Cursor {

    /** Forgets the tokens before: the beginning of a text. */
    void restart();

    /**
     * Takes a token as seen.
     *
     * @throws JacobiException if it is not 0 to vocabularySize-1
     */
    void push(int token);

    /**
     * The probabilities of all tokens to come next; they sum to 1.
     *
     * @param into receives them, [vocabularySize]
     */
    void distribution(double[] into);

    /** The probability of one token to come next. */
    double probability(int token);
  }

  /** The probabilities of all tokens after others, at the beginning of a text; they sum to 1. */
  default double[] distributionAfter(int... tokens) {
    Cursor cursor = cursor();
    for (int token : tokens) {
      cursor.push(token);
    }
    double[] p = new double[vocabularySize()];
    cursor.distribution(p);
    return p;
  }

  /**
   * exp of the mean negative log likelihood a token, of a text from its beginning.
   *
   * @throws JacobiException if there is no token
   */
  default double perplexityOf(int... tokens) {
    if (tokens.length == 0) {
      throw new JacobiException("the perplexity of a text without tokens is not defined");
    }
    Cursor cursor = cursor();
    double sum = 0;
    for (int token : tokens) {
      sum += Math.log(cursor.probability(token));
      cursor.push(token);
    }
    return Math.exp(-sum / tokens.length);
  }
}
