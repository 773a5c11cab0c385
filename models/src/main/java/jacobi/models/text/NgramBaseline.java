package jacobi.models.text;

import jacobi.data.Dataset;
import jacobi.data.Split;
import jacobi.data.Targets;
import jacobi.graph.JacobiException;
import jacobi.train.Fit;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The n-gram model that a trained language model is held against, made of the same parts over the
 * same vocabulary, and the mixture of both (Bengio et al. 2003, section 4).
 *
 * @param model of the order that does best on the validation part
 * @param validation its perplexity a token of that part
 * @param test its perplexity a token of the test part, if there is one
 */
public record NgramBaseline(KneserNey model, double validation, OptionalDouble test) {

  /**
   * The mixture of a network with the baseline.
   *
   * @param weight of the network, fitted on the validation part
   * @param validation perplexity a token of that part
   * @param test perplexity a token of the test part, if there is one
   */
  public record Mixed(double weight, double validation, OptionalDouble test) {}

  /**
   * The best of these orders on the validation part of language data ({@link LanguageTask}).
   *
   * @throws JacobiException if the data is none, or has no validation part
   */
  public static NgramBaseline of(Split parts, List<Integer> orders) {
    LanguageTask task =
        LanguageTask.of(parts.train())
            .orElseThrow(
                () ->
                    new JacobiException(
                        parts.train().name() + ": n-grams need data whose classes are its tokens"));
    if (parts.validation().size() == 0 || orders.isEmpty()) {
      throw new JacobiException(
          parts.train().name()
              + ": n-grams need a validation part, by which their order is chosen, and orders");
    }
    KneserNey best = count(parts.train(), task, orders.getFirst());
    double least = perplexity(probabilities(best, parts.validation()));
    for (int order : orders.subList(1, orders.size())) {
      KneserNey other = count(parts.train(), task, order);
      double its = perplexity(probabilities(other, parts.validation()));
      if (its < least) {
        best = other;
        least = its;
      }
    }
    return new NgramBaseline(
        best,
        least,
        parts.test().size() == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(perplexity(probabilities(best, parts.test()))));
  }

  /** The mixture with a network that was trained on the same data. */
  public Mixed mixedWith(Fit fit, Split parts) {
    double[] network = networks(fit, parts.validation());
    double[] ngrams = probabilities(model, parts.validation());
    double weight = Mixture.weight(network, ngrams);
    return new Mixed(
        weight,
        Mixture.perplexity(weight, network, ngrams),
        parts.test().size() == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(
                Mixture.perplexity(
                    weight, networks(fit, parts.test()), probabilities(model, parts.test()))));
  }

  private static double[] networks(Fit fit, Dataset part) {
    double[] p = fit.losses(part);
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp(-p[i]);
    }
    return p;
  }

  private static double perplexity(double[] p) {
    double sum = 0;
    for (double each : p) {
      sum += Math.log(each);
    }
    return Math.exp(-sum / p.length);
  }

  private static KneserNey count(Dataset train, LanguageTask task, int order) {
    int size = task.tokenizer().size();
    if (!task.sentences()) {
      NgramCounts counts = NgramCounts.of(order, size).add(before(train));
      for (int i = 0; i < train.size(); i++) {
        counts.add(targets(train, i));
      }
      return KneserNey.of(counts);
    }
    // One token may begin and end sentences: here another one, which is never predicted, begins
    // them.
    int end = task.end().orElse(task.start());
    NgramCounts counts = NgramCounts.ofSentences(order, size + 1, size, end);
    for (int i = 0; i < train.size(); i++) {
      counts.add(inside(targets(train, i), end));
    }
    return KneserNey.of(counts);
  }

  /** The tokens of a sentence without the one that ends it. */
  private static int[] inside(int[] tokens, int end) {
    int last = tokens.length - 1;
    return last >= 0 && tokens[last] == end ? Arrays.copyOf(tokens, last) : tokens;
  }

  /** The tokens to predict of an example. */
  private static int[] targets(Dataset part, int example) {
    if (!(part.targets() instanceof Targets.EachStep)) {
      return new int[] {part.label(example)};
    }
    int[] all = new int[part.length(example)];
    part.copyLabels(example, all, 0);
    return all;
  }

  /** What stands before the first token to predict of running text. */
  private static int[] before(Dataset part) {
    float[] features = new float[Math.toIntExact(part.featureShape().size())];
    part.copyFeatures(0, features, 0);
    int n = part.targets() instanceof Targets.EachStep ? 1 : features.length;
    int[] tokens = new int[n];
    for (int i = 0; i < n; i++) {
      tokens[i] = (int) features[i];
    }
    return tokens;
  }

  /** The probability of each token of a part, in the order of the data. */
  static double[] probabilities(KneserNey model, Dataset part) {
    boolean sentences = LanguageTask.areSentences(part);
    KneserNey.Cursor cursor = model.cursor();
    if (!sentences) {
      for (int token : before(part)) {
        cursor.push(token);
      }
    }
    double[] all = new double[1024];
    int n = 0;
    for (int i = 0; i < part.size(); i++) {
      if (sentences) {
        cursor.restart();
      }
      for (int token : targets(part, i)) {
        if (n == all.length) {
          all = Arrays.copyOf(all, 2 * n);
        }
        all[n++] = cursor.probability(token);
        cursor.push(token);
      }
    }
    return Arrays.copyOf(all, n);
  }
}
