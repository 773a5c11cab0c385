package jacobi.models.text;

import jacobi.graph.JacobiException;

/**
 * Two language models together: {@code p = weight p_first + (1 - weight) p_second} (Bengio et al.
 * 2003, section 3.2, who mix a network with n-grams).
 *
 * @param weight of the first, 0 to 1; {@link #weight(double[], double[])} fits it
 */
public record Mixture(LanguageModel first, LanguageModel second, double weight)
    implements LanguageModel {
  private static final int MOST_ROUNDS = 1000;

  public Mixture {
    if (first.vocabularySize() != second.vocabularySize()) {
      throw new JacobiException(
          String.format(
              "a mixture of models of %d and of %d tokens: expected one vocabulary",
              first.vocabularySize(), second.vocabularySize()));
    }
    if (!(weight >= 0 && weight <= 1)) {
      throw new JacobiException("the weight of a mixture is " + weight + ", expected 0 to 1");
    }
  }

  @Override
  public int vocabularySize() {
    return first.vocabularySize();
  }

  @Override
  public Cursor cursor() {
    return new Both(first.cursor(), second.cursor(), weight, new double[vocabularySize()]);
  }

  private record Both(Cursor one, Cursor other, double weight, double[] others) implements Cursor {
    @Override
    public void restart() {
      one.restart();
      other.restart();
    }

    @Override
    public void push(int token) {
      one.push(token);
      other.push(token);
    }

    @Override
    public void distribution(double[] into) {
      one.distribution(into);
      other.distribution(others);
      for (int i = 0; i < into.length; i++) {
        into[i] = weight * into[i] + (1 - weight) * others[i];
      }
    }

    @Override
    public double probability(int token) {
      return weight * one.probability(token) + (1 - weight) * other.probability(token);
    }
  }

  /**
   * The weight of the first under which a text is most likely, by expectation maximisation (the
   * likelihood has one maximum).
   *
   * @param first the probability that the first model gives to each token of a text that neither
   *     was trained on
   * @param second the same of the second
   */
  public static double weight(double[] first, double[] second) {
    checkAlike(first, second);
    double weight = .5;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double sum = 0;
      for (int i = 0; i < first.length; i++) {
        double one = weight * first[i];
        double both = one + (1 - weight) * second[i];
        sum += both == 0 ? weight : one / both;
      }
      double next = sum / first.length;
      boolean settled = Math.abs(next - weight) < 1e-9;
      weight = next;
      if (settled) {
        break;
      }
    }
    return weight;
  }

  /**
   * exp of the mean negative log likelihood a token, of a text to whose tokens two models give
   * these probabilities.
   *
   * @param weight of the first
   */
  public static double perplexity(double weight, double[] first, double[] second) {
    checkAlike(first, second);
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += Math.log(weight * first[i] + (1 - weight) * second[i]);
    }
    return Math.exp(-sum / first.length);
  }

  private static void checkAlike(double[] first, double[] second) {
    if (first.length != second.length || first.length == 0) {
      throw new JacobiException(
          String.format(
              "a mixture needs the probabilities of two models for the same tokens, got %d and %d",
              first.length, second.length));
    }
  }
}
