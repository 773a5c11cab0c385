package jacobi.models.text;

import jacobi.graph.JacobiException;
import java.util.SplittableRandom;

/**
 * How a token is drawn from probabilities: temperature, then the k most likely, then the fewest
 * that together have a probability.
 *
 * @param temperature p becomes p^(1/temperature); 0 takes the most likely
 * @param topK how many are left; 0 for all
 * @param topP what those left have together at least, of what top-k left; 1 for all
 */
record Sampling(double temperature, int topK, double topP) {
  static final Sampling ALL = new Sampling(1, 0, 1);
  static final Sampling GREEDY = new Sampling(0, 0, 1);

  Sampling temperature(double t) {
    if (!(t > 0) || t == Double.POSITIVE_INFINITY) {
      throw new JacobiException(
          "temperature is " + t + ", expected a number above 0 (greedy takes the most likely)");
    }
    return new Sampling(t, topK, topP);
  }

  Sampling topK(int k) {
    if (k < 0) {
      throw new JacobiException("top-k is " + k + ", expected a number from 1, or 0 for all");
    }
    return new Sampling(temperature, k, topP);
  }

  Sampling topP(double p) {
    if (!(p > 0 && p <= 1)) {
      throw new JacobiException("top-p is " + p + ", expected a probability above 0");
    }
    return new Sampling(temperature, topK, p);
  }

  /**
   * Draws one.
   *
   * @param p probabilities up to a common factor; overwritten
   */
  int draw(double[] p, SplittableRandom random) {
    int best = best(p);
    if (temperature == 0) {
      return best;
    }
    double greatest = p[best];
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      // By the greatest, so that a low temperature leaves at least that one.
      double relative = p[i] / greatest;
      p[i] = temperature == 1 || relative == 0 ? relative : Math.pow(relative, 1 / temperature);
      sum += p[i];
    }
    if (topK > 0 || topP < 1) {
      return drawFromMostLikely(p, sum, random);
    }
    double at = random.nextDouble() * sum;
    int last = best;
    for (int i = 0; i < p.length; i++) {
      if (p[i] > 0) {
        at -= p[i];
        last = i;
        if (at < 0) {
          break;
        }
      }
    }
    return last;
  }

  private int drawFromMostLikely(double[] p, double all, SplittableRandom random) {
    int[] ids = mostLikely(p, topK > 0 ? topK : p.length);
    double sum = all;
    if (topK > 0) {
      sum = 0;
      for (int id : ids) {
        sum += p[id];
      }
    }
    int kept = 0;
    double nucleus = 0;
    while (kept < ids.length && (kept == 0 || nucleus < topP * sum)) {
      nucleus += p[ids[kept++]];
    }
    double at = random.nextDouble() * nucleus;
    for (int i = 0; i < kept; i++) {
      at -= p[ids[i]];
      if (at < 0) {
        return ids[i];
      }
    }
    return ids[0];
  }

  private static int best(double[] p) {
    int best = 0;
    for (int i = 1; i < p.length; i++) {
      if (p[i] > p[best]) {
        best = i;
      }
    }
    if (!(p[best] > 0 && p[best] < Double.POSITIVE_INFINITY)) {
      throw new JacobiException(
          Double.isNaN(p[best]) || p[best] > 0
              ? "the model's probabilities are not finite numbers"
              : "there is no token to draw: all that may come have probability 0");
    }
    return best;
  }

  /**
   * The ids of the greatest, in order; of equal ones the lower id first.
   *
   * @param p not negative
   * @param count how many at most
   */
  static int[] mostLikely(double[] p, int count) {
    int size = Math.min(Math.max(0, count), p.length);
    // A heap whose root is the least of the greatest so far.
    int[] heap = new int[size];
    for (int i = 0; i < p.length && size > 0; i++) {
      if (i < size) {
        heap[i] = i;
        up(heap, i, p);
      } else if (before(p, i, heap[0])) {
        heap[0] = i;
        down(heap, size, p);
      }
    }
    for (int left = size - 1; left > 0; left--) {
      int least = heap[0];
      heap[0] = heap[left];
      heap[left] = least;
      down(heap, left, p);
    }
    return heap;
  }

  private static boolean before(double[] p, int a, int b) {
    return p[a] > p[b] || (p[a] == p[b] && a < b);
  }

  private static void up(int[] heap, int from, double[] p) {
    for (int i = from; i > 0 && before(p, heap[(i - 1) / 2], heap[i]); i = (i - 1) / 2) {
      swap(heap, i, (i - 1) / 2);
    }
  }

  private static void down(int[] heap, int size, double[] p) {
    int i = 0;
    while (2 * i + 1 < size) {
      int child = 2 * i + 1;
      if (child + 1 < size && before(p, heap[child], heap[child + 1])) {
        child++;
      }
      if (!before(p, heap[i], heap[child])) {
        return;
      }
      swap(heap, i, child);
      i = child;
    }
  }

  private static void swap(int[] heap, int a, int b) {
    int x = heap[a];
    heap[a] = heap[b];
    heap[b] = x;
  }
}
