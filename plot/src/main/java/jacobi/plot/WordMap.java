package jacobi.plot;

import jacobi.data.text.WordVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The most frequent words where two principal components of their vectors put them. All vectors are
 * made of length 1 before, since it is their directions that are compared. A word's name is left
 * out where that of a more frequent one stands, and is then shown under the pointer.
 */
final class WordMap {
  private static final int MOST_WORDS = 250;
  private static final double WIDTH = 960;
  private static final double HEIGHT = 640;
  private static final double MARGIN = 40;
  private static final double FONT = 12;

  private final List<String> words;
  private final Pca pca;

  /** The words come in the order of {@code vectors}, which is that of their frequency. */
  WordMap(WordVectors vectors) {
    this.words =
        vectors.words().stream()
            .filter(word -> word.codePoints().anyMatch(Character::isLetterOrDigit))
            .limit(MOST_WORDS)
            .toList();
    this.pca =
        Pca.of(words.stream().map(word -> unit(vectors.vector(word))).toArray(double[][]::new));
  }

  private static double[] unit(float[] vector) {
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    double[] unit = new double[vector.length];
    for (int i = 0; i < unit.length && squares > 0; i++) {
      unit[i] = vector[i] / Math.sqrt(squares);
    }
    return unit;
  }

  String html() {
    if (words.size() < 3) {
      return "";
    }
    List<double[]> points = new ArrayList<>();
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      double x = pca.projected()[i][0];
      double y = pca.projected()[i][1];
      points.add(new double[] {x, y});
      rows.add(List.of(words.get(i), x, y));
    }
    String note =
        String.format(
            Locale.ROOT,
            "<p>The %d most frequent words where two principal components of their vectors put"
                + " them, with %.0f %% of the variance. Words that are near each other in all"
                + " dimensions are found by <code>jacobi neighbours</code>.</p>%n",
            words.size(),
            100 * pca.share());
    return Html.section(
        "words",
        "Words",
        note
            + "<div class=\"scroll\">"
            + drawn(points).inline("a map of words", WIDTH, HEIGHT)
            + "</div>\n"
            + Html.details("Numbers", new Table(List.of("word", "x", "y"), rows)));
  }

  private Svg drawn(List<double[]> points) {
    double[] x = range(points, 0);
    double[] y = range(points, 1);
    Svg svg = new Svg();
    List<double[]> taken = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      double px = MARGIN + (points.get(i)[0] - x[0]) / (x[1] - x[0]) * (WIDTH - 2 * MARGIN);
      double py = MARGIN + (y[1] - points.get(i)[1]) / (y[1] - y[0]) * (HEIGHT - 2 * MARGIN);
      String word = words.get(i);
      svg.circle("word", px, py, 2.5, "fill=\"#0969da\"", word);
      double half = Svg.textWidth(word, FONT) / 2;
      double[] box = {px - half, py - 5 - FONT, px + half, py - 3};
      if (taken.stream().noneMatch(other -> overlap(box, other))) {
        taken.add(box);
        svg.text("note", px, py - 6, FONT, "middle", word);
      }
    }
    return svg;
  }

  private static boolean overlap(double[] a, double[] b) {
    return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  }

  private static double[] range(List<double[]> points, int axis) {
    double low = points.stream().mapToDouble(p -> p[axis]).min().orElse(0);
    double high = points.stream().mapToDouble(p -> p[axis]).max().orElse(1);
    return high > low ? new double[] {low, high} : new double[] {low - 1, high + 1};
  }
}
