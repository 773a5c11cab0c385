package jacobi.plot;

import jacobi.data.Dataset;
import jacobi.graph.Shape;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Shows examples by what they are: texts as such; others by what their shape says: [height, width]
 * and [height, width, channels] as images, [steps, up to 4] as lines over the steps, rows as
 * tables. A row of a square number of features without names, 49 or more, is taken for an image.
 */
final class Examples {
  private static final int MOST_FEATURES = 40;
  private static final int MOST_CHARACTERS = 600;
  private static final String[] COLOURS = {"#0969da", "#cf222e", "#1a7f37", "#8250df"};

  private final Dataset data;
  private final Shape shape;
  private final float least;
  private final float greatest;

  /**
   * @param chosen what will be shown: grey levels reach from the least to the greatest of them
   */
  Examples(Dataset data, List<Integer> chosen) {
    this.data = data;
    this.shape = data.featureShape();
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i : chosen) {
      for (float v : data.features(i)) {
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
    }
    this.least = low;
    this.greatest = high;
  }

  String html(int index, String caption) {
    Optional<String> text = data.text(index);
    return text.isPresent() ? text(text.get()) : numbers(index, caption);
  }

  /** A text in its own direction, which may be from right to left. */
  private static String text(String text) {
    boolean cut = text.codePointCount(0, text.length()) > MOST_CHARACTERS;
    String shown =
        cut ? text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS)) + " …" : text;
    return "<p class=\"text\" dir=\"auto\">" + Html.escape(shown) + "</p>";
  }

  private String numbers(int index, String caption) {
    float[] x = data.features(index);
    int side = (int) Math.sqrt(x.length);
    boolean square = shape.rank() == 1 && side >= 7 && side * side == x.length;
    if (square && data.featureNames().isEmpty()) {
      return image(x, side, side, 1, caption);
    }
    if (shape.rank() == 3 && (shape.dim(2) == 1 || shape.dim(2) == 3)) {
      return image(x, shape.dim(0), shape.dim(1), shape.dim(2), caption);
    }
    if (shape.rank() == 2 && shape.dim(1) > COLOURS.length) {
      return image(x, x.length / shape.dim(1), shape.dim(1), 1, caption);
    }
    return shape.rank() == 2 ? lines(x, caption) : row(x, caption);
  }

  private String image(float[] x, int height, int width, int channels, String caption) {
    byte[] png = ImageFiles.png(x, height, width, channels, least, greatest);
    return "<img alt=\""
        + Html.escape(caption)
        + "\" src=\"data:image/png;base64,"
        + Base64.getEncoder().encodeToString(png)
        + "\">";
  }

  private String lines(float[] x, String caption) {
    int features = shape.dim(1);
    int steps = x.length / features;
    double scale = greatest > least ? 60.0 / (greatest - least) : 0;
    Svg svg = new Svg();
    for (int f = 0; f < features; f++) {
      StringBuilder d = new StringBuilder();
      for (int t = 0; t < steps; t++) {
        double px = 4 + 192.0 * t / Math.max(1, steps - 1);
        double py = 68 - 4 - (x[t * features + f] - least) * scale;
        d.append(t == 0 ? 'M' : 'L').append(Svg.number(px)).append(',').append(Svg.number(py));
      }
      svg.path("line", d.toString(), "fill=\"none\" stroke=\"" + COLOURS[f] + "\"");
    }
    return svg.inline(caption, 200, 68);
  }

  private String row(float[] x, String caption) {
    List<String> names = data.featureNames();
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(x.length, MOST_FEATURES); i++) {
      rows.add(List.of(names.isEmpty() ? "x" + (i + 1) : names.get(i), x[i]));
    }
    String more =
        x.length > MOST_FEATURES ? "<p>and " + (x.length - MOST_FEATURES) + " more</p>" : "";
    return "<div class=\"row\" aria-label=\""
        + Html.escape(caption)
        + "\">"
        + Html.table(new Table(List.of("feature", "value"), rows))
        + more
        + "</div>";
  }
}
