package jacobi.models.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Interpolated modified Kneser-Ney as its papers define it, n-gram by n-gram, from lists of words
 * in maps. It shares nothing with the model it checks; 1 begins sentences and 2 ends them.
 */
final class DirectKneserNey {
  private final int order;
  private final int vocabulary;
  private final boolean sentences;
  private final Map<List<Integer>, Integer> raw = new HashMap<>();
  private final Map<List<Integer>, Set<Integer>> before = new HashMap<>();

  DirectKneserNey(int order, int vocabulary, List<int[]> texts, boolean sentences) {
    this.order = order;
    this.vocabulary = vocabulary;
    this.sentences = sentences;
    for (int[] text : texts) {
      List<Integer> words = new ArrayList<>(Arrays.stream(text).boxed().toList());
      if (sentences) {
        words.addFirst(1);
        words.addLast(2);
      }
      for (int from = 0; from < words.size(); from++) {
        for (int to = from + 1; to <= Math.min(words.size(), from + order); to++) {
          List<Integer> gram = List.copyOf(words.subList(from, to));
          raw.merge(gram, 1, Integer::sum);
          if (from > 0) {
            before.computeIfAbsent(gram, _ -> new HashSet<>()).add(words.get(from - 1));
          }
        }
      }
    }
  }

  private int count(List<Integer> gram) {
    if (sentences && gram.equals(List.of(1))) {
      return 0;
    }
    boolean whole = gram.size() == order || (sentences && gram.getFirst() == 1);
    return whole ? raw.getOrDefault(gram, 0) : before.getOrDefault(gram, Set.of()).size();
  }

  private double discount(int length, int count) {
    double[] of = new double[5];
    for (List<Integer> gram : raw.keySet()) {
      if (gram.size() == length && count(gram) <= 4) {
        of[count(gram)]++;
      }
    }
    double y = of[1] / (of[1] + 2 * of[2]);
    double[] d = {
      0, 1 - 2 * y * of[2] / of[1], 2 - 3 * y * of[3] / of[2], 3 - 4 * y * of[4] / of[3]
    };
    for (int k = 1; k <= 3; k++) {
      if (!(d[k] >= 0 && d[k] <= k)) {
        return new double[] {0, .5, 1, 1.5}[Math.min(3, count)];
      }
    }
    return d[Math.min(3, count)];
  }

  private final Map<List<Integer>, Double> discounts = new HashMap<>();

  private double cachedDiscount(int length, int count) {
    return discounts.computeIfAbsent(
        List.of(length, Math.min(3, count)), key -> discount(key.get(0), key.get(1)));
  }

  double probability(int word, int... context) {
    List<Integer> history = Arrays.stream(context).boxed().toList();
    int kept = Math.min(order - 1, history.size());
    return probability(word, history.subList(history.size() - kept, history.size()));
  }

  private double probability(int word, List<Integer> history) {
    if (sentences && word == 1) {
      return 0;
    }
    double total = 0;
    double left = 0;
    for (int w = 0; w < vocabulary; w++) {
      int c = count(with(history, w));
      total += c;
      left += cachedDiscount(history.size() + 1, c);
    }
    double lower =
        history.isEmpty()
            ? 1.0 / (sentences ? vocabulary - 1 : vocabulary)
            : probability(word, history.subList(1, history.size()));
    if (total == 0) {
      return lower;
    }
    int c = count(with(history, word));
    return Math.max(c - cachedDiscount(history.size() + 1, c), 0) / total + left / total * lower;
  }

  private static List<Integer> with(List<Integer> history, int word) {
    List<Integer> gram = new ArrayList<>(history);
    gram.add(word);
    return gram;
  }
}
