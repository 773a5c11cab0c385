package jacobi.data.text;

import jacobi.graph.JacobiException;
import java.util.SplittableRandom;

/**
 * Draws numbers with given odds in constant time: Walker's alias method, as Vose builds its table
 * ("A Linear Algorithm for Generating Random Numbers with a Given Distribution", 1991).
 */
final class Noise {
  private final float[] keep;
  private final int[] alias;

  private Noise(float[] keep, int[] alias) {
    this.keep = keep;
    this.alias = alias;
  }

  /**
   * Draws i in proportion to {@code weights[i]}.
   *
   * @param weights none below 0, one above at least
   */
  static Noise of(double[] weights) {
    int n = weights.length;
    double sum = 0;
    for (double w : weights) {
      sum += w;
    }
    if (!(sum > 0)) {
      throw new JacobiException("noise: all weights are 0");
    }
    double[] scaled = new double[n];
    int[] small = new int[n];
    int[] large = new int[n];
    int smalls = 0;
    int larges = 0;
    for (int i = 0; i < n; i++) {
      scaled[i] = weights[i] * n / sum;
      if (scaled[i] < 1) {
        small[smalls++] = i;
      } else {
        large[larges++] = i;
      }
    }
    float[] keep = new float[n];
    int[] alias = new int[n];
    while (smalls > 0 && larges > 0) {
      int less = small[--smalls];
      int more = large[--larges];
      keep[less] = (float) scaled[less];
      alias[less] = more;
      scaled[more] += scaled[less] - 1;
      if (scaled[more] < 1) {
        small[smalls++] = more;
      } else {
        large[larges++] = more;
      }
    }
    // What is left has odds of 1 but for rounding.
    while (larges > 0) {
      keep[large[--larges]] = 1;
    }
    while (smalls > 0) {
      int rest = small[--smalls];
      keep[rest] = weights[rest] > 0 ? 1 : 0;
      alias[rest] = weights[rest] > 0 ? rest : greatest(weights);
    }
    return new Noise(keep, alias);
  }

  private static int greatest(double[] weights) {
    int best = 0;
    for (int i = 1; i < weights.length; i++) {
      best = weights[i] > weights[best] ? i : best;
    }
    return best;
  }

  int draw(SplittableRandom random) {
    long bits = random.nextLong();
    int i = (int) (((bits >>> 32) * keep.length) >>> 32);
    return (bits & 0xff_ffff) * 0x1p-24f < keep[i] ? i : alias[i];
  }
}
